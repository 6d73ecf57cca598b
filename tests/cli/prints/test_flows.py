"""What ``corridors flow`` prints."""

from flows_toy import scarce_flows, scarce_network
from toy import table

import corridors as co
from corridors.cli.prints.flows import print_build, print_flows

BOXES = {"origin": "Alpha", "destination": "Epsilon", "quantity": 20, "unit": "teu"}


def shown(capsys, found):
    print_flows(found)
    return capsys.readouterr().out


def test_it_tells_who_is_carried_what_is_not_and_what_is_scarce(tmp_path, capsys):
    told = " ".join(shown(capsys, scarce_flows(tmp_path)).split())
    assert "│ East │ 200 t │ 200 t │ 100 % │" in told
    assert "│ Gas │ 1.47 Mt │ 735 kt │ 50 % │ gas-line 100 % │" in told
    assert "Gas Field (XX) - Gas Hub (XX) │ gas │ 735 kt │ 50 % │ full: pipe-gh" in told
    assert "│ rail-bc │ t a year │ 120 │ 100 % │ 24.2 │ toy (assumed) │" in told


def test_a_price_that_rests_on_what_is_not_carried_is_marked_and_others_are_not(tmp_path, capsys):
    told = shown(capsys, scarce_flows(tmp_path))
    row = next(line for line in told.splitlines() if "bcm a year" in line)
    assert "*" in row
    row = next(line for line in told.splitlines() if "rail-bc" in line)
    assert "*" not in row
    assert "(--lost)" in told


def test_what_is_hardly_used_is_not_called_scarce(tmp_path, capsys):
    """40 t of 200 pass the border of the road."""
    assert "xy-zeta" not in shown(capsys, scarce_flows(tmp_path))


def test_where_nothing_is_scarce_it_says_so(tmp_path, capsys):
    net = scarce_network([("rail-bc", "link", 1e6, "t_per_year")])
    told = shown(capsys, scarce_flows(tmp_path, net))
    assert "nothing is scarce" in told
    assert "What is not carried (" not in told


def test_it_fits_a_terminal_of_eighty_columns(tmp_path, capsys, monkeypatch):
    from rich.console import Console

    monkeypatch.setattr(
        "corridors.cli.prints.flows.wide_console", lambda: Console(highlight=False, width=80)
    )
    told = shown(capsys, scarce_flows(tmp_path)).split("32 ")[0]
    table = [line for line in told.splitlines() if line.startswith(("│", "┃"))]
    assert table
    assert max(map(len, table)) <= 80
    assert "rail-bc" in told


def test_what_only_waits_with_congestion_is_not_called_scarce(tmp_path, capsys):
    """The border of the road is a fifth full: each more makes others wait, and none is lost."""
    found = scarce_flows(tmp_path, congestion=True)
    rests = found.to_dataframe("capacities").set_index("subject")["rests_on"]
    assert rests["xy-zeta"] == "waiting"
    scarce = sum(rests.isin(["lost", "detours"]))
    assert f"{scarce} capacities scarce" in shown(capsys, found)


def test_empty_boxes_are_told_in_teu(tmp_path, capsys):
    rows = "origin,destination,quantity,t_per_teu,group\nAlpha,Epsilon,2000,0.001,Empty\n"
    (tmp_path / "empty.csv").write_text(rows, encoding="utf-8")
    told = " ".join(shown(capsys, co.flows(scarce_network([]), tmp_path / "empty.csv")).split())
    assert "│ Empty │ 2,000 TEU │ 2,000 TEU │ 100 % │" in told


def test_projects_that_save_nothing_are_named_in_a_sentence(tmp_path, capsys):
    (tmp_path / "boxes.csv").write_text(
        "origin,destination,quantity\nAlpha,Epsilon,20\n", encoding="utf-8"
    )
    cards = [
        co.Scenario(
            name, name.upper(),
            (co.Override("change", "capacities", {"subject": subject}, "capacity", "set", 1e6),),
        )
        for name, subject in (("rail", "rail-bc"), ("pipe", "pipe-gh"))
    ]  # fmt: skip
    costs = [
        {"card_id": name, "capex": 1e-5, "lifetime_years": 10.0, "om_share": 0.0}
        for name in ("rail", "pipe")
    ]
    net = scarce_network().replaced({"project_costs": table("project_costs", costs)})
    found = co.build_first(net, cards, tmp_path / "boxes.csv", weight="cost")
    print_build(found)
    told = " ".join(capsys.readouterr().out.split())
    assert "build RAIL, in this order" in told
    assert "Saves nothing alone, and is not chosen: PIPE." in told
    assert "was searched anew" in told
    assert told.count("PIPE") == 1


def test_what_is_not_built_says_why(capsys):
    """10 USD are left of 20, and the cheaper of the others costs 11."""
    costs = {"rail": 1e-5, "pipe": 1.1e-5, "dear": 1.0}
    rows = [
        {"card_id": name, "capex": musd, "lifetime_years": 10.0, "om_share": 0.0}
        for name, musd in costs.items()
    ]
    cards = [
        co.Scenario(
            name, name.upper(),
            (co.Override("change", "capacities", {"subject": subject}, "capacity", "set", 1e6),),
        )
        for name, subject in (("rail", "rail-bc"), ("pipe", "xy-zeta"), ("dear", "pipe-gh"))
    ]  # fmt: skip
    net = scarce_network().replaced({"project_costs": table("project_costs", rows)})
    print_build(co.build_first(net, cards, [BOXES], weight="cost", budget_musd=2e-5))
    told = " ".join(capsys.readouterr().out.split())
    assert "Not spent: 10 USD." in told
    assert "Costs more than is left: PIPE." in told
    assert "Costs more than the budget: DEAR." in told


def test_names_are_no_markup(capsys):
    rows = [{"origin": "Alpha", "destination": "Epsilon", "quantity": 1, "group": "[/x] [red]a"}]
    print_flows(co.flows(scarce_network(), rows))
    assert "[/x] [red]a" in capsys.readouterr().out
