"""How groups of options are added to commands, and old words go on working."""

import inspect

import pytest
from toy import toy_network

from corridors.cli.options import Asked, conditions, network


def test_a_group_takes_the_place_of_its_argument():
    @network
    @conditions.but(via="it is short")
    def plan(origin: str, asked: Asked, fast: bool = False):  # noqa: FBT001, FBT002  as typer has it
        """Plan."""
        return origin, asked, fast

    names = list(inspect.signature(plan).parameters)
    assert names[:2] == ["origin", "fast"]
    assert {"network", "as_of", "scenario", "weight", "departure"} <= set(names)
    assert "asked" not in names
    given = dict.fromkeys([name for name in names if name not in ("origin", "fast")])
    origin, asked, fast = plan(
        origin="A", fast=True, **{**given, "mode": ["rail,ferry", "sea"], "corridor": ["cpec"]}
    )
    assert (origin, fast, asked.file) == ("A", True, None)
    assert asked.conditions.modes == ("rail", "ferry", "sea")
    assert asked.conditions.corridor == "cpec"
    with pytest.raises(ValueError, match="plan takes no --via: it is short"):
        plan(origin="A", fast=True, **{**given, "via": ["B"]})
    with pytest.raises(ValueError, match="plan follows one --corridor, not 2"):
        plan(origin="A", fast=True, **{**given, "corridor": ["a,b"]})
    with pytest.raises(TypeError, match="there is no option 'wia' among"):
        conditions.but(wia="never")
    with pytest.raises(TypeError, match="there is no option 'wieght' among"):
        conditions.telling(wieght={"show_default": "time"})


def test_a_command_tells_its_own_default():
    @conditions.telling(weight={"show_default": "time"})
    def plan(asked: Asked):
        return asked

    @conditions
    def other(asked: Asked):
        return asked

    told = [
        inspect.signature(command).parameters["weight"].annotation.__metadata__[0].show_default
        for command in (plan, other)
    ]
    assert told == ["time", "cost"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("scenario", "rank", "Alpha", "Epsilon", "--data", "toy"), "scenario criticality"),
        (("convert", "toy", "-o", "x.geojson"), "export"),
    ],
)
def test_old_words_work_and_say_the_new_ones(run, tmp_path, monkeypatch, old, new):
    monkeypatch.chdir(tmp_path)
    toy_network().write(tmp_path / "toy")
    code, out, err = run(*old)
    assert code == 0
    assert out
    assert f"is called 'corridors {new}' now" in err
    assert run(*new.split(), *old[1 if new == "export" else 2 :])[1] == out
