"""The server as browsers and programs meet it: bad input is refused in a sentence."""

import json
import logging

import pytest

ON = "origin=Alpha&destination=Epsilon"
HOSTILE = "<script>alert(1)</script>\u202e\"'&;--"


@pytest.mark.parametrize(
    ("path", "status", "kind", "said"),
    [
        ("/route", 400, "ValueError", "origin is missing: give a place"),
        (f"/route?{ON}&weigth=time", 400, "ValueError", "there is no word 'weigth' here. Did you mean 'weight'?"),
        (f"/route?{ON}&weight=x", 400, "ValueError", "weight 'x' is not one of"),
        (f"/route?{ON}&cargo_t=much", 400, "ValueError", "cargo_t is a number, not 'much'"),
        (f"/route?{ON}&cargo_t=12,5", 400, "ValueError", "write it with a point, 12.5"),
        (f"/route?{ON}&usd_per_day=-1", 400, "ValueError", "usd_per_day must be from 0"),
        (f"/route?{ON}&usd_per_day=5&weight=time", 400, "ValueError", "give one of them"),
        (f"/route?{ON}&cargo_t=nan", 400, "ValueError", "cargo_t is a number, not 'nan'"),
        (f"/route?{ON}&cargo_t=31", 400, "ValueError", "a container holds up to 30 t, not 31"),
        (f"/route?{ON}&irregular=perhaps", 400, "ValueError", "irregular is true or false, not 'perhaps'"),
        (f"/route?{ON}&origin=Beta", 400, "ValueError", "origin is given 2 times: give it once"),
        (f"/route?{ON}&box=", 400, "ValueError", "box is empty"),
        (f"/route?{ON}&box=30ft", 400, "ValueError", "box '30ft' is not one of 20ft, 40ft"),
        (f"/route?{ON}&departure=soon", 400, "ValueError", "departure 'soon' is not of the form"),
        (f"/route?{ON}&corridor=nowhere", 404, "UnknownNameError", "there is no corridor 'nowhere'"),
        (f"/route?{ON}&scenario=suez-close", 404, "UnknownNameError", "there is no scenario 'suez-close'. Did you mean 'suez-closed' or"),
        (f"/route?{ON}&scenario=../../etc/passwd.toml", 404, "UnknownNameError", "there is no scenario"),
        ("/route?origin=Alpha&destination=Epsilom", 404, "UnknownNameError", "there is no place 'Epsilom'. Did you mean 'Epsilon'?"),
        ("/route?origin=Alpha&destination=Alpha", 400, "ValueError", "origin and destination are the same"),
        ("/route?origin=Alpha&destination=400,95", 400, "ValueError", "is not a (lon, lat) pair"),
        ("/route?origin=%FF%FE&destination=Alpha", 400, "ValueError", "the query is not text in UTF-8"),
        ("/route?origin=a%00b&destination=Alpha", 400, "ValueError", "origin has a character that is no letter"),
        (f"/route?{ON}&via={'x' * 201}", 400, "ValueError", "via has 201 letters: 200 at most"),
        (f"/route?{ON}" + "&avoid=IR" * 51, 400, "ValueError", "avoid has 51 values: 50 at most"),
        (f"/route?{ON}" + "&a=" * 201, 400, "ValueError", "Max number of fields exceeded"),
        (f"/route?{ON}&via={'x' * 9000}", 414, "TooLong", "8,192 at most"),
        (f"/compare?{ON}&within_days=-1", 400, "ValueError", "within_days must be from 0 to 3650, not -1"),
        (f"/pareto?{ON}&criterion=beauty", 400, "ValueError", "criterion 'beauty' is not one of"),
        (f"/report?{ON}&format=doc", 400, "ValueError", "format 'doc' is not one of html, xlsx, md, pdf"),
        (f"/report?{ON}&mode=rail", 400, "ValueError", "a report is of all ways and takes no mode"),
        ("/places", 400, "ValueError", "q is missing"),
        ("/nothing", 404, "NotHere", "there is no '/nothing' here"),
        ("/../../etc/passwd", 404, "NotHere", "there is no"),
        ("/%2e%2e/%2e%2e/etc/passwd", 404, "NotHere", "there is no"),
        ("/planner.js/../../words.py", 404, "NotHere", "there is no"),
        ("/assets/planner.html", 404, "NotHere", "there is no"),
    ],
)  # fmt: skip
def test_bad_questions_are_refused_in_a_sentence(refused, path, status, kind, said):
    found = refused(path)
    assert found[:2] == (status, kind)
    assert said in found[2]
    assert "corridors/" not in found[2]


@pytest.mark.parametrize(
    ("body", "media", "status", "said"),
    [
        (b"{", "application/json", 400, "the body is no JSON in UTF-8"),
        (b"\xff\xfe{}", "application/json", 400, "the body is no JSON in UTF-8"),
        (b'{"cargo_t": NaN}', "application/json", 400, "the body is no JSON in UTF-8"),
        (b"[" * 60_000, "application/json", 400, "the body is no JSON in UTF-8"),
        (b"[]", "application/json", 400, "the body is one JSON object of words"),
        (b'{"origin": {"a": 1}}', "application/json", 400, "origin is a text, not 'dict'"),
        (b'{"cargo_t": true}', "application/json", 400, "cargo_t is a number, not 'bool'"),
        (b'{"weight": {"cost": "x"}}', "application/json", 400, "origin is missing"),
        (b"origin=Alpha", "application/x-www-form-urlencoded", 400, "a body is JSON"),
        (b"x" * 70_000, "application/json", 413, "the body has more than 65,536 bytes"),
    ],
)
def test_bad_bodies_are_refused_in_a_sentence(client, body, media, status, said):
    reply = client.post("/route", content=body, headers={"Content-Type": media})
    assert reply.status_code == status
    assert said in reply.json()["error"]["message"]


