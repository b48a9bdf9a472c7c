"""Somebody who is admitted, with real keys, tries what is not theirs to do."""

from __future__ import annotations

import base64
import json
import os
import shutil
from typing import Any

import pytest

from mh_tui.bundle.manifest import Ack
from mh_tui.bundle.outcome import Outcome
from mh_tui.errors import InvalidInput, NotAllowed
from mh_tui.journal.entry import REGION, Head, StreamKey
from mh_tui.projection import listing
from mh_tui.services import feedback, handover, inspecting, intake, reading, recording
from mh_tui.services.session import Session
from mh_tui.signals import signal_id
from mh_tui.vault import sealing
from tests.region import Region, assert_fold_is_fresh, heads
from tests.vectors.forge import CONTENT, entry, forgery, melding, say, unsigned


def send(play: Region, name: str, to: str, *bodies: bytes, **changes: Any) -> Outcome:
    path = play.folder / f"{os.urandom(4).hex()}.mhb"
    path.write_bytes(say(play[name], play[to], *bodies).but(**changes).make())
    (outcome,) = play.take(to, path)
    assert_fold_is_fresh(play[to])
    return outcome


def subject_of(signal: str) -> bytes:
    subject = signal_id.read(signal)
    assert isinstance(subject, bytes)
    return subject


def lines(session: Session) -> list[listing.Line]:
    return reading.page(session, listing.Filter())[0]


@pytest.fixture
def signal(play: Region) -> str:
    """A signal of the desk that the focal point has."""
    made = play.record(
        "desk", reporter={"kind": "melder_balie", "name": "Zwaluw", "contact": "06-12345678"}
    )
    play.settle()
    return made


# -- the signal of another office -----------------------------------------------------


def test_nobody_withdraws_the_signal_of_another_office(play: Region, signal: str):
    told = entry(
        play.office("field"), "signal.withdrawn", {"reason": "weg"}, subject=subject_of(signal)
    )
    assert send(play, "field", "focal", told) is Outcome.IMPORTED
    assert reading.show(play["focal"], signal)["state"] == "ontvangen"


def test_nobody_makes_the_signal_of_another_office_theirs(play: Region, signal: str):
    with play["focal"].read() as connection:
        found = reading.find(play["focal"], connection, signal)
    nonce = bytes.fromhex(found.copy.versions[0].fields["nonce"])
    claimed = melding(
        play.office("field"),
        subject=subject_of(signal),
        nonce=nonce,
        office=play.office("desk").hex(),
    )
    assert send(play, "field", "focal", claimed) is Outcome.IMPORTED
    (line,) = lines(play["focal"])
    assert line.sender == play.office("desk")
    assert len(inspecting.verify(play["focal"])["notices"]) == 1


def test_an_amendment_of_another_office_changes_nothing(play: Region, signal: str):
    with play["focal"].read() as connection:
        found = reading.find(play["focal"], connection, signal)
    version = found.copy.versions[0]
    nonce = bytes.fromhex(version.fields["nonce"])
    changed = melding(
        play.office("field"),
        subject=subject_of(signal),
        nonce=nonce,
        office=play.office("desk").hex(),
        base=[version.digest.hex()],
        content=CONTENT | {"narrative": "Niets aan de hand"},
    )
    send(play, "field", "focal", changed)
    assert "Drie paspoorten" in reading.show(play["focal"], signal)["narrative"]


def test_a_copy_from_a_second_office_stays_a_second_copy(play: Region, signal: str):
    shown = handover.preview(
        play["focal"], signal, profile="doorzetten", to=play.office("other").hex(),
        legal_basis="wgs_riec",
    )  # fmt: skip
    handover.approve(play["focal"], shown)
    play.settle()
    for name in ("focal", "other"):
        shown = handover.preview(
            play[name], signal, profile="tafel", to=play.office("coord").hex(),
            legal_basis="wgs_riec",
        )  # fmt: skip
        handover.approve(play[name], shown)
    play.settle()
    assert {line.sender for line in lines(play["coord"])} == {
        play.office("focal"),
        play.office("other"),
    }
    with pytest.raises(InvalidInput, match="to_needed"):
        feedback.give(play["coord"], signal, outcome="dank")


