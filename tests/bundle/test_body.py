"""The sealed body gives back what went in, whatever its size, and hides how long it was."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mh_tui.bundle import body
from mh_tui.bundle.limits import LIMITS, MIB
from mh_tui.bundle.outcome import BundleRefused, Outcome
from tests.region import CAMPAIGN

MANY = settings(max_examples=2000 if CAMPAIGN else 40, deadline=None)


def sealed(pieces: list[bytes], key: bytes, context: bytes = b"head") -> bytes:
    out = io.BytesIO()
    body.write(out, key, context, pieces)
    return out.getvalue()


def opened(raw: bytes, key: bytes, context: bytes = b"head") -> bytes:
    return b"".join(body.read(io.BytesIO(raw), key, context))


@MANY
@given(st.lists(st.binary(max_size=5000), max_size=8))
def test_what_went_in_comes_out(pieces: list[bytes]):
    key = body.new_key()
    assert opened(sealed(pieces, key), key) == b"".join(pieces)


@MANY
@given(st.integers(min_value=0, max_value=3 * MIB), st.randoms(use_true_random=False))
def test_large_bodies_come_out_in_pieces_of_bounded_size(size: int, rng):
    key = body.new_key()
    plain = rng.randbytes(size // 2) + bytes(size - size // 2)
    raw = sealed([plain], key)
    pieces = list(body.read(io.BytesIO(raw), key, b"head"))
    assert b"".join(pieces) == plain
    assert max(map(len, pieces), default=0) <= body.PIECE


def test_short_bodies_all_have_the_same_length():
    key = body.new_key()
    sizes = {len(sealed([bytes(range(256)) * count], key)) for count in (0, 1, 20, 200)}
    assert len(sizes) == 1


@given(st.integers(min_value=1, max_value=1 << 40))
def test_padding_adds_at_most_an_eighth_and_forgets_the_low_bits(size: int):
    padded = body.padme(size)
    assert size <= padded <= size * 1.12 + 1
    assert body.padme(padded) == padded
    exponent = size.bit_length() - 1
    kept = exponent.bit_length()
    assert padded % (1 << max(0, exponent - kept)) == 0


@pytest.mark.parametrize("context", [b"", b"hea", b"head2", b"Head"])
def test_a_body_opens_under_its_own_header_only(context: bytes):
    key = body.new_key()
    with pytest.raises(BundleRefused) as caught:
        opened(sealed([b"words"], key), key, context)
    assert caught.value.outcome is Outcome.DAMAGED


def test_a_body_of_another_key_does_not_open():
    with pytest.raises(BundleRefused):
        opened(sealed([b"words"], body.new_key()), body.new_key())


def test_the_same_words_never_look_the_same_twice():
    key = body.new_key()
    assert sealed([b"words"], key) != sealed([b"words"], key)


def test_the_smallest_body_is_padded_to_what_the_limits_say():
    key = body.new_key()
    assert len(sealed([], key)) >= LIMITS.padding
