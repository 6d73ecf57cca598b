"""The line that says that a command is at work."""

from __future__ import annotations

import io
import logging
import sys
import time

import pytest

from corridors.cli.waiting import Waiting, rest

ERASED = "\r\x1b[2K"


class Terminal(io.StringIO):
    """A terminal that keeps all that is written."""

    def isatty(self):
        return True


def shown_on(monkeypatch):
    """Put both streams on one terminal: in the test, as pytest puts them back before it."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def until(screen, text):
    """Wait until the terminal has shown a text."""
    for _ in range(500):
        if text in screen.getvalue():
            return
        time.sleep(0.01)
    pytest.fail(f"{text!r} is not in {screen.getvalue()!r}")


def test_silence_is_broken_and_the_line_makes_room_for_what_follows(monkeypatch):
    screen = shown_on(monkeypatch)
    with Waiting("corridors", silent_s=0.02):
        until(screen, "corridors: at work, 0 s")
        sys.stdout.write("Answer\n")
        so_far = screen.getvalue()
    assert so_far.split("Answer")[0].endswith(ERASED)
    assert screen.getvalue().count("Answer\n") == 1
    assert sys.stdout is screen  # as it was


def test_the_line_goes_with_the_command_and_with_its_error(monkeypatch):
    screen = shown_on(monkeypatch)
    with pytest.raises(ValueError, match="wrong"), Waiting("x", silent_s=0.02):
        until(screen, "x: at work")
        raise ValueError("wrong")
    assert screen.getvalue().endswith(ERASED)
    end = screen.getvalue()
    time.sleep(0.1)
    assert screen.getvalue() == end


def test_nothing_is_said_before_its_time(monkeypatch):
    screen = shown_on(monkeypatch)
    with Waiting("corridors", silent_s=60):
        sys.stdout.write("quick\n")
    assert screen.getvalue() == "quick\n"


@pytest.mark.parametrize("term", ["dumb", None])
def test_pipes_and_dumb_terminals_stay_quiet(monkeypatch, term):
    shown_on(monkeypatch)
    if term:
        monkeypatch.setenv("TERM", term)
    else:
        monkeypatch.setattr(sys, "stderr", io.StringIO())
    before = sys.stdout, sys.stderr
    with Waiting("corridors", silent_s=0.01):
        assert (sys.stdout, sys.stderr) == before
        time.sleep(0.1)
    assert sys.stderr.getvalue() == ""


def test_streams_are_still_streams(monkeypatch):
    screen = shown_on(monkeypatch)
    with Waiting("corridors"):
        assert sys.stdout.isatty()
        sys.stdout.writelines(["a", "b"])
        assert screen.getvalue() == "ab"


def test_a_server_waits_by_its_nature(monkeypatch):
    screen = shown_on(monkeypatch)
    with Waiting("x", silent_s=0.02):
        until(screen, "x: at work")
        rest()
        end = screen.getvalue()
        time.sleep(0.1)
        assert screen.getvalue() == end
    rest()  # where nothing is said, nothing is to be stilled


def test_long_work_that_tells_how_far_it_is_has_a_bar(monkeypatch):
    screen, told = shown_on(monkeypatch), logging.getLogger("corridors.progress")
    with Waiting("corridors", silent_s=0.02):
        told.info("%s: %d %%", "state graph of 5 links", 50)
        until(screen, "s [######......] state graph of 5 links")
        told.info("%s: %d %%", "state graph of 5 links", 100)
        so_far = len(screen.getvalue())
        until_after(screen, "at work, 0 s", so_far)
        assert "[" not in screen.getvalue()[so_far:].replace("\x1b[", "")
    assert not told.handlers
    assert told.level == logging.NOTSET


def until_after(screen, text, place):
    for _ in range(500):
        if text in screen.getvalue()[place:]:
            return
        time.sleep(0.01)
    pytest.fail(f"{text!r} is not in what followed")