# -- answers that nobody asked for ----------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("signal.status", {"state": "afgesloten", "receipt": "read"}),
        ("feedback.given", {"outcome": "geen_mensenhandel", "text": "Laat maar"}),
        ("feedback.reply", {"item": "00" * 32, "text": "Bel mij op 06"}),
        ("feedback.read", {"item": "00" * 32}),
    ],
)
def test_an_answer_counts_only_from_whom_the_signal_was_handed_to(
    play: Region, signal: str, kind: str, fields: dict[str, str]
):
    from tests.region import admit

    admit(play["desk"], play["other"])
    admit(play["other"], play["desk"])
    before = reading.show(play["desk"], signal)
    told = entry(play.office("other"), kind, fields, subject=subject_of(signal))
    assert send(play, "other", "desk", told) is Outcome.IMPORTED
    assert reading.show(play["desk"], signal) == before
    assert feedback.inbox(play["desk"], everything=True) == []


def test_a_reading_receipt_counts_only_from_whom_the_answer_went_to(play: Region, signal: str):
    given = feedback.give(play["focal"], signal, outcome="dank")
    told = entry(
        play.office("field"),
        "feedback.read",
        {"item": given.feedback.hex()},
        subject=subject_of(signal),
    )
    send(play, "field", "focal", told)
    assert reading.show(play["focal"], signal)["receipt"] == "fed_back"


def test_words_of_another_office_name_no_user_of_ours(play: Region):
    told = melding(play.office("desk"), user="Dewi")
    assert send(play, "desk", "focal", told) is Outcome.IMPORTED
    (line,) = lines(play["focal"])
    assert line.author is None
    shown = reading.show(play["focal"], signal_id.show(line.subject))
    assert {event["by"] for event in shown["history"]} == {play.office("desk").hex()}


# -- the identity of a reporter -------------------------------------------------------


def test_who_reported_is_read_by_the_focal_point_alone(play: Region, signal: str):
    assert reading.show(play["focal"], signal)["reporter"]["name"] == "Zwaluw"
    assert reading.show(play["focal2"], signal)["reporter"]["name"] == "Zwaluw"
    shown = handover.preview(
        play["focal"], signal, profile="tafel", to=play.office("coord").hex(),
        legal_basis="wgs_riec",
    )  # fmt: skip
    handover.approve(play["focal"], shown)
    play.settle()
    for name in ("desk", "desk2", "coord", "other", "field"):
        session = play[name]
        with session.read() as connection:
            bodies = connection.exec_driver_sql("SELECT body FROM entry").scalars().all()
        assert not any(b"Zwaluw" in body for body in bodies if body)
        if name in ("desk", "coord"):
            assert "Zwaluw" not in json.dumps(reading.show(session, signal))
    with play["focal"].read() as connection:
        words = connection.exec_driver_sql("SELECT words FROM signal").scalars().all()
    assert not any("Zwaluw" in text for text in words if text)


def test_an_identity_for_another_signal_does_not_open(play: Region, signal: str):
    """A box is bound to its signal: it cannot be moved to one of our own."""
    with play["focal"].read() as connection:
        found = reading.find(play["focal"], connection, signal)
    (item,) = found.folded.identities
    assert item.fields is not None
    nonce = os.urandom(16)
    mine = signal_id.subject_of(play.office("desk"), nonce)
    moved = entry(play.office("desk"), "reporter.identity", item.fields, subject=mine)
    send(play, "desk", "focal", melding(play.office("desk"), nonce=nonce), moved)
    shown = reading.show(play["focal"], signal_id.show(mine))
    assert "name" not in shown["reporter"]


