"""A client of the planner's server, in the process of the test."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # some versions ask for a successor of httpx
    from starlette.testclient import TestClient

from corridors.serve.app import make_app

ADDRESS = "http://127.0.0.1:8765"


def client_of(net, **settings):
    """Return a client of a server of a network."""
    app = make_app(net, **settings)
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)
