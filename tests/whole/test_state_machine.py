"""A few sequences of the machine of networks; long runs: ``benchmarks/trust/machines.py``."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine import Machine


class Quick(Machine):
    """The machine, with the formats that are written quickly."""

    formats = ("folder", "csv", "graphml", "gmns", "geojson")


def test_whatever_is_done_in_whatever_order():
    run_state_machine_as_test(
        Quick,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