@pytest.mark.parametrize(
    "identity",
    [b"5", b"[]", b'"x"', b"null", b"{", b"\xff", b"[" * 2000, b'{"name": [1, {}]}'],
    ids=["number", "list", "text", "null", "cut", "bytes", "nested", "odd"],
)
def test_a_sealed_identity_that_is_nonsense_does_not_stop_the_reading(play: Region, identity):
    office, focal = play.office("desk"), play["focal"]
    nonce = os.urandom(16)
    subject = signal_id.subject_of(office, nonce)
    info = b"mh/identity/1\0" + subject + focal.me.device
    box = sealing.seal(focal.keys.card.identity, identity, info)
    sealed = [{"device": focal.me.device.hex(), "box": base64.b64encode(box).decode()}]
    told = entry(office, "reporter.identity", {"sealed": sealed}, subject=subject)
    send(play, "desk", "focal", melding(office, nonce=nonce), told)
    assert reading.show(play["focal"], signal_id.show(subject))["state"] == "ontvangen"


# -- contents that are strange --------------------------------------------------------

BARE: dict[str, Any] = {"context": "balie_brp"}


@pytest.mark.parametrize(
    "content",
    [
        {},
        BARE,
        BARE | {"observed_at": "gisteren"},
        BARE | {"observed_at": "0001-01-01T00:00:00+14:00"},
        BARE | {"observed_at": "9999-12-31T23:59:59-14:00"},
        BARE | {"observed_at": "2026-11-20T10:00"},
        BARE | {"forms": ["x" * 500] * 50, "municipality": "\x1b[2J\0\u202e"},
        BARE | {"narrative": '"); DROP TABLE signal; -- \0 \x1b]0;x\x07' * 100},
        BARE | {"persons": [{}], "place": {}, "organisations": [{}], "vehicles": [{}]},
        BARE | {"advice": "bel_112_nu", "why": ["ZZZ-99"], "acute": "misschien"},
    ],
    ids=lambda content: json.dumps(content)[:40],
)
def test_whatever_stands_in_a_signal_it_can_be_read_answered_and_handed_on(
    play: Region, content: dict[str, Any]
):
    assert send(play, "desk", "focal", melding(play.office("desk"), content=content)) is (
        Outcome.IMPORTED
    )
    (line,) = lines(play["focal"])
    signal = signal_id.show(line.subject)
    reading.show(play["focal"], signal)
    reading.line_json(line)
    reading.page(play["focal"], listing.Filter(words="paspoort drop"))
    for profile in ("tafel", "registratie"):
        shown = handover.preview(
            play["focal"],
            signal,
            profile=profile,
            to=play.office("coord").hex(),
            legal_basis="wgs_riec",
            given={"form": "arbeid"} if profile == "registratie" else {},
        )
        handover.approve(play["focal"], shown)
    feedback.give(play["focal"], signal, outcome="dank")
    play.ship("focal", "coord")
    for name in ("focal", "coord"):
        assert_fold_is_fresh(play[name])
    (line,) = lines(play["coord"])
    reading.show(play["coord"], signal_id.show(line.subject))


def test_a_state_that_nobody_knows_is_kept_and_shown(play: Region, signal: str):
    status = {"state": "\x1b[31mgewist", "receipt": "opgegeten"}
    told = entry(play.office("focal"), "signal.status", status, subject=subject_of(signal))
    assert send(play, "focal", "desk", told) is Outcome.IMPORTED
    assert reading.show(play["desk"], signal)["receipt"] == "received"
    reading.page(play["desk"], listing.Filter(overdue_at=1 << 50))


# -- receipts that lie ----------------------------------------------------------------


def lie(play: Region, name: str, *acks: Ack) -> Outcome:
    path = play.folder / f"{os.urandom(4).hex()}.mhb"
    path.write_bytes(forgery(play[name], play["focal"]).but(acks=acks).make())
    (outcome,) = play.take("focal", path)
    return outcome


def test_a_receipt_for_the_stream_of_another_says_nothing(play: Region, signal: str):
    focal = play["focal"].me.device
    for stream in (
        StreamKey(focal, play.office("coord")),
        StreamKey(focal, play.office("focal")),
        StreamKey(play["coord"].me.device, play.office("focal")),
        StreamKey(os.urandom(32), play.office("desk")),
        StreamKey(focal, os.urandom(32)),
    ):
        outcome = lie(play, "desk", unsigned(stream, Head(10_000, os.urandom(32))))
        assert outcome is Outcome.ALREADY_KNOWN
    assert not play["focal"].rolled_back


