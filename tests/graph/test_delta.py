"""A graph with other values equals a compilation from scratch, and shares what does not differ."""

from cards import moved, same_graph, scenario, shut
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.compiler import compile_tables
from corridors.graph.rates import Rates

BORDERS = ("xz-gamma", "xy-zeta", "yz-zeta", "xx-p", "zz-q")


OVERRIDES = st.one_of(
    st.builds(
        lambda b, v: moved("border_crossings", "hours", v, bcp_id=b),
        st.sampled_from(BORDERS),
        st.floats(0.1, 3),
    ),
    st.builds(
        lambda b, v: moved("border_crossings", "cost_usd", v, bcp_id=b),
        st.sampled_from(BORDERS),
        st.floats(0, 3),
    ),
    st.builds(lambda m: shut(mode=m), st.sampled_from(["road", "rail", "sea", "pipeline"])),
    st.builds(lambda n: shut(node_id=n), st.sampled_from(["xx-a", "yy-f", "zz-e", "xx-p"])),
    st.builds(
        lambda b: co.Override("close", "border_crossings", {"bcp_id": b}), st.sampled_from(BORDERS)
    ),
    st.just(co.Override("open", where={"link_id": "rail-ab"})),
    st.just(co.Override("close", "services", {"mode": "sea"})),
    st.builds(
        lambda m, v: moved("tariffs", "usd_per_km", v, mode=m),
        st.sampled_from(["road", "rail"]),
        st.floats(0, 3),
    ),
    st.builds(
        lambda v: moved("tariffs", "fixed_usd", v, "set", "USD", mode="rail"), st.floats(0, 50)
    ),
    st.builds(
        lambda m, v: moved("tariffs", "start_usd", v, "set", "USD", mode=m),
        st.sampled_from(["road", "rail"]),
        st.floats(0, 50),
    ),
    st.builds(
        lambda m, v: moved("speeds", "speed_kmh", v, mode=m),
        st.sampled_from(["road", "rail"]),
        st.floats(0.5, 2),
    ),
    st.builds(
        lambda v: moved("driving_limits", "driving_h_per_day", v, country="*"), st.floats(0.5, 2)
    ),
    st.builds(lambda v: moved("emission_factors", "g_per_tkm", v, mode="sea"), st.floats(0.5, 2)),
    st.builds(
        lambda c, v: moved("services", c, v, mode="sea"),
        st.sampled_from(["departures_per_week", "hours", "usd"]),
        st.floats(0.5, 2),
    ),
    st.builds(
        lambda c, v: moved("transshipments", c, v, node_id="zz-d"),
        st.sampled_from(["hours", "usd"]),
        st.floats(0, 2),
    ),
    st.builds(
        lambda v: moved("links", "speed_kmh", v, "set", "km/h", mode="rail"), st.floats(5, 90)
    ),
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(overrides=st.lists(OVERRIDES, min_size=1, max_size=4))
def test_a_delta_equals_a_compilation(toy, overrides):
    cards = [scenario(f"s{k}", override) for k, override in enumerate(overrides)]
    try:
        net = toy.apply(*cards)
    except co.ScenarioError as error:
        assert all("both change" in fault for fault in error.faults)  # noqa: PT017
        return
    tables = {name: net.table(name) for name in net.table_names}
    same_graph(compiled(net), compile_tables(tables, Rates(tables)))
    other = toy.apply(*reversed(cards))
    same_graph(compiled(net), compiled(other))
    for name, table in tables.items():
        assert repr(dict(other.table(name).columns)) == repr(dict(table.columns))


def test_a_delta_equals_a_compilation_on_the_embedded_network(net):
    card = scenario(
        "many",
        moved("tariffs", "usd_per_km", 1.3, mode="road"),
        moved("border_crossings", "hours", 0.5, mode="rail"),
        moved("services", "departures_per_week", 1.5, mode="ferry"),
        moved("transshipments", "hours", 0.5, country="KZ"),
        shut(passage="suez"),
        co.Override("open", where={"status": "planned", "mode": "rail"}),
    )
    after = net.apply(card)
    tables = {name: after.table(name) for name in after.table_names}
    same_graph(compiled(after), compile_tables(tables, Rates(tables)))
