"""What a wrong passphrase costs, and what the next unlock reports."""

from __future__ import annotations

import pytest

from mh_tui.errors import Locked, WrongPassphrase
from mh_tui.vault import sealing, tries
from mh_tui.vault.profile import Vault, recover
from mh_tui.vault.recovery import new_code
from mh_tui.vault.slots import KeysFile
from tests.vault.conftest import ANNA, BOB


def wait_of(profile, passphrase="wrong", user="Anna") -> int:
    with pytest.raises(WrongPassphrase) as caught:
        profile.open(user, passphrase)
    assert caught.value.exit_code == 3
    return caught.value.detail["wait_seconds"]


def test_the_wait_grows_to_a_minute_and_no_further(profile, clock):
    waits = []
    for _try in range(11):
        waits.append(wait_of(profile))
        clock(waits[-1])
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_before_the_wait_is_over_the_passphrase_is_not_looked_at(profile, clock, monkeypatch):
    for _try in range(5):
        clock(wait_of(profile))
    assert wait_of(profile) == 8
    monkeypatch.setattr(sealing, "stretch", lambda *_: pytest.fail("it was looked at"))
    assert wait_of(profile, ANNA) == 8
    clock(5.5)
    assert wait_of(profile, ANNA) == 3
    monkeypatch.undo()


def test_the_right_passphrase_after_the_wait_opens_and_ends_the_waiting(profile, clock):
    for _try in range(5):
        clock(wait_of(profile))
    profile.open().close()
    assert wait_of(profile) == 0


def test_one_persons_mistakes_do_not_make_another_wait(profile, clock):
    for _try in range(6):
        clock(wait_of(profile))
    assert wait_of(profile) > 1
    profile.open("Bob", BOB).close()


def test_a_clock_that_was_put_back_locks_nobody_out(profile, clock):
    for _try in range(9):
        clock(wait_of(profile))
    wait_of(profile)
    clock(-10 * 365 * 86400)
    profile.open().close()


def test_wrong_tries_are_reported_once_at_the_next_unlock(profile, clock):
    for _try in range(3):
        clock(wait_of(profile, user="Bob"))
    with pytest.raises(Locked, match="no_such_user"):
        profile.open("Eve")
    with profile.open() as vault:
        found = {one.slot: one.count for one in vault.failed_tries()}
        assert found == {vault.keys.find("Bob").id: 3, None: 1}
        assert all(one.last_at > 1_600_000_000_000 for one in vault.failed_tries())
        vault.tries_recorded()
        assert vault.failed_tries() == []
    with profile.open() as vault:
        assert vault.failed_tries() == []


def test_reporting_does_not_shorten_the_wait_of_a_guesser(profile, clock):
    for _try in range(6):
        clock(wait_of(profile, user="Bob"))
    with profile.open() as vault:
        vault.tries_recorded()
    assert wait_of(profile, user="Bob") == 16


def test_tries_that_were_not_recorded_before_a_crash_are_reported_again(profile):
    wait_of(profile)
    profile.open().close()
    with profile.open() as vault:
        assert [one.count for one in vault.failed_tries()] == [1]


def test_a_wrong_try_is_on_disk_before_it_is_answered(profile, monkeypatch):
    saved = []
    monkeypatch.setattr(KeysFile, "save", lambda keys, _path: saved.append(keys.tries))
    wait_of(profile)
    assert [[one.count for one in found] for found in saved] == [[1]]


def test_wrong_recovery_codes_wait_too(profile, clock):
    waits = []
    for _try in range(4):
        with pytest.raises(WrongPassphrase, match="wrong_code") as caught:
            recover(profile.folder, "Anna", new_code(), "een heel andere zin")
        waits.append(caught.value.detail["wait_seconds"])
        clock(waits[-1])
    assert waits == [0, 0, 1, 2]


def test_recovering_ends_the_wait_of_who_forgot(profile, clock):
    for _try in range(8):
        clock(wait_of(profile))
    recover(profile.folder, "Anna", profile.code, "een heel andere zin").close()
    Vault.open(profile.folder, user="Anna", passphrase="een heel andere zin").close()


def test_the_message_names_seconds_only_where_there_is_something_to_wait_for(profile):
    messages = []
    for _try in range(3):
        with pytest.raises(WrongPassphrase) as caught:
            profile.open("Anna", "wrong")
        messages.append(caught.value.message())
    assert "0" not in messages[0] + messages[1]
    assert "1" in messages[2]


def test_no_number_of_tries_breaks_the_delay():
    assert tries.delay(10**9) == tries.LONGEST_WAIT
