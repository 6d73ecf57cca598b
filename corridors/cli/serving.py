"""``corridors serve``: the planner in the browser, and the interface under it."""

from __future__ import annotations

from typing import Annotated

import typer

from corridors.cli.app import app
from corridors.cli.options import Asked, network
from corridors.cli.waiting import rest
from corridors.routing.conditions.typed import joined
from corridors.serve import HOST, PORT


@app.command()
@network
def serve(
    asked: Asked,
    host: Annotated[
        str, typer.Option(help="address to listen on; this machine alone unless another is given")
    ] = HOST,
    port: Annotated[int, typer.Option(help="port to listen on; 0 takes a free one")] = PORT,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="name by which browsers may ask, such as planner.example (repeatable)"),
    ] = None,
) -> None:
    """Show the planner in the browser, and answer programs (HTTP), until Ctrl-C."""
    from corridors.serve import serve as serve_planner

    serve_planner(
        asked.net,
        host=host,
        port=port,
        allowed=joined(allow_host),
        told=_told,
    )


def _told(address: str) -> None:
    """Say where the planner is; from then on the command waits for questions."""
    print(f"The planner is at {address} (Ctrl-C ends it)", flush=True)
    rest()
