"""Lists of pairs in files."""

import pytest

import corridors as co
from corridors.network.places.pairs import merged


def write(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "pairs.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_pairs_with_their_weights(tmp_path):
    found = co.read_pairs(write(tmp_path, "origin,destination,tonnes\nA,B,12.5\nB,C,0\n"))
    assert found == co.Pairs((("A", "B"), ("B", "C")), (12.5, 0.0), "tonnes")
    found = co.read_pairs(write(tmp_path, 'Origin,Destination,TEU\n\n"67.3,24.9",B,7\n'))
    assert found == co.Pairs((((67.3, 24.9), "B"),), (7.0,), "teu")
    found = co.read_pairs(write(tmp_path, "\ufefforigin; destination \nA; B\n"))
    assert found == co.Pairs((("A", "B"),), (1.0,), "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("origin,destinations\nA,B\n", "pairs.csv:1: there is no column 'destination'. Did you"),
        ("origin,destination,wieght\nA,B,3\n", "there is no column 'wieght' of weights. Did you"),
        ("origin,destination\nA,\n", "pairs.csv:2: destination is empty"),
        ("origin,destination\nA\n", "pairs.csv:2: destination is empty"),
        ("origin,destination,teu\nA,B,many\n", "pairs.csv:2: teu 'many' is no number of 0 or more"),
        ("origin,destination,teu\nA,B,-1\n", "pairs.csv:2: teu '-1' is no number of 0 or more"),
        ("origin,destination\n", "pairs.csv: there is no pair"),
        ("", "pairs.csv:1: there is no column 'origin'"),
    ],
)
def test_faults_name_the_row(tmp_path, text, fault):
    with pytest.raises(co.DataError) as error:
        co.read_pairs(write(tmp_path, text))
    assert fault in str(error.value)


def test_other_encodings_and_no_file(tmp_path):
    with pytest.raises(co.DataError, match="is not UTF-8 text"):
        co.read_pairs(write(tmp_path, "origin,destination\nKapıkule,Ö\n", "utf-16"))
    with pytest.raises(FileNotFoundError, match="there is no file"):
        co.read_pairs(tmp_path / "none.csv")


def test_pairs_are_iterated_and_counted():
    pairs = co.Pairs((("A", "B"), ("B", "C"), ("A", "B")), (1.0, 2.0, 4.0), "weight")
    assert (list(pairs), len(pairs)) == ([("A", "B"), ("B", "C"), ("A", "B")], 3)
    assert merged(pairs) == co.Pairs((("A", "B"), ("B", "C")), (5.0, 2.0), "weight")


def test_weights_that_may_be_others_are_refused(tmp_path):
    """12,000 in two cells was 12; 1.500 in a file with semicolons was one and a half."""
    file = tmp_path / "pairs.csv"
    file.write_text("origin,destination,teu\nKarachi,Istanbul,12,000\n")
    with pytest.raises(co.DataError, match=r"pairs\.csv:2: has more cells than the first line"):
        co.read_pairs(file)
    file.write_text("origin;destination;teu\nKarachi;Istanbul;1.500\n")
    with pytest.raises(co.DataError, match=r"teu '1\.500' can be 1500 or 1\.5"):
        co.read_pairs(file)
