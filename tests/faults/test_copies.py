"""A profile that was put back from a copy, or runs twice, is found: nobody is told two stories."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mh_tui.bundle.outcome import Outcome
from mh_tui.errors import RolledBack, StorageFailed
from mh_tui.projection import rebuild
from mh_tui.services import feedback, inspecting, reading, recording, setup
from tests.region import Region, admit, assert_fold_is_fresh, heads


def admit_somebody(play: Region, name: str) -> None:
    admit(play[name], play["coord"])


OWN_WORDS = {
    "record": lambda play, name: play.record(name),
    "export": lambda play, name: play.export(name, "all"),
    "config": lambda play, name: setup.set_config(play[name], "forget_after_days", "45"),
    "admit": admit_somebody,
}


def put_back(play: Region, name: str, copy: Path, *, without: tuple[str, ...] = ()) -> None:
    """The profile as it was copied, but for these files that stay."""
    play[name].close()
    home = play.folder / name
    for path in home.iterdir():
        if path.name not in without:
            path.unlink()
    for path in copy.iterdir():
        if path.name not in without:
            shutil.copy2(path, home / path.name)
    play.open(name)


def copied(play: Region, name: str) -> Path:
    """A copy of the profile as it lies on disk while nobody works in it."""
    play[name].close()
    copy = play.folder / f"copy of {name}"
    shutil.copytree(play.folder / name, copy)
    play.open(name)
    return copy


def is_rolled_back(play: Region, name: str) -> bool:
    return {"code": "rolled_back"} in inspecting.verify(play[name])["problems"]


@pytest.mark.parametrize("own", OWN_WORDS)
def test_a_journal_behind_its_head_is_known_at_once_and_says_nothing(play: Region, own: str):
    copy = copied(play, "desk")
    play.record("desk")
    put_back(play, "desk", copy, without=("head.bin",))
    assert is_rolled_back(play, "desk")
    with pytest.raises(RolledBack) as caught:
        OWN_WORDS[own](play, "desk")
    assert (caught.value.code, caught.value.exit_code) == ("rolled_back", 5)


def test_it_stays_known_after_collecting_and_opening_again(play: Region):
    signal = play.record("desk")
    play.settle()
    copy = copied(play, "desk")
    play.record("desk")
    put_back(play, "desk", copy, without=("head.bin",))
    feedback.give(play["focal"], signal, outcome="dank")
    for _ in range(3):
        outcomes = play.ship("focal", "desk")
        assert set(outcomes) <= {Outcome.IMPORTED, Outcome.ALREADY_KNOWN}
        play["desk"].close()
        play.open("desk")
        assert is_rolled_back(play, "desk")
        with pytest.raises(RolledBack):
            play.record("desk")
    assert len(feedback.inbox(play["desk"])) == 1
    assert_fold_is_fresh(play["desk"])


def test_a_copy_with_its_head_is_found_by_what_others_confirm(play: Region):
    copy = copied(play, "desk")
    play.record("desk")
    play.ship("desk", "focal")
    put_back(play, "desk", copy)
    assert not is_rolled_back(play, "desk")
    assert play.ship("focal", "desk") == [Outcome.IMPORTED]
    assert is_rolled_back(play, "desk")
    for speak in OWN_WORDS.values():
        with pytest.raises(RolledBack):
            speak(play, "desk")
    play["desk"].close()
    play.open("desk")
    assert is_rolled_back(play, "desk")
    with play["desk"].vault.database.write() as connection:
        rebuild.rebuild(connection, play["desk"].journal, play["desk"].me, demo=False)
    play["desk"].close()
    play.open("desk")
    assert is_rolled_back(play, "desk")


def test_a_colleague_that_holds_more_of_us_is_a_sign_too(play: Region):
    copy = copied(play, "desk")
    play.record("desk")
    play.ship("desk", "desk2")
    put_back(play, "desk", copy)
    assert play.ship("desk2", "desk", everything=True) == [Outcome.IMPORTED]
    assert is_rolled_back(play, "desk")


def test_a_profile_that_runs_twice_is_called_a_fork(play: Region):
    copy = copied(play, "desk")
    play.record("desk", narrative="Aan de balie")
    assert play.ship("desk", "focal") == [Outcome.IMPORTED]
    before = heads(play["focal"])
    put_back(play, "desk", copy)
    play.record("desk", narrative="Op de kopie")
    play.record("desk", narrative="Nog een op de kopie")
    assert play.ship("desk", "focal") == [Outcome.FORK]
    assert heads(play["focal"]) == before
    assert play.ship("focal", "desk") == [Outcome.IMPORTED]
    assert is_rolled_back(play, "desk")


def test_a_clone_that_is_shorter_is_called_a_fork_too(play: Region):
    copy = copied(play, "desk")
    for _ in range(3):
        play.record("desk")
    play.ship("desk", "focal")
    put_back(play, "desk", copy)
    play.record("desk")
    assert play.ship("desk", "focal") == [Outcome.FORK]


def test_signals_of_before_stay_readable_on_a_copy(play: Region):
    signal = play.record("desk")
    copy = copied(play, "desk")
    recording.amend(play["desk"], signal, {"narrative": "Later"})
    put_back(play, "desk", copy, without=("head.bin",))
    assert "paspoorten" in reading.show(play["desk"], signal)["narrative"]


@pytest.mark.parametrize("name", ["vault.db", "head.bin"])
def test_a_missing_file_is_no_new_beginning(play: Region, name: str):
    play["desk"].close()
    (play.folder / "desk" / name).unlink()
    with pytest.raises(StorageFailed, match="damaged"):
        play.open("desk")
