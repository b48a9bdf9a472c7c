"""The formulas of the journal never change: what is written today is checked in ten years."""

from __future__ import annotations

import json
import struct
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mh_tui.journal import entry, kinds, parsing, schemas
from mh_tui.journal.entry import Author, Head, StreamKey
from mh_tui.journal.streams import Journal
from mh_tui.services import inspecting
from mh_tui.signals import signal_id
from tests.region import Region

DEVICE, OFFICE = b"d" * 32, b"o" * 32
KEY = StreamKey(DEVICE, OFFICE)
hashes = st.binary(min_size=32, max_size=32)


def test_the_formulas_are_those_of_the_design():
    link, body, salt = b"l" * 32, b"{}", b"s" * 32
    assert sha256(b"mh/audience/1\0local").digest() == entry.LOCAL
    assert sha256(b"mh/audience/1\0region").digest() == entry.REGION
    assert entry.digest_of(salt, body) == sha256(b"mh/entry/1\0" + salt + body).digest()
    assert entry.first_link(KEY) == sha256(b"mh/first/1\0" + DEVICE + OFFICE).digest()
    expected = sha256(b"mh/link/1\0" + link + struct.pack(">Q", 7) + b"x" * 32).digest()
    assert entry.next_link(link, 7, b"x" * 32) == expected
    message = entry.head_message(KEY, Head(7, link), 9)
    assert message == b"mh/head/1\0" + DEVICE + OFFICE + struct.pack(">Q", 7) + link + (
        struct.pack(">Q", 9)
    )
    digest = sha256(b"mh/subject/1\0" + OFFICE + b"n" * 16).digest()
    subject = signal_id.subject_of(OFFICE, b"n" * 16)
    bits = int.from_bytes(digest, "big") >> (256 - 75)
    assert int.from_bytes(subject, "big") == bits << 5


@given(hashes, hashes, st.integers(min_value=1, max_value=1 << 40), hashes)
def test_every_part_of_a_link_counts(previous, digest, seq, other):
    made = entry.next_link(previous, seq, digest)
    assert made != entry.next_link(previous, seq + 1, digest)
    assert made == entry.next_link(previous, seq, digest)
    if other not in (previous, digest):
        assert made != entry.next_link(other, seq, digest)
        assert made != entry.next_link(previous, seq, other)


@given(st.integers(min_value=1, max_value=1 << 22), st.integers(min_value=0, max_value=1 << 39))
def test_a_row_tells_its_stream_and_its_place(stream, seq):
    assert entry.split_id(entry.entry_id(stream, seq)) == (stream, seq)


def test_a_body_is_encoded_once_and_names_the_user_only_where_it_may():
    body = entry.encode("audit.noted", 1, 5, Author(OFFICE, "Anna"), None, {"é": "\u2028\0"})
    assert json.loads(body)["by"] == {"office": OFFICE.hex(), "user": "Anna"}
    assert "é".encode() in body
    without = entry.encode("audit.noted", 1, 5, Author(OFFICE), None, {})
    assert b"user" not in without


def test_every_kind_has_a_schema_and_a_number_of_its_own():
    assert set(schemas.FIELDS) == set(kinds.BY_NAME)
    assert len({kind.number for kind in kinds.KINDS}) == len(kinds.KINDS)
    for kind in kinds.KINDS:
        setting = kind.fold in (kinds.Fold.TRUST, kinds.Fold.OFFICE)
        assert (kind.number <= kinds.LAST_SETTING) == setting


@pytest.mark.parametrize("change", ["body", "salt", "link", "seq", "gone"])
def test_verify_finds_a_stream_that_was_changed(play: Region, change: str):
    play.record("desk")
    play.record("desk")
    desk = play["desk"]
    with desk.vault.database.write() as connection:
        journal: Journal = desk.journal
        stream = journal.stream(connection, StreamKey(desk.me.device, desk.me.office))
        assert stream is not None
        row = entry.entry_id(stream.id, stream.head.seq - 1)
        sql = {
            "body": "UPDATE entry SET body = CAST(body || ' ' AS BLOB) WHERE id=?",
            "salt": "UPDATE entry SET salt = zeroblob(32) WHERE id=?",
            "link": "UPDATE entry SET link = zeroblob(32) WHERE id=?",
            "seq": "UPDATE entry SET id = id + 1000 WHERE id=?",
            "gone": "DELETE FROM entry WHERE id=?",
        }[change]
        connection.exec_driver_sql(sql, (row,))
    found = [one["code"] for one in inspecting.verify(desk)["problems"]]
    assert "broken_chain" in found


# -- bodies from outside --------------------------------------------------------------


@given(st.binary(max_size=300))
def test_any_bytes_are_a_body_or_a_fault(body):
    assert isinstance(parsing.parse(body), dict | parsing.Fault)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    )
)
def test_any_json_is_a_body_or_a_fault(value):
    for body in (value, {"kind": "signal.withdrawn", "v": 1, "fields": value}):
        assert isinstance(parsing.parse(json.dumps(body).encode()), parsing.Fault)


@pytest.mark.parametrize(("depth", "why"), [(15, "newer"), (16, "nesting"), (200_000, "nesting")])
def test_sixteen_levels_and_no_more(depth: int, why: str):
    inner = b'[{"a": ["]]{{\\"[["]}]' if depth < 12 else b""
    body = b'{"kind":"x","v":1,"f":' + b"[" * depth + inner + b"]" * depth + b"}"
    fault = parsing.parse(body)
    assert isinstance(fault, parsing.Fault)
    assert fault.why == why


@pytest.mark.parametrize(
    "body",
    [b'\\"' * 900_000, b'"' * 1_900_000, b'"' + b'a\\"' * 600_000 + b"\\", b"][" * 900_000,
     b"[" * 1_900_000, b"{" * 900_000 + b"}" * 900_000, b'"' + b"\\" * 1_900_000],
    ids=["escapes", "quotes", "open text", "reversed", "open", "deep", "backslashes"],
)  # fmt: skip
def test_no_body_keeps_us_busy(body: bytes):
    from time import process_time

    begun = process_time()
    assert isinstance(parsing.parse(body), parsing.Fault)
    assert process_time() - begun < 2
