"""How long a server is waited for."""

import socket
import threading

import pytest

from corridors.sources.osm.patience import Patience, resolved_in_time


def test_work_gives_what_it_gives_or_raises_what_it_raises():
    patience = Patience(5)
    assert patience.call(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        patience.call(lambda: 1 // 0)


def test_what_is_made_of_an_answer_may_take_its_time():
    """Ten times the limit here, none of it waiting for a server."""
    patience = Patience(0.02)
    resolve = patience.resolving(lambda host: host)

    def work():
        resolve("server")
        patience.answered()
        return threading.Event().wait(0.3)

    assert patience.call(work) is False


def test_an_answer_that_comes_too_late_is_the_last():
    patience, late = Patience(0.02), threading.Event()
    resolve = patience.resolving(lambda host: host)
    ended = []

    def work():
        resolve("server")
        late.wait(10)
        try:
            patience.answered()
        except ConnectionError as error:
            ended.append(str(error))
            raise

    with pytest.raises(ConnectionError, match=r"no whole answer in timeout_s=0\.02"):
        patience.call(work)
    late.set()
    patience._worker.join(10)
    assert ended == ["given up already"]


def test_an_error_of_the_resolver_arrives():
    def nobody(_):
        raise socket.gaierror("no such name")

    with pytest.raises(socket.gaierror):
        resolved_in_time(nobody, 5)("server")
