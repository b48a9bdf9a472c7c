"""One file a fault, and the word that answers it: ``python -m tests.vectors.make DIR``.

- A function makes one file from the words of real devices, wrong in the one way it is named
  after; its decorator holds the outcome that CLI.md promises.
- The keys are made anew each time: a vector is its maker, not its bytes.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mh_tui.bundle import body, header
from mh_tui.bundle.outcome import Outcome
from mh_tui.journal.entry import LOCAL, REGION, Head, StreamKey
from mh_tui.services import admitting
from mh_tui.services.session import Session
from mh_tui.vault import sealing
from tests import region
from tests.vectors import forge
from tests.vectors.forge import (
    Line,
    entry,
    forgery,
    melding,
    next_line,
    padded,
    press,
    say,
    unsigned,
)

LOOSE = (
    region.Place("lost", "desk", "hoorn", "Lot"),
    region.Place("stranger", "desk", "opmeer", "Sam"),
)


@dataclass(frozen=True, slots=True)
class World:
    """We are ``focal``. ``lost`` was admitted and revoked, ``stranger`` never admitted."""

    desk: Session
    field: Session
    focal: Session
    other: Session
    coord: Session
    lost: Session
    stranger: Session
    practice: Session

    @property
    def office(self) -> bytes:
        return self.desk.me.office


@contextmanager
def outsiders(folder: Path) -> Iterator[tuple[Session, Session, Session]]:
    """(lost, stranger, practice), opened; nothing is ever written there."""
    region.make(folder / "loose", LOOSE)
    region.make(folder / "practice", LOOSE[1:], demo=True)
    beside, demo = region.Region(folder / "loose"), region.Region(folder / "practice")
    yield beside.open("lost"), beside.open("stranger"), demo.open("stranger")
    beside.close()
    demo.close()


def world(play: region.Region, beside: tuple[Session, Session, Session]) -> World:
    """The region of ``play``, and whoever does not belong."""
    lost, stranger, practice = beside
    region.admit(play["focal"], lost)
    admitting.revoke(play["focal"], lost.me.device.hex(), reason="laptop kwijt")
    play.record("desk")
    play.ship("desk", "focal")
    names = ("desk", "field", "focal", "other", "coord")
    desk, field, focal, other, coord = (play[name] for name in names)
    return World(desk, field, focal, other, coord, lost, stranger, practice)


Maker = Callable[[World], bytes]
VECTORS: dict[str, tuple[Outcome, Maker]] = {}


def answers(outcome: Outcome) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        VECTORS[maker.__name__] = (outcome, maker)
        return maker

    return keep


def honest(at: World) -> forge.Forgery:
    return say(at.desk, at.focal, melding(at.office))


# -- what is taken in -----------------------------------------------------------------


@answers(Outcome.IMPORTED)
def an_honest_bundle(at: World) -> bytes:
    return honest(at).make()


@answers(Outcome.IMPORTED)
def a_purged_entry_of_its_author(at: World) -> bytes:
    return say(at.desk, at.focal, None, melding(at.office)).make()


@answers(Outcome.ALREADY_KNOWN)
def nothing_at_all(at: World) -> bytes:
    return forgery(at.desk, at.focal).make()


@answers(Outcome.GAP)
def a_bundle_before_this_one_was_lost(at: World) -> bytes:
    line = next_line(at.desk, at.focal.me.office, [melding(at.office)])
    later = Line(line.stream, line.bodies, line.first + 3, os.urandom(32))
    return forgery(at.desk, at.focal, later).make()


# -- not ours, not theirs -------------------------------------------------------------


@answers(Outcome.NOT_FOR_US)
def sealed_for_another_office(at: World) -> bytes:
    return forgery(at.desk, at.coord).make()


@answers(Outcome.NOT_FOR_US)
def manifest_for_another_office_in_a_header_for_us(at: World) -> bytes:
    return honest(at).but(office=at.other.me.office).make()


@answers(Outcome.UNKNOWN_SENDER)
def a_sender_nobody_admitted(at: World) -> bytes:
    return say(at.stranger, at.focal, melding(at.stranger.me.office)).make()


@answers(Outcome.REVOKED_SENDER)
def words_of_a_lost_laptop(at: World) -> bytes:
    return say(at.lost, at.focal, melding(at.lost.me.office)).make()


@answers(Outcome.REVOKED_SENDER)
def a_receipt_from_a_lost_laptop(at: World) -> bytes:
    stream = StreamKey(at.focal.me.device, at.lost.me.office)
    ack = unsigned(stream, Head(40, os.urandom(32)))
    return forgery(at.lost, at.focal).but(acks=(ack,)).make()


# -- what may not be said -------------------------------------------------------------


@answers(Outcome.FORBIDDEN_KIND)
def a_kind_the_role_may_never_say(at: World) -> bytes:
    subject = os.urandom(9) + b"\0"
    fields = {"outcome": "dank", "text": "x"}
    return say(
        at.desk, at.focal, entry(at.office, "feedback.given", fields, subject=subject)
    ).make()


@answers(Outcome.FORBIDDEN_KIND)
def a_newer_version_of_a_kind_the_role_may_never_say(at: World) -> bytes:
    return say(at.desk, at.focal, entry(at.office, "feedback.given", {}, version=9)).make()


@answers(Outcome.FORBIDDEN_KIND)
def a_kind_for_inside_said_to_us(at: World) -> bytes:
    fields = {"name": "second_person_for_export", "value": False}
    return say(at.desk, at.focal, entry(at.office, "config.set", fields)).make()


@answers(Outcome.FORBIDDEN_KIND)
def a_signal_said_to_the_whole_region(at: World) -> bytes:
    return forgery(at.desk, at.focal, next_line(at.desk, REGION, [melding(at.office)])).make()


@answers(Outcome.FORBIDDEN_KIND)
def a_purged_entry_among_those_of_trust(at: World) -> bytes:
    return forgery(at.desk, at.focal, next_line(at.desk, REGION, [None])).make()


@answers(Outcome.FORBIDDEN_KIND)
def a_local_stream_that_should_never_leave(at: World) -> bytes:
    line = Line(StreamKey(at.desk.me.device, LOCAL), [entry(at.office, "audit.noted", {})])
    return forgery(at.desk, at.focal, line).make()


@answers(Outcome.FORBIDDEN_KIND)
def the_inside_of_the_senders_own_office(at: World) -> bytes:
    line = Line(StreamKey(at.desk.me.device, at.office), [melding(at.office)])
    return forgery(at.desk, at.focal, line).make()


@answers(Outcome.FORBIDDEN_KIND)
def words_of_another_office_relayed(at: World) -> bytes:
    stream = StreamKey(at.field.me.device, at.focal.me.office)
    line = Line(stream, [melding(at.field.me.office)], signer=at.field.keys)
    return forgery(at.desk, at.focal, line).make()


@answers(Outcome.FORBIDDEN_KIND)
def our_own_stream_from_another_office(at: World) -> bytes:
    stream = StreamKey(at.focal.me.device, at.office)
    line = Line(stream, [melding(at.focal.me.office)], signer=at.focal.keys)
    return forgery(at.desk, at.focal, line).make()


# -- two histories --------------------------------------------------------------------


@answers(Outcome.FORK)
def a_history_that_does_not_follow_ours(at: World) -> bytes:
    line = next_line(at.desk, at.focal.me.office, [melding(at.office)])
    return forgery(
        at.desk, at.focal, Line(line.stream, line.bodies, line.first, os.urandom(32))
    ).make()


@answers(Outcome.FORK)
def the_same_number_with_other_words(at: World) -> bytes:
    stream = StreamKey(at.desk.me.device, at.focal.me.office)
    return forgery(at.desk, at.focal, Line(stream, [melding(at.office)] * 9)).make()


@answers(Outcome.FORK)
def a_shorter_history_with_other_words(at: World) -> bytes:
    stream = StreamKey(at.desk.me.device, REGION)
    return forgery(at.desk, at.focal, Line(stream, [None])).make()


# -- signatures -----------------------------------------------------------------------


@answers(Outcome.BAD_SIGNATURE)
def head_signed_by_other_key(at: World) -> bytes:
    line = next_line(at.desk, at.focal.me.office, [melding(at.office)])
    forged = Line(line.stream, line.bodies, line.first, line.previous, at.field.keys)
    return forgery(at.desk, at.focal, forged).make()


@answers(Outcome.BAD_SIGNATURE)
def manifest_signed_by_other_key(at: World) -> bytes:
    return honest(at).but(signature=at.field.keys.signature).make()


@answers(Outcome.BAD_SIGNATURE)
def manifest_in_the_name_of_another_sender(at: World) -> bytes:
    name = at.field.me.device.hex()
    return honest(at).but(manifest=lambda fields: fields | {"sender": name}).make()


@answers(Outcome.BAD_SIGNATURE)
def manifest_signed_under_another_tag(at: World) -> bytes:
    def sign(message: bytes) -> bytes:
        return at.desk.keys.signature(message.replace(b"mh/manifest/1", b"mh/head/1"))

    return honest(at).but(signature=sign).make()


@answers(Outcome.BAD_SIGNATURE)
def a_slice_that_stops_before_its_head(at: World) -> bytes:
    shorter = say(at.desk, at.focal, melding(at.office), melding(at.office))

    def shorten(fields: dict[str, Any]) -> dict[str, Any]:
        (part,) = fields["slices"]
        part["last"] -= 1
        return fields | {"entries": 1}

    return shorter.but(manifest=shorten, frames=lambda frames: frames[:1]).make()


@answers(Outcome.BAD_SIGNATURE)
def words_changed_after_they_were_signed(at: World) -> bytes:
    return honest(at).but(frames=lambda frames: [frames[0].replace(b"nee", b"ja!")]).make()


# -- damage ---------------------------------------------------------------------------


@answers(Outcome.DAMAGED)
def cut_in_the_middle(at: World) -> bytes:
    made = honest(at).make()
    return made[: len(made) // 2]


@answers(Outcome.DAMAGED)
def one_byte_too_many(at: World) -> bytes:
    return honest(at).make() + b"\0"


@answers(Outcome.DAMAGED)
def replayed_under_another_header(at: World) -> bytes:
    sealed: list[bytes] = []

    def swap(head: bytes) -> bytes:
        sealed.append(head)
        return head

    made = honest(at).but(header=swap).make()
    fresh = header.make(os.urandom(32), body.new_key(), (at.focal.keys.card,), demo=False).raw
    return fresh + made[len(sealed[0]) :]


@answers(Outcome.DAMAGED)
def another_bundle_id_in_the_manifest(at: World) -> bytes:
    return honest(at).but(manifest=lambda fields: fields | {"bundle": "00" * 32}).make()


@answers(Outcome.DAMAGED)
def a_place_of_ours_that_holds_nothing(at: World) -> bytes:
    size = header.SEALED
    return honest(at).but(header=lambda head: head[:-size] + os.urandom(size)).make()


@answers(Outcome.DAMAGED)
def no_place_at_all(at: World) -> bytes:
    return honest(at).but(devices=()).make()


@answers(Outcome.DAMAGED)
def two_frames(at: World) -> bytes:
    return honest(at).but(pack=lambda plain: padded(press(plain) + press(b"more"))).make()


@answers(Outcome.DAMAGED)
def a_skippable_frame_first(at: World) -> bytes:
    hidden = struct.pack("<II", 0x184D2A50, 4) + b"hide"
    return honest(at).but(pack=lambda plain: padded(hidden + press(plain))).make()


@answers(Outcome.DAMAGED)
def padding_that_is_not_zero(at: World) -> bytes:
    return honest(at).but(pack=lambda plain: padded(press(plain), last=b"!")).make()


@answers(Outcome.DAMAGED)
def padding_that_is_too_long(at: World) -> bytes:
    return honest(at).but(pack=lambda plain: padded(press(plain), more=1)).make()


@answers(Outcome.DAMAGED)
def padding_that_is_too_short(at: World) -> bytes:
    return honest(at).but(pack=lambda plain: padded(press(plain), more=-1)).make()


@answers(Outcome.DAMAGED)
def no_frame_at_all(at: World) -> bytes:
    return honest(at).but(pack=lambda plain: bytes(64 * 1024)).make()


@answers(Outcome.DAMAGED)
def a_frame_that_never_ends(at: World) -> bytes:
    return honest(at).but(pack=lambda plain: padded(press(plain)[:-9])).make()


@answers(Outcome.DAMAGED)
def a_window_beyond_eight_mebibytes(at: World) -> bytes:
    huge = struct.pack("<I", 0xFD2FB528) + b"\x00" + bytes([(24 - 10) << 3]) + b"\x01\0\0"
    return honest(at).but(pack=lambda plain: padded(huge)).make()


@answers(Outcome.DAMAGED)
def fewer_entries_than_the_manifest_names(at: World) -> bytes:
    return honest(at).but(frames=lambda frames: []).make()


@answers(Outcome.DAMAGED)
def more_entries_than_the_manifest_names(at: World) -> bytes:
    room = honest(at).but(manifest=lambda fields: fields | {"bytes": 10_000_000})
    return room.but(frames=lambda frames: frames * 2).make()


@answers(Outcome.DAMAGED)
def a_slice_without_entries(at: World) -> bytes:
    return forgery(at.desk, at.focal, next_line(at.desk, at.focal.me.office, [])).make()


@answers(Outcome.DAMAGED)
def one_stream_twice(at: World) -> bytes:
    line = next_line(at.desk, at.focal.me.office, [melding(at.office)])
    return forgery(at.desk, at.focal, line, line).make()


@answers(Outcome.DAMAGED)
def a_thousand_receipts_for_one_stream(at: World) -> bytes:
    stream = StreamKey(at.focal.me.device, at.office)
    acks = tuple(unsigned(stream, Head(seq, bytes(32))) for seq in range(1, 1001))
    return honest(at).but(acks=acks).make()


@answers(Outcome.DAMAGED)
def a_manifest_that_is_no_json(at: World) -> bytes:
    return honest(at).but(plain=lambda plain: struct.pack(">I", 4) + b"{{{{" + plain[4:]).make()


@answers(Outcome.DAMAGED)
def a_manifest_with_a_key_too_many(at: World) -> bytes:
    return honest(at).but(manifest=lambda fields: fields | {"note": "x"}).make()


@answers(Outcome.DAMAGED)
def an_entry_shorter_than_its_salt(at: World) -> bytes:
    return honest(at).but(frames=lambda frames: [struct.pack(">BI", 0, 31) + bytes(31)]).make()


@answers(Outcome.DAMAGED)
def an_entry_of_an_unknown_make(at: World) -> bytes:
    return honest(at).but(frames=lambda frames: [b"\x02" + frames[0][1:]]).make()


@answers(Outcome.DAMAGED)
def a_bomb_of_zeros(at: World) -> bytes:
    return honest(at).but(pack=lambda plain: padded(_bomb(plain))).make()


def _bomb(plain: bytes) -> bytes:
    """A frame that begins honestly and goes on for two gibibytes of one byte."""
    start = b"\x28\xb5\x2f\xfd\x00" + bytes([13 << 3])
    start += struct.pack("<I", len(plain) << 3)[:3] + plain
    block = struct.pack("<I", (128 * 1024) << 3 | 2)[:3] + b"\0"
    return start + block * 16_383 + struct.pack("<I", 1 << 3 | 3)[:3] + b"\0"


# -- too large ------------------------------------------------------------------------


@answers(Outcome.TOO_LARGE)
def a_header_with_sixty_thousand_places(at: World) -> bytes:
    def crowd(head: bytes) -> bytes:
        return head[:42] + struct.pack(">H", 60_000) + head[44:]

    return honest(at).but(header=crowd).make()


@answers(Outcome.TOO_LARGE)
def an_entry_of_more_than_two_mebibytes(at: World) -> bytes:
    fields = {"reason": "x" * (2 << 20)}
    told = entry(at.office, "signal.withdrawn", fields, subject=bytes(10))
    return say(at.desk, at.focal, told).make()


@answers(Outcome.TOO_LARGE)
def more_bytes_than_the_manifest_names(at: World) -> bytes:
    return honest(at).but(manifest=lambda fields: fields | {"bytes": 10}).make()


@answers(Outcome.TOO_LARGE)
def totals_beyond_four_gibibytes(at: World) -> bytes:
    return honest(at).but(manifest=lambda fields: fields | {"bytes": 1 << 52}).make()


@answers(Outcome.TOO_LARGE)
def a_manifest_of_more_than_sixteen_mebibytes(at: World) -> bytes:
    return honest(at).but(plain=lambda plain: struct.pack(">I", (16 << 20) + 1) + plain[4:]).make()


@answers(Outcome.TOO_LARGE)
def a_bomb_of_entries(at: World) -> bytes:
    return honest(at).but(frames=lambda frames: [(frames[0] * 1000)] * 300).make()


@answers(Outcome.TOO_LARGE)
def a_nesting_bomb(at: World) -> bytes:
    told = b'{"kind":"x","v":1,"fields":' + b"[" * 50_000 + b"]" * 50_000 + b"}"
    return say(at.desk, at.focal, told).make()


# -- newer, other ---------------------------------------------------------------------


@answers(Outcome.NEWER_FORMAT)
def a_newer_bundle(at: World) -> bytes:
    return honest(at).but(header=lambda head: head[:8] + b"\0\x02" + head[10:]).make()


@answers(Outcome.NEWER_FORMAT)
def a_newer_manifest(at: World) -> bytes:
    return honest(at).but(manifest=lambda fields: fields | {"format": 2, "new": []}).make()


@answers(Outcome.NOT_A_BUNDLE)
def an_empty_file(at: World) -> bytes:
    return b""


@answers(Outcome.NOT_A_BUNDLE)
def a_text_of_somebody(at: World) -> bytes:
    return b"Beste collega, hierbij de signalen.\n" * 100


@answers(Outcome.NOT_A_BUNDLE)
def a_card(at: World) -> bytes:
    return at.desk.keys.card.raw


@answers(Outcome.NOT_A_BUNDLE)
def a_bundle_of_a_demonstration(at: World) -> bytes:
    return say(at.practice, at.focal, melding(at.practice.me.office)).but(demo=True).make()


# -- entries that are kept and set aside ----------------------------------------------

ASIDE: dict[str, tuple[str, Callable[[World], bytes]]] = {}
"""One faulty entry beside an honest one: (reason, maker of its body)."""


def aside(reason: str) -> Callable[[Callable[[World], bytes]], Callable[[World], bytes]]:
    def keep(maker: Callable[[World], bytes]) -> Callable[[World], bytes]:
        ASIDE[maker.__name__] = (reason, maker)
        return maker

    return keep


@aside("newer")
def a_kind_nobody_knows_yet(at: World) -> bytes:
    return entry(at.office, "signal.sung", {"notes": ["do", "re"]}, subject=bytes(10))


@aside("newer")
def a_newer_version_of_a_known_kind(at: World) -> bytes:
    return entry(at.office, "handover.melding", {"new": 1}, subject=bytes(10), version=2)


@aside("schema")
def a_field_of_the_wrong_type(at: World) -> bytes:
    return melding(at.office, content=forge.CONTENT | {"narrative": 7})


@aside("schema")
def a_story_of_a_million_characters(at: World) -> bytes:
    return melding(at.office, content=forge.CONTENT | {"narrative": "x" * 1_000_000})


@aside("schema")
def a_key_that_no_kind_has(at: World) -> bytes:
    return melding(at.office, photo="…")


@aside("schema")
def the_name_of_the_reporter_in_the_content(at: World) -> bytes:
    reporter = {"kind": "melder_balie", "name": "Anna", "contact": "06"}
    return melding(at.office, content=forge.CONTENT | {"reporter": reporter})


@aside("not_json")
def bytes_that_are_no_json(at: World) -> bytes:
    return b"\xff\xfe\x00 geen tekst"


@aside("not_json")
def an_empty_body(at: World) -> bytes:
    return b""


@aside("schema")
def a_list_where_a_body_should_be(at: World) -> bytes:
    return json.dumps([1, 2, 3]).encode()


@aside("schema")
def a_lone_surrogate(at: World) -> bytes:
    return melding(at.office).replace(b"Drie", b"\\ud800")


@aside("foreign_subject")
def the_signal_of_another_office_claimed(at: World) -> bytes:
    return melding(at.field.me.office, nonce=b"n" * 16).replace(
        b'"by":{"office":"' + at.field.me.office.hex().encode(),
        b'"by":{"office":"' + at.office.hex().encode(),
    )


@aside("foreign_subject")
def a_subject_that_its_nonce_does_not_give(at: World) -> bytes:
    return melding(at.office, subject=b"s" * 9 + b"\0")


@aside("author")
def words_in_the_name_of_another_office(at: World) -> bytes:
    return melding(at.field.me.office)


@aside("time")
def a_clock_in_1970(at: World) -> bytes:
    return melding(at.office, time=1 << 16)


@aside("time")
def a_clock_in_2500(at: World) -> bytes:
    return melding(at.office, time=16_725_225_600_000 << 16)


@aside("schema")
def a_clock_beyond_all_numbers(at: World) -> bytes:
    return melding(at.office, time=1 << 64)


@aside("schema")
def an_identity_that_was_never_sealed(at: World) -> bytes:
    fields = {"sealed": [{"device": at.focal.me.device.hex(), "box": "geen base64!"}]}
    return entry(at.office, "reporter.identity", fields, subject=bytes(10))


def main(folder: Path) -> None:
    """Write every vector as ``<outcome>/<name>.mhb``."""
    with tempfile.TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "stretch", region.quick)
        template = region.make(Path(made) / "template")
        with (
            region.region(template, Path(made) / "region") as play,
            outsiders(Path(made)) as beside,
        ):
            at = world(play, beside)
            for name, (outcome, maker) in VECTORS.items():
                target = folder / outcome / f"{name}.mhb"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(maker(at))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