def test_nobody_can_say_that_we_said_more_than_we_did(play: Region):
    """A receipt beyond our head stops us: so it must carry our own signature."""
    ack = unsigned(StreamKey(play["focal"].me.device, REGION), Head(10_000, os.urandom(32)))
    assert lie(play, "desk", ack) is Outcome.BAD_SIGNATURE
    stream = StreamKey(play["focal"].me.device, REGION)
    signed = play["desk"].keys.sign_head(stream, Head(10_000, os.urandom(32)), 1)
    assert lie(play, "desk", Ack(signed)) is Outcome.BAD_SIGNATURE
    assert not play["focal"].rolled_back


def test_a_receipt_beyond_our_head_stops_us_once_and_floods_nothing(play: Region):
    """What we signed and no longer have is the sign of a copy; it must not grow."""
    stream = StreamKey(play["focal"].me.device, REGION)
    ack = Ack(play["focal"].keys.sign_head(stream, Head(10_000, os.urandom(32)), 1))
    assert lie(play, "desk", ack) is Outcome.IMPORTED
    assert play["focal"].rolled_back
    size = inspecting.verify(play["focal"])["entries"]
    for _ in range(5):
        assert lie(play, "desk", ack) is Outcome.ALREADY_KNOWN
    assert inspecting.verify(play["focal"])["entries"] == size + 5
    assert {"code": "rolled_back"} in inspecting.verify(play["focal"])["problems"]
    with pytest.raises(NotAllowed):
        recording.add(play["focal"], [])


# -- files that stop the others -------------------------------------------------------


def test_a_huge_total_of_a_stranger_does_not_stop_the_others(play: Region, monkeypatch):
    play.record("desk")
    stick = play.folder / "stick"
    stick.mkdir()
    (path,) = play.export("desk", "focal")
    path.rename(stick / path.name)
    lying = say(play["field"], play["focal"], melding(play.office("field"))).but(
        manifest=lambda fields: fields | {"bytes": (4 << 30) - 1}
    )
    (stick / "0.mhb").write_bytes(lying.make())
    forged = lying.but(signature=play["coord"].keys.signature)
    (stick / "1.mhb").write_bytes(forged.make())
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Free())
    from mh_tui.errors import StorageFailed

    with pytest.raises(StorageFailed, match="disk_full"):
        intake.import_paths(play["focal"], [stick])
    assert len(lines(play["focal"])) == 1
    (stick / "0.mhb").unlink()
    outcomes = {r.path.name: r.outcome for r in intake.import_paths(play["focal"], [stick])}
    assert outcomes["1.mhb"] is Outcome.BAD_SIGNATURE


class Free:
    free = 1 << 30


def test_the_name_of_a_file_leads_nowhere(play: Region, tmp_path):
    made = say(play["desk"], play["focal"], melding(play.office("desk"))).make()
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "..;rm -rf \x1b[31m $(x).mhb").write_bytes(made)
    (stick / "..mhb").write_bytes(b"")
    (stick / "map.mhb").mkdir()
    before = {path for path in tmp_path.rglob("*") if "region" not in path.parts}
    play.take("focal", stick)
    assert {path for path in tmp_path.rglob("*") if "region" not in path.parts} == before
    assert len(lines(play["focal"])) == 1


def test_a_bundle_copied_to_many_names_counts_once(play: Region):
    play.record("desk")
    (path,) = play.export("desk", "focal")
    for number in range(5):
        (path.parent / f"{number}.mhb").write_bytes(path.read_bytes())
    outcomes = play.take("focal", path.parent)
    assert sorted(outcomes) == [Outcome.ALREADY_KNOWN] * 5 + [Outcome.IMPORTED]
    assert len(lines(play["focal"])) == 1
    before = heads(play["focal"])
    play.take("focal", path.parent)
    assert heads(play["focal"]) == before
