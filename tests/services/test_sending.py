"""Send and collect as a person sees it: what went, what came, what to do, and who is silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from mh_tui import language
from mh_tui.bundle.outcome import TEXTS, Outcome
from mh_tui.errors import StorageFailed
from mh_tui.services import exchange, intake, sending, sending_text
from mh_tui.services.counted import Counted
from mh_tui.services.sending import FileLine, Office
from mh_tui.services.sending_text import DAY
from tests.region import Region, heads


@pytest.fixture(autouse=True)
def _dutch():
    language.use("nl")


def _quiet(done: int, total: int) -> None:
    pass


def _go(play: Region, name: str, folder: Path | None) -> sending.Done:
    return sending.send_and_collect(play[name], folder, _quiet, lambda: False)


def test_a_stick_that_went_up_and_down_leaves_nothing_to_do(play: Region, tmp_path):
    play.record("desk")
    sent = _go(play, "desk", tmp_path)
    assert any(one.name.endswith("(aandachtsfunctionaris)") for one in sent.written)
    taken = _go(play, "focal", tmp_path)
    assert [one.outcome for one in taken.files if one.outcome is not Outcome.NOT_FOR_US] == [
        Outcome.IMPORTED
    ]
    assert any(one.sender.endswith("(balie)") for one in taken.files)
    back = _go(play, "desk", None)
    assert back.others >= 1
    assert back.refused == 0
    assert sending.remove(play["desk"], back.removable) == len(back.removable) > 0
    seen = sending.overview(play["desk"])
    assert (seen.waits.total, seen.offices[0].oldest) == (0, None)


def test_a_stopped_run_leaves_everything_as_it_was(play: Region, tmp_path):
    play.record("desk")
    _go(play, "desk", tmp_path)
    before = heads(play["focal"])
    with pytest.raises(intake.Cancelled):
        sending.collect(play["focal"], [tmp_path], _quiet, lambda: True)
    assert heads(play["focal"]) == before
    done = sending.collect(play["focal"], [tmp_path], _quiet, lambda: False)
    assert Outcome.IMPORTED in [one.outcome for one in done.files]


def test_a_stopped_export_writes_nothing_more(play: Region, tmp_path):
    play.record("desk")
    stick = tmp_path / "stick"
    with pytest.raises(intake.Cancelled):
        sending.send(play["desk"], stick, _quiet, lambda: True)
    assert not stick.exists()


def test_the_progress_of_several_files_is_one_bar(play: Region, tmp_path):
    play.record("desk")
    play.record("field")
    for name in ("desk", "field"):
        sending.send(play[name], tmp_path, _quiet, lambda: False)
    seen: list[tuple[int, int]] = []
    sending.collect(play["focal"], [tmp_path], lambda *part: seen.append(part), lambda: False)
    assert all(0 <= done <= total for done, total in seen)
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)


def test_a_remembered_folder_that_is_gone_is_shown_and_not_made_anew(play: Region, tmp_path):
    stick = tmp_path / "stick"
    _go(play, "desk", stick)
    exchange.remember(play["desk"], tmp_path / "weg")
    spots = sending.spots(play["desk"])
    assert [(one.path.name, one.there) for one in spots[:2]] == [("weg", False), ("stick", True)]
    with pytest.raises(StorageFailed, match="folder_gone"):
        _go(play, "desk", None)
    assert not (tmp_path / "weg").exists()


def test_who_owes_a_receipt_longest_stands_first(play: Region):
    play.record("desk")
    [office, *others] = sending.overview(play["desk"]).offices
    assert (office.waits, office.oldest is not None) == (Counted(1), True)
    assert all(one.oldest is None for one in others)
    assert sending.overview(play["desk"]).waits == Counted(1)


def _office(heard: int | None, oldest: int | None) -> Office:
    return Office("Hoorn", "desk", Counted(), heard, oldest)


@pytest.mark.parametrize(
    ("heard", "oldest", "text", "late"),
    [
        (None, None, "nog nooit iets gehoord", False),
        (100 * DAY, None, "vandaag iets gehoord", False),
        (99 * DAY, None, "1 dag stil", False),
        (80 * DAY, None, "20 dagen stil", True),
        (100 * DAY, 99 * DAY, "niet bevestigd sinds", False),
        (100 * DAY, 80 * DAY, "niet bevestigd sinds", True),
    ],
)
def test_silence_is_told_in_days_and_is_late_after_two_weeks(heard, oldest, text, late):
    now = 100 * DAY + 1000
    assert text in sending_text.office_text(_office(heard, oldest), now)
    assert sending_text.is_late(_office(heard, oldest), now) is late


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_outcome_says_what_it_is_in_both_languages(outcome, lang):
    language.use(lang)
    line = FileLine("a.mhb", outcome, "", 0, 0, 2, ((3, 7),), refused=True)
    text = sending_text.file_text(line)
    assert text.startswith(language._(TEXTS[outcome]))
    assert "3" in text
    assert "7" in text
