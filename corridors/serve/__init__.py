"""The planner in the browser, and the interface (HTTP) under it: ``corridors serve``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.network.network import Network

HOST, PORT = "127.0.0.1", 8765
NEEDED = "the planner needs Starlette and uvicorn: install corridors[serve]"


def serve(
    net: Network,
    *,
    host: str = HOST,
    port: int = PORT,
    allowed: Iterable[str] = (),
    told: Callable[[str], None] = print,
) -> None:
    """Serve the planner until it is interrupted.

    Parameters
    ----------
    net
        The network.
    host, port
        Where it listens: this machine alone unless another host is told; port 0 takes a free one.
    allowed
        More names by which it may be asked.
    told
        Called with the address when it listens.

    Raises
    ------
    ImportError
        If Starlette or uvicorn are not installed.
    ValueError
        If the port cannot be, or nobody may listen there.
    """
    import socket

    try:
        import uvicorn

        from corridors.serve.app import make_app
        from corridors.serve.guard import LOOPBACK
    except ImportError as error:
        raise ImportError(NEEDED) from error

    if not 0 <= port <= 65_535:
        raise ValueError(f"port must be from 0 to 65535, not {port}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Told to be TCP, it sends the end of an answer at once, not 40 ms later: asyncio looks for it.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(1024)  # who asks as soon as the address is told waits, and is answered
        except OSError as error:
            raise ValueError(f"cannot listen on {host}, port {port}: {error.strerror}") from None
        near = host in LOOPBACK
        app = make_app(net, names=(*LOOPBACK, host, *allowed), any_address=not near, warmed=True)
        shown = f"[{host}]" if ":" in host else host
        told(f"http://{shown}:{listening.getsockname()[1]}/")
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False,
            h11_max_incomplete_event_size=32_768, timeout_keep_alive=10, lifespan="on",
        )  # fmt: skip
        uvicorn.Server(settings).run(sockets=[listening])
