"""An office with two devices is one office: whatever one does, the other shows."""

from __future__ import annotations

from typing import Any

import pytest

from mh_tui.bundle.outcome import Outcome
from mh_tui.journal import clock
from mh_tui.journal.entry import StreamKey
from mh_tui.projection import listing
from mh_tui.services import feedback, forgetting, handover, reading, recording
from tests.region import SIGNAL, SIGNALS, Region, assert_fold_is_fresh, rows
from tests.vectors.forge import entry, forgery, next_line

GOOD = {Outcome.IMPORTED, Outcome.ALREADY_KNOWN}


def test_a_day_in_the_region_ends_in_the_same_rows_everywhere(play: Region):
    signal = play.record("desk")
    play.record("desk2", narrative="Een tweede verhaal")
    play.record("field", narrative="In het veld gezien")
    play.settle()
    feedback.give(play["focal2"], signal, outcome="dank", to=play.office("desk").hex())
    play.settle()
    for one, two in (("desk", "desk2"), ("focal", "focal2")):
        assert (
            rows(play[one], SIGNALS, times=False)["signal"]
            == rows(play[two], SIGNALS, times=False)["signal"]
        )
    for name in play.sessions:
        assert_fold_is_fresh(play[name])
    assert reading.show(play["desk2"], signal)["state"] == "terugkoppeling_melder"


def test_words_that_a_colleague_passes_on_stay_those_of_their_author(play: Region):
    signal = play.record("desk")
    assert play.ship("desk", "focal") == [Outcome.IMPORTED]
    assert play.ship("focal", "focal2") == [Outcome.IMPORTED]
    shown = reading.show(play["focal2"], signal)
    assert shown["from"] == play.office("desk").hex()
    assert shown["state"] == "ontvangen"
    assert_fold_is_fresh(play["focal2"])


def test_a_receipt_that_one_device_heard_shows_on_the_other(play: Region):
    signal = play.record("desk2")
    play.ship("desk2", "desk")
    play.ship("desk2", "focal")
    play.ship("focal", "desk")
    play.ship("desk", "desk2")
    assert reading.show(play["desk2"], signal)["receipt"] == "received"
    assert_fold_is_fresh(play["desk"])
    assert_fold_is_fresh(play["desk2"])


def test_a_receipt_of_ones_own_words_shows_at_the_colleague_too(play: Region):
    """The stick with the receipt reached only the device that wrote the signal."""
    signal = play.record("desk")
    play.ship("desk", "desk2")
    play.ship("desk", "focal")
    play.ship("focal", "desk")
    play.ship("desk", "desk2")
    assert reading.show(play["desk2"], signal)["receipt"] == "received"
    assert_fold_is_fresh(play["desk2"])


def test_everything_sent_again_to_the_own_office_harms_nothing(play: Region):
    play.record("desk")
    play.ship("desk", "desk2")
    play.record("desk2")
    play.ship("desk2", "desk")
    assert set(play.ship("desk", "desk2", everything=True)) <= GOOD
    assert set(play.ship("desk2", "desk", everything=True)) <= GOOD
    assert_fold_is_fresh(play["desk"])


def test_devices_of_one_office_come_to_rest(play: Region):
    play.record("desk")
    play.record("field")
    play.settle()
    assert play.export("focal", "all") == []
    assert play.export("desk2", "all") == []


def test_a_receipt_from_the_second_office_counts_as_much_as_from_the_first(play: Region):
    signal = play.record("focal")
    for profile, to in (("tafel", "coord"), ("doorzetten", "other")):
        shown = handover.preview(
            play["focal"],
            signal,
            profile=profile,
            to=play.office(to).hex(),
            legal_basis="wgs_riec",
        )
        handover.approve(play["focal"], shown)
    play.ship("focal", "other")
    play.ship("other", "focal")
    assert_fold_is_fresh(play["focal"])
    assert reading.show(play["focal"], signal)["receipt"] == "received"


def test_two_amendments_on_one_base_stay_until_a_person_chooses(play: Region):
    signal = play.record("desk")
    play.settle()
    recording.amend(play["desk"], signal, {"narrative": "Aan de balie"})
    recording.amend(play["desk2"], signal, {"narrative": "Op het spreekuur"})
    play.settle()
    for name in ("desk", "desk2", "focal", "focal2"):
        shown = reading.show(play[name], signal)
        told = {version["narrative"] for version in shown.get("conflict", ())}
        assert told == ({"Aan de balie", "Op het spreekuur"} if "focal" in name else set())
    assert {told["narrative"] for told in both(play["desk"], signal)} == {
        "Aan de balie",
        "Op het spreekuur",
    }
    recording.amend(play["desk2"], signal, {"narrative": "Op beide plekken"})
    play.settle()
    for name in ("focal", "focal2"):
        shown = reading.show(play[name], signal)
        assert "conflict" not in shown
        assert shown["narrative"] == "Op beide plekken"
    assert len(both(play["desk"], signal)) == 1
    for name in play.sessions:
        assert_fold_is_fresh(play[name])


@pytest.mark.parametrize("order", [("tafel", "registratie"), ("registratie", "tafel")])
def test_figures_beside_the_story_leave_the_story_as_it_was(play: Region, order):
    signal = play.record("focal")
    for profile in order:
        shown = handover.preview(
            play["focal"],
            signal,
            profile=profile,
            to=play.office("coord").hex(),
            legal_basis="wgs_riec",
        )
        handover.approve(play["focal"], shown)
    play.ship("focal", "coord")
    there = reading.show(play["coord"], signal)
    assert there["observed_at"] == SIGNAL["observed_at"]
    assert there["state"] == "ingebracht"
    assert "conflict" not in there
    assert_fold_is_fresh(play["coord"])


def test_what_was_amended_and_then_forgotten_is_no_conflict(play: Region):
    signal = play.record("desk")
    recording.amend(play["desk"], signal, {"narrative": "Toch twee paspoorten"})
    play.settle()
    later = clock.wall_ms() + 40 * clock.DAY_MS
    assert forgetting.forget_due(play["desk"], now_ms=later) == 1
    lines, _cursor = reading.page(play["desk"], listing.Filter())
    assert [line.conflict for line in lines] == [False]
    assert reading.show(play["desk"], signal)["version"] == 2
    assert_fold_is_fresh(play["desk"])
    play.settle()
    assert_fold_is_fresh(play["desk2"])


def both(session, signal: str) -> list[Any]:
    """The wordings of our own copy that nobody chose between yet."""
    with session.read() as connection:
        found = reading.own(session, connection, signal)
    return [version.content for version in found.copy.heads]


def test_a_receipt_with_an_impossible_time_counts_neither_now_nor_after_a_rebuild(play: Region):
    stream = StreamKey(play["desk"].me.device, play.office("focal"))
    fields = {
        "device": stream.device.hex(),
        "audience": stream.audience.hex(),
        "seq": 1,
        "link": "00" * 32,
        "office": play.office("focal").hex(),
    }
    play.record("desk")
    play.ship("desk", "desk2")
    told = entry(play.office("desk"), "ack.relayed", fields, time=1)
    line = next_line(play["desk2"], play.office("desk"), [told])
    path = play.folder / "x.mhb"
    path.write_bytes(forgery(play["desk2"], play["desk"], line).make())
    assert play.take("desk", path) == [Outcome.IMPORTED]
    assert_fold_is_fresh(play["desk"])
