"""Wrong clocks change nothing but the times that are shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mh_tui import RELEASED_MS
from mh_tui.journal import clock
from mh_tui.projection import listing
from mh_tui.services import feedback, reading, recording, setup
from mh_tui.signals import signal_id
from tests.region import SIGNALS, Region, assert_fold_is_fresh, rows
from tests.vectors.forge import entry, melding, say

YEAR = 365.25 * 86_400
times = st.integers(min_value=0, max_value=clock.LATEST - 1)


@given(now=st.integers(min_value=0, max_value=1 << 52), own=times, subject=times)
def test_a_new_time_follows_its_subject_and_can_always_be_believed(now, own, subject):
    value = clock.next_time(min(now, clock.to_ms(clock.LATEST)), own, subject)
    assert clock.believable(value)
    assert value > subject or value == clock.LATEST - 1
    assert value >= min(RELEASED_MS * clock.TICKS, clock.LATEST - 1)


@given(own=times)
def test_one_far_future_entry_of_ours_does_not_move_the_clock(own):
    now = RELEASED_MS + 1000
    value = clock.next_time(now, own, 0)
    assert value <= (now + clock.DAY_MS) * clock.TICKS


@given(st.integers(min_value=-(1 << 70), max_value=1 << 70))
def test_any_number_can_be_shown_as_a_time(ms):
    assert clock.show_iso(ms).endswith("Z")


TWO = ("desk", "desk2", "focal", "focal2")
"""The two offices of the journey; the others would only look on."""


def a_day(play: Region) -> dict[str, Any]:
    """A whole journey; what everybody sees at its end, but for times."""
    signal = play.record("desk")
    play.settle(TWO)
    recording.amend(play["desk2"], signal, {"narrative": "Toch vier"})
    setup.set_config(play["desk"], "forget_after_days", "60")
    play.settle(TWO)
    feedback.give(play["focal"], signal, outcome="in_behandeling")
    play.settle(TWO)
    feedback.read(play["desk"], 1)
    feedback.give(play["focal2"], signal, outcome="dank")
    setup.set_config(play["desk2"], "forget_after_days", "90")
    play.settle(TWO)
    shown: dict[str, Any] = {}
    for name in TWO:
        assert_fold_is_fresh(play[name])
        assert rows(play[name], ("set_aside",))["set_aside"] == []
        shown[name] = [
            (line.state, line.receipt, line.profile, line.conflict, line.advice)
            for line in reading.page(play[name], listing.Filter())[0]
        ]
    assert shown["desk"][0][0] == "terugkoppeling_melder"
    assert reading.show(play["focal"], signal)["narrative"] == "Toch vier"
    for name in ("desk", "desk2"):
        assert setup.config(play[name])["forget_after_days"] == 90
    inbox = rows(play["desk"], SIGNALS, times=False)["inbox"]
    shown["inbox"] = [(dict(row)["outcome"], dict(row)["read"]) for row in inbox]
    return shown


@pytest.fixture(scope="module")
def right_clocks(region_template, tmp_path_factory) -> dict[str, Any]:
    from tests.region import region

    with region(region_template, tmp_path_factory.mktemp("right") / "region") as play:
        return a_day(play)


@pytest.mark.parametrize(
    "off",
    [
        {"desk": 20 * YEAR},
        {"desk": -20 * YEAR},
        {"focal": 40 * YEAR, "focal2": -40 * YEAR},
        {"desk2": 474 * YEAR},
        {"focal": 474 * YEAR},
        {"focal2": -600 * YEAR, "desk": 9000 * YEAR},
        {"desk": 2 * 86_400, "desk2": -3600},
    ],
    ids=str,
)
def test_clocks_that_are_years_off_change_no_outcome(play: Region, right_clocks, off):
    play.watch.off = off
    assert a_day(play) == right_clocks


def test_a_clock_put_right_again_does_not_bring_old_settings_back(play: Region):
    play.watch.off = {"desk": 10 * YEAR}
    setup.set_config(play["desk"], "forget_after_days", "60")
    play.watch.off = {}
    setup.set_config(play["desk"], "forget_after_days", "45")
    assert setup.config(play["desk"])["forget_after_days"] == 45


def test_the_last_moment_of_all_times_silences_nobody(play: Region):
    """A desk stamps its signal with the very last time: the answer must still be counted."""
    told = melding(play.office("desk"), time=clock.LATEST - 1)
    path = play.folder / "late.mhb"
    path.write_bytes(say(play["desk"], play["focal"], told).make())
    play.take("focal", path)
    (line,) = reading.page(play["focal"], listing.Filter())[0]
    feedback.give(play["focal"], signal_id.show(line.subject), outcome="dank")
    shown = reading.show(play["focal"], signal_id.show(line.subject))
    assert [message["outcome"] for message in shown["feedback"]] == ["dank"]


def test_an_outsider_cannot_date_a_signal_of_others_out_of_reach(play: Region):
    signal = play.record("desk")
    play.settle()

    subject = signal_id.read(signal)
    assert isinstance(subject, bytes)
    told = entry(
        play.office("field"),
        "signal.withdrawn",
        {"reason": "x"},
        subject=subject,
        time=clock.LATEST - 1,
    )
    path = play.folder / "late.mhb"
    path.write_bytes(say(play["field"], play["focal"], told).make())
    play.take("focal", path)
    feedback.give(play["focal"], signal, outcome="dank")
    play.ship("focal", "desk")
    assert reading.show(play["desk"], signal)["state"] == "terugkoppeling_melder"
