import gc
import sys
import threading

import pytest
from hypothesis import settings
from osm_toy import xml
from toy import toy_network

import corridors as co
from corridors.cli import main

#: Thousands of tests keep millions of objects: looking for circles of garbage after every 700 new
#: ones takes a seventh of the time. The command line sets the same.
gc.set_threshold(500_000, 50, 50)
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def toy():
    return toy_network()


@pytest.fixture(scope="session")
def net():
    return co.load()


@pytest.fixture
def folder(tmp_path):
    """Return the folder of the toy network's tables."""
    toy_network().write(tmp_path / "toy")
    return tmp_path / "toy"


@pytest.fixture
def run(monkeypatch, capsys):
    """Call the command line; returns exit code, standard output and standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.fixture(scope="session")
def toy_file(tmp_path_factory):
    """Return the toy extract of OpenStreetMap as a file."""
    path = tmp_path_factory.mktemp("osm") / "toy.osm"
    path.write_text(xml(), encoding="utf-8")
    return path


@pytest.fixture
def server():
    """Start a server that answers about the toy extract; stop it after the test."""
    from osm_server import Server

    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()