def test_a_body_that_says_no_length_is_read_no_further_than_it_may_be(client):
    read = []

    def endless():
        for number in range(200):
            read.append(number)
            yield b" " * 65_536

    reply = client.post("/route", content=endless(), headers={"Content-Type": "application/json"})
    assert reply.status_code == 413


def test_words_stand_in_one_place(refused):
    found = refused(f"/route?{ON}", method="POST", json={"origin": "Alpha"})
    assert found == (400, "ValueError", "words are in the query or in the body, not in both")


def test_other_methods_are_not_answered(refused):
    assert refused(f"/route?{ON}", method="DELETE")[:2] == (405, "NotSo")


def test_a_name_of_several_places_is_asked_back(whole):
    reply = whole.get("/route", params={"origin": "Horgos", "destination": "Almaty"})
    error = reply.json()["error"]
    assert (reply.status_code, error["word"]) == (404, "origin")
    assert {place["country"] for place in error["choices"]} == {"CN", "KZ", "RS"}
    assert {place["kind"] for place in error["choices"]} == {"border_crossing"}


def test_a_position_is_not_asked_back_in_place_of_a_name(whole):
    for position in ("74.3,31.5", "74.59,31.6,PK"):
        reply = whole.get("/route", params={"origin": position, "destination": "Horgos"})
        assert reply.json()["error"]["word"] == "destination"


def test_a_word_that_is_no_place_is_not_taken_for_one(client):
    """Of a place to avoid the origin was told as unknown, where its name may mean several."""
    words = {"origin": "Alpha", "destination": "Epsilon", "avoid": "Epsilom"}
    reply = client.get("/route", params=words)
    assert reply.status_code == 404
    assert "word" not in reply.json()["error"]
    reply = client.get("/route", params={**words, "avoid": "sea", "via": "Nowhere"})
    assert reply.json()["error"]["word"] == "via"


def test_hostile_names_come_back_as_data_alone(client):
    reply = client.get("/route", params={"origin": HOSTILE, "destination": "Alpha"})
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/json"
    assert repr(HOSTILE) in json.loads(reply.text)["error"]["message"]
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_a_fault_of_the_program_is_logged_and_not_shown(client, monkeypatch, caplog):
    from corridors.routing import route as module

    def broken(*_, **__):
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(module, "route", broken)
    with caplog.at_level(logging.ERROR):
        reply = client.get(f"/route?{ON}&cargo_t=7")
    assert reply.status_code == 500
    assert "secret" not in reply.text
    assert "/secret/path" in caplog.text


def test_every_answer_tells_the_browser_what_it_may(client):
    for path in ("/", f"/route?{ON}", "/nothing", "/route", "/planner.js"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert not [name for name in headers if name.startswith("access-control")]


def test_what_the_page_asks_first_is_answered_before(toy, monkeypatch):
    """The page asks both verbs of all ways, then those of the way at the usual value of a day."""
    import asyncio

    from corridors.serve import app
    from corridors.serve.asked import Asked
    from corridors.serve.verbs import VERBS
    from corridors.serve.words import read_words
    from corridors.serve.work import Desk, Lane

    monkeypatch.setattr(app, "warm", lambda net: None)
    ends = {"origin": "xx-a", "destination": "zz-e"}

    async def kept():
        desk = Desk({"quick": Lane(1, 9, 60.0), "slow": Lane(1, 9, 60.0)})
        await app._warm(toy, desk, (*ends.values(),))

        def answer(name, **more):
            given = {word: [text] for word, text in {**ends, **more}.items()}
            asked = Asked(toy, read_words(VERBS[name].known, given))
            return desk.kept.get((name, asked.key()))

        compared = answer("compare")
        a_day = str(app.whole(json.loads(compared.body)["usd_per_day"]))
        found = [compared, answer("pareto"), answer("route", usd_per_day=a_day)]
        found += [answer("scene", usd_per_day=a_day)]
        found += [answer("tcd", usd_per_day=a_day, of="comparison", measure="time")]
        desk.close()
        return found

    assert all(asyncio.run(kept()))


def test_the_document_is_there(client):
    assert client.get("/openapi.json").json()["openapi"] == "3.1.0"


def test_many_questions_at_once_are_answered_or_refused(client):
    """500 at once: each has an answer or a sentence, and afterwards the server answers."""
    import asyncio

    import httpx

    async def ask():
        transport = httpx.ASGITransport(client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as many:
            asked = [many.get(f"/route?{ON}&cargo_t={k % 29 + 1}.{k}") for k in range(500)]
            return await asyncio.gather(*asked)

    replies = asyncio.run(ask())
    assert {reply.status_code for reply in replies} == {200, 429}
    busy = [reply for reply in replies if reply.status_code == 429]
    assert all(reply.json()["error"]["type"] == "Busy" for reply in busy)
    assert all(reply.headers["retry-after"] for reply in busy)
    assert client.get(f"/route?{ON}").status_code == 200
