"""Bytes from outside become values, or are refused with the place of what is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mh_tui.signals import json_text
from mh_tui.signals.record import parse
from tests.signals.conftest import refused, told


def values(raw: bytes) -> list[tuple[str, object]]:
    return [(item.path, item.data) for item in parse(raw)]


def test_one_object_has_no_prefix():
    assert values(b' {"a": "b"}\n') == [("", {"a": "b"})]


def test_an_object_may_be_written_over_several_lines():
    assert values(b'{\n "a":\n "b"\n}\n') == [("", {"a": "b"})]


def test_an_array_is_a_batch_also_with_one_signal():
    assert values(b'[{"a": "b"}]') == [("[0]", {"a": "b"})]
    assert values(b"[{}, {}]") == [("[0]", {}), ("[1]", {})]


def test_one_object_a_line_is_a_batch_and_empty_lines_do_not_count():
    raw = b'{"a": "1"}\n\n{"a": "2"}\r\n  \n{"a": "3"}'
    assert values(raw) == [("[0]", {"a": "1"}), ("[1]", {"a": "2"}), ("[2]", {"a": "3"})]


def test_a_line_separator_inside_a_text_ends_no_line():
    raw = '{"a": "x\u2028y\u0085z"}\n{"a": "2"}'.encode()
    assert values(raw)[0] == ("[0]", {"a": "x\u2028y\u0085z"})


def test_a_byte_order_mark_at_the_start_is_dropped():
    assert values(b'\xef\xbb\xbf{"a": "b"}') == [("", {"a": "b"})]


@pytest.mark.parametrize("raw", [b"", b"  \n", b"[]", b"\xef\xbb\xbf", b" [ ] "])
def test_an_empty_batch_is_refused(raw):
    error = refused(parse, raw)
    assert (error.code, error.field) == ("empty_batch", None)


@pytest.mark.parametrize(
    "raw", [b"\xff", b'{"a": "\xe9"}', b'{"a": "\xed\xa0\x80"}', b"\xfe\xff\x00{"]
)
def test_bytes_that_are_no_utf8_have_no_field(raw):
    error = refused(parse, raw)
    assert (error.code, error.field) == ("not_utf8", None)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"{", 1),
        (b"hallo", 1),
        (b"{'a': 1}", 1),
        (b'{"a": "b",}', 1),
        (b'{\n"a": "b"\n"c": 1}', 3),
        (b'{"a": "tab\there"}', 1),
        (b'{"a": "b"}\n{"a": ', 2),
        (b'{"a": "b"}\n\n\nx', 4),
        (b'{"a": "b"} {"a": "c"}', 1),
        (b'{"a": "b"}\n{"c": "d"} 1', 2),
        (b'[{"a": "b"}] []', 1),
        (b'{"a": 01}', 1),
        (b'{"a": "\\x"}', 1),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(raw, line):
    error = refused(parse, raw)
    assert (error.code, error.field, error.detail) == ("not_json", None, {"line": line})


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ('{"a": 1, "a": 2}', "a"),
        ('{"p": {"a": 1, "b": 2, "a": 1}}', "p.a"),
        ('{"p": [{}, {"a": 1, "a": 1}]}', "p[1].a"),
        ('[{}, {"a": {"b": 1, "b": 1}}]', "[1].a.b"),
        ('{}\n{"a": 1, "a": 1}', "[1].a"),
        ('{"a": 1, "\\u0061": 2}', "a"),
        ('[{"a": [[{"b": 1, "b": 1}]]}]', "[0].a[0][0].b"),
    ],
)
def test_a_key_that_is_there_twice_is_named_by_its_path(raw, path):
    error = refused(parse, raw.encode())
    assert (error.code, error.field) == ("duplicate_key", path)


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ('{"a": %s}', "a"),
        ('{"p": [{"a": "x"}, {"a": %s}]}', "p[1].a"),
        ('[{}, {"list": ["x", %s]}]', "[1].list[1]"),
        ('{}\n{"a": %s}', "[1].a"),
        ("[%s]", "[0]"),
    ],
)
def test_a_number_that_json_has_not_is_named_by_its_path(raw, path, word):
    error = refused(parse, (raw % word).encode())
    assert (error.code, error.field) == ("nan", path)


@pytest.mark.parametrize("half", ["\\ud800", "\\uDFFF", "x\\ud83dy", "\\ude42\\ud83d"])
@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ('{"a": "%s"}', "a"),
        ('{"p": {"a": ["x", "%s"]}}', "p.a[1]"),
        ('[{}, {"a": "%s"}]', "[1].a"),
        ('{}\n{"a": "%s"}', "[1].a"),
    ],
)
def test_half_a_character_is_named_by_its_path(raw, path, half):
    error = refused(parse, (raw % half).encode())
    assert (error.code, error.field) == ("surrogate", path)


def test_half_a_character_in_a_key_can_be_named_too():
    error = refused(parse, b'{"p": {"x\\ud800": 1}}')
    assert (error.code, error.field) == ("surrogate", "p.x\\ud800")


def test_a_whole_pair_of_surrogates_is_one_character():
    assert values(b'{"a": "\\ud83d\\ude42"}') == [("", {"a": "\U0001f642"})]


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":1,"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_a_nest_without_end_is_refused_and_nothing_breaks(raw):
    assert refused(parse, raw).code in ("too_deep", "not_json")


def test_a_duplicate_deep_inside_is_refused_and_nothing_breaks():
    deep = b"[" * 900 + b'{"a":1,"a":1}' + b"]" * 900
    assert refused(parse, b'{"x":' + deep + b"}").code in ("too_deep", "duplicate_key")


def test_a_file_over_64_mib_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(json_text, "LIMIT", 1)
    raw = b'"' + b"x" * (1024 * 1024 - 2) + b'"'
    assert parse(raw)
    error = refused(parse, raw + b" ")
    assert (error.code, error.field, error.detail) == ("too_large", None, {"limit": 1})


def test_the_limit_is_the_one_of_the_contract():
    assert json_text.LIMIT * json_text.MIB == 64 * 1024 * 1024


@pytest.mark.parametrize("number", ["1", "1.5", "1e999", "9" * 10_000, "-0"])
def test_a_number_of_any_length_is_only_a_number(number):
    [item] = parse(b'{"a": %s}' % number.encode())
    assert isinstance(item.data, dict)
    assert isinstance(item.data["a"], float)


def test_one_object_is_asked_where_many_make_no_sense():
    assert parse(b'{"a": "b"}', many=False)[0].data == {"a": "b"}
    assert refused(parse, b'[{"a": "b"}]', many=False).code == "wrong_type"
    assert refused(parse, b"{}\n{}", many=False).code == "not_json"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
objects = st.dictionaries(texts, texts | st.lists(texts, max_size=3), max_size=4)


@given(st.lists(objects, min_size=1, max_size=5), st.booleans())
def test_what_json_writes_is_read_back(batch, escaped):
    array = json.dumps(batch, ensure_ascii=escaped).encode()
    assert [item.data for item in parse(array)] == batch
    lines = "\n".join(json.dumps(one, ensure_ascii=escaped) for one in batch).encode()
    assert [item.data for item in parse(lines)] == batch


@given(
    st.binary(max_size=60) | st.text(alphabet='[]{}":,\\ud8NaI0 \n', max_size=40).map(str.encode)
)
def test_any_bytes_are_read_or_refused(raw):
    assert told(parse, raw) in (
        None,
        "not_utf8",
        "not_json",
        "empty_batch",
        "duplicate_key",
        "nan",
        "surrogate",
    )
