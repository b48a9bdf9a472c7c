"""An id that a person can read out, type over and look up by its start."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mh_tui.errors import InvalidInput
from mh_tui.signals import signal_id
from mh_tui.signals.signal_id import ALPHABET, Prefix, read, show, subject_of

OFFICE, NONCE = b"o" * 16, b"n" * 16
SUBJECT = subject_of(OFFICE, NONCE)
SHOWN = show(SUBJECT)
subjects = st.integers(0, 2**75 - 1).map(lambda n: (n << 5).to_bytes(10, "big"))


def test_the_id_is_the_first_75_bits_of_a_hash_over_office_and_nonce():
    digest = hashlib.sha256(b"mh/subject/1\0" + OFFICE + NONCE).digest()
    bits = f"{int.from_bytes(digest, 'big'):0256b}"[:75]
    assert int.from_bytes(SUBJECT, "big") == int(bits, 2) << 5
    assert len(SUBJECT) == 10


def test_another_nonce_or_office_gives_another_id():
    assert len({SUBJECT, subject_of(OFFICE, b"m" * 16), subject_of(b"p" * 16, NONCE)}) == 3


def test_it_is_shown_as_four_groups_of_four():
    assert SHOWN == "29AR-4XR2-YH9K-8S75"
    assert show(bytes(10)) == "0000-0000-0000-0000"


def test_no_symbol_can_be_taken_for_another():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(subjects)
def test_every_id_can_be_typed_over(subject):
    shown = show(subject)
    assert len(shown) == 19
    for typed in (shown, shown.lower(), shown.replace("-", ""), f" {shown}\n"):
        assert read(typed) == subject


@given(subjects)
def test_i_and_l_count_as_one_and_o_as_zero(subject):
    shown = show(subject)
    for one, zero in (("I", "O"), ("l", "o"), ("i", "O"), ("L", "o")):
        assert read(shown.replace("1", one).replace("0", zero)) == subject


@given(subjects, st.integers(0, 15), st.integers(1, 31))
def test_one_wrong_symbol_is_always_noticed(subject, place, off):
    symbols = list(show(subject).replace("-", ""))
    symbols[place] = ALPHABET[(ALPHABET.index(symbols[place]) + off) % 32]
    with pytest.raises(InvalidInput) as caught:
        read("".join(symbols))
    assert (caught.value.code, caught.value.field) == ("mistyped_id", "id")


@given(subjects, st.integers(0, 14))
def test_two_neighbours_swapped_are_noticed_but_for_one_pair(subject, place):
    symbols = list(show(subject).replace("-", ""))
    pair = {symbols[place], symbols[place + 1]}
    symbols[place], symbols[place + 1] = symbols[place + 1], symbols[place]
    if len(pair) == 1 or pair == {"0", "Z"}:  # what Luhn cannot see
        assert read("".join(symbols)) == read(show(subject)) or pair == {"0", "Z"}
    else:
        with pytest.raises(InvalidInput, match="mistyped_id"):
            read("".join(symbols))


@given(subjects, st.integers(4, 15))
def test_a_start_stands_for_exactly_the_ids_that_begin_with_it(subject, length):
    shown = show(subject).replace("-", "")
    found = read(shown[:length])
    assert isinstance(found, Prefix)
    assert found.low <= subject <= found.high
    for edge in (found.low, found.high):
        assert show(edge).replace("-", "").startswith(shown[:length])
    below = int.from_bytes(found.low, "big") - 32
    above = int.from_bytes(found.high, "big") + 32
    for outside in (below, above):
        if 0 <= outside < 2**80:
            other = show(outside.to_bytes(10, "big")).replace("-", "")
            assert not other.startswith(shown[:length])


def test_fifteen_symbols_without_the_check_symbol_mean_one_id():
    assert read(SHOWN[:-1]) == Prefix(SUBJECT, SUBJECT)


def test_a_start_may_break_off_inside_a_group():
    assert read("29AR-") == read("29ar") == read("29A-R")


@pytest.mark.parametrize(
    "typed",
    ["", "29A", "29AU", "29AR-4XR2-YH9K-8S75-0", "29A*", "é29AR", "29 AR", "２９AR", "ſ29A"],
)
def test_what_cannot_be_an_id_is_refused_without_repeating_it(typed):
    with pytest.raises(InvalidInput) as caught:
        read(typed)
    assert (caught.value.code, caught.value.field) == ("invalid_id", "id")
    assert caught.value.detail == {"shortest": signal_id.SHORTEST}


@pytest.mark.parametrize("wrong", [b"", bytes(9), bytes(11), bytes(9) + b"\x01"])
def test_only_ten_bytes_with_an_empty_tail_are_an_id(wrong):
    with pytest.raises(ValueError, match="subject"):
        show(wrong)
