"""A bundle is taken in as it was sent, or not at all: every byte flipped, every prefix cut.

By default every byte of the header, of what is packed and of the edges of the sealed chunks, and
a sample of the padding; ``MH_TUI_CAMPAIGN=1`` takes every single byte (about five minutes).
"""

from __future__ import annotations

import io
import random

import pytest

from mh_tui.bundle import header
from mh_tui.bundle.outcome import BundleRefused, Outcome
from mh_tui.bundle.reader import OpenedBundle
from mh_tui.services import intake
from mh_tui.services.session import Session
from mh_tui.services.taking import Taker
from tests.region import CAMPAIGN, Region, heads, rows
from tests.vectors import forge
from tests.vectors.forge import melding, padded, press, say

CHUNK = 16 * 1024 + 16
"""A sealed chunk of Cobblestone-256, tag included."""

BODY = 44 + 2 * (header.KEY_ID + header.SEALED) + 56
"""Where the first chunk begins: behind the places of two devices and the key commitment."""


@pytest.fixture
def made(play: Region) -> bytes:
    play.record("desk", narrative="Kort")
    (path,) = play.export("desk", "focal")
    return path.read_bytes()


def answer(session: Session, raw: bytes) -> Outcome | None:
    """What the reader says, without touching the database; None: all of it was read."""
    try:
        opened = OpenedBundle(io.BytesIO(raw), session.keys, demo=False)
        with session.read() as connection:
            trust = session.trust(connection)
        for _part, _run in opened.verified(trust.card_of(opened.manifest.sender)).entries():
            pass
    except BundleRefused as refused:
        return refused.outcome
    return None


def places(made: bytes) -> list[int]:
    """Which bytes to look at: all where structure is, a sample of the rest."""
    if CAMPAIGN:
        return list(range(len(made)))
    near = set(range(BODY + 1500)) | set(range(len(made) - 40, len(made)))
    for edge in range(BODY, len(made), CHUNK):
        near |= {place for place in range(edge - 20, edge + 20) if place < len(made)}
    return sorted(near | set(range(0, len(made), 211)))


def test_a_whole_bundle_is_read(play: Region, made: bytes):
    assert answer(play["focal"], made) is None


def test_every_flipped_byte_is_refused(play: Region, made: bytes):
    focal, bits = play["focal"], random.Random(4)
    for place in places(made):
        changed = bytearray(made)
        changed[place] ^= 1 << bits.randrange(8)
        assert answer(focal, bytes(changed)) is not None, place


def test_every_prefix_is_refused(play: Region, made: bytes):
    focal = play["focal"]
    for size in places(made):
        assert answer(focal, made[:size]) in (Outcome.DAMAGED, Outcome.NOT_A_BUNDLE), size


def test_chunks_that_changed_places_are_refused(play: Region, made: bytes):
    focal = play["focal"]
    start = BODY
    first, second = made[start : start + CHUNK], made[start + CHUNK : start + 2 * CHUNK]
    swapped = made[:start] + second + first + made[start + 2 * CHUNK :]
    without = made[:start] + made[start + CHUNK :]
    assert len(swapped) == len(made)
    for changed in (swapped, without, made + first):
        assert answer(focal, changed) is Outcome.DAMAGED


def test_a_refused_file_changes_no_stream_and_no_row(play: Region, made: bytes, tmp_path):
    focal = play["focal"]
    before, shown = heads(focal), rows(focal, times=False)
    chosen = places(made)
    for number, place in enumerate(chosen[:: max(1, len(chosen) // 60)]):
        changed = bytearray(made)
        changed[place] ^= 0x80
        for name, raw in (("flip", bytes(changed)), ("cut", made[:place])):
            (tmp_path / f"{name}{number}.mhb").write_bytes(raw)
    results = intake.import_paths(focal, sorted(tmp_path.glob("*.mhb")))
    assert len(results) >= 100
    assert all(result.outcome not in ("imported", "already_known") for result in results)
    assert heads(focal) == before
    assert rows(focal, times=False) == shown


# -- inside: whoever holds the key of the file ---------------------------------------


class Stop(Exception):
    """Everything was taken; leave the streams as they were."""


def taken(session: Session, raw: bytes) -> Outcome | None:
    """The answer of the whole import, rolled back."""
    try:
        opened = OpenedBundle(io.BytesIO(raw), session.keys, demo=False)
        with session.write() as work:
            Taker(work, opened, None).take()
            raise Stop
    except BundleRefused as refused:
        return refused.outcome
    except Stop:
        return None


def test_every_flipped_byte_of_what_was_signed_is_refused(play: Region):
    """The addressee itself, or a desk that relays: the key of the file is no help."""
    focal, honest = play["focal"], say(play["desk"], play["focal"], melding(play.office("desk")))
    assert taken(focal, honest.make()) is None
    size = len(inside(honest))
    bits = random.Random(5)
    for place in range(0, size, 1 if CAMPAIGN else 4):
        bit = 1 << bits.randrange(8)

        def flip(plain: bytes, place: int = place, bit: int = bit) -> bytes:
            return plain[:place] + bytes([plain[place] ^ bit]) + plain[place + 1 :]

        assert taken(focal, honest.but(plain=flip).make()) is not None, place


def inside(honest: forge.Forgery) -> bytes:
    seen: list[bytes] = []

    def keep(plain: bytes) -> bytes:
        seen.append(plain)
        return plain

    honest.but(plain=keep).make()
    return seen[0]


def test_a_frame_with_a_flipped_byte_gives_the_same_words_or_none(play: Region):
    """A frame may be written in more ways than one, but never say anything else."""
    focal, honest = play["focal"], say(play["desk"], play["focal"], melding(play.office("desk")))
    same = 0
    size = len(press(inside(honest)))
    for place in range(0, size, 1 if CAMPAIGN else 3):

        def flip(plain: bytes, place: int = place) -> bytes:
            packed = press(plain)
            at = place % len(packed)
            return padded(packed[:at] + bytes([packed[at] ^ 0x04]) + packed[at + 1 :])

        same += answer(focal, honest.but(pack=flip).make()) is None
    assert same <= 3
