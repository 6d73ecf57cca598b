"""``corridors serve`` hands the network and the address to the server."""

import corridors.serve


def test_the_server_has_what_was_asked(run, monkeypatch, folder):
    seen = []

    def serve(net, **words):
        seen.append((net.name, words["host"], words["port"], words["allowed"]))
        words["told"]("http://127.0.0.1:9/")

    monkeypatch.setattr(corridors.serve, "serve", serve)
    code, out, _ = run("serve", "--network", folder, "--port", "9", "--allow-host", "a.example,b")
    assert code == 0
    assert seen[0][1:] == ("127.0.0.1", 9, ("a.example", "b"))
    assert out == "The planner is at http://127.0.0.1:9/ (Ctrl-C ends it)\n"
