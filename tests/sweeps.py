"""Many scenarios of the toy network."""

import corridors as co

PAIRS = [("Alpha", "Epsilon"), ("Alpha", "Port Kappa"), ("Beta", "Delta")]


def cases(count=12):
    links = ["road-ab", "rail-bc", "rail-cd", "rail-de", "road-af", "road-fe", "sea-pq"]
    found = []
    for k in range(count):
        if k % 2:
            link = links[k % len(links)]
            override = co.Override("close", where={"link_id": link})
        else:
            where = {"bcp_id": ["xz-gamma", "xy-zeta", "zz-q"][k % 3]}
            override = co.Override(
                "change", "border_crossings", where, "hours", "multiply", 0.1 + k / 5
            )
        found.append(co.Scenario(f"case-{k}", f"Case {k}", (override,)))
    return found
