"""A kill at any moment leaves the old state or the new one, whole.

- At random moments: a real SIGKILL from outside.
- At every step: the process ends right before and right after each durable write.
The work runs in a forked child, so that a moment costs milliseconds and not a start-up.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time

import pytest

from mh_tui.errors import Locked, NoProfile, WrongPassphrase
from mh_tui.vault import files, head, slots
from mh_tui.vault.database import Database
from mh_tui.vault.profile import Vault, recover
from tests.vault.conftest import (
    ANNA,
    BOB,
    NEWEST,
    ROWS,
    Profile,
    count_rows,
    draft_texts,
    fill,
)

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

NEW = "een heel andere zin"
KILLS = 12  # per way of work, at random moments
WITHOUT_BOB = {("Anna", '{"narrative": "from Bob"}'), ("Anna", '{"narrative": "from Anna"}')}


def change_passphrase(profile: Profile) -> None:
    profile.open().change_passphrase(NEW)


def add_user(profile: Profile) -> None:
    profile.open().add_user("Cas", NEW, identity=True)


def remove_user(profile: Profile) -> None:
    vault = profile.open()
    vault.remove_user(next(user.slot for user in vault.users() if user.name == "Bob"))


def recover_bob(profile: Profile) -> None:
    recover(profile.folder, "Bob", profile.code, NEW)


WORK = [change_passphrase, add_user, remove_user, recover_bob]


def in_a_child(work, *args) -> int:
    """Start the work; the child ends by itself without running anything of pytest."""
    child = os.fork()
    if child:
        return child
    try:
        work(*args)
    finally:
        os._exit(0)
    return 0


def opens(profile: Profile, user: str, passphrase: str) -> bool:
    """Whether this passphrase unlocks; then everything must be there."""
    try:
        vault = profile.open(user, passphrase)
    except (WrongPassphrase, Locked):
        return False
    with vault:
        assert count_rows(vault) == ROWS
        assert vault.head.read().link == NEWEST.link
        assert {len(slot.databases) for slot in vault.keys.slots} == {1}
        gone = "Bob" not in {user.name for user in vault.users()}
        assert not gone or draft_texts(vault) == WITHOUT_BOB
    return True


def assert_old_or_new(profile: Profile, work) -> None:
    """Who is in, by the passphrases that work; and the next change works."""
    anna_old, anna_new = opens(profile, "Anna", ANNA), opens(profile, "Anna", NEW)
    bob_old, bob_new = opens(profile, "Bob", BOB), opens(profile, "Bob", NEW)
    cas = opens(profile, "Cas", NEW)
    assert anna_old != anna_new
    assert anna_old or work is change_passphrase
    assert (bob_old != bob_new) or work is remove_user
    assert not bob_new or work is recover_bob
    assert not cas or work is add_user
    with recover(profile.folder, "Anna", profile.code, "na de klap een nieuwe") as anna:
        assert len(anna.identity) == 96
        anna.change_passphrase(ANNA)
        if anna.keys.find("Bob"):
            anna.remove_user(anna.keys.find("Bob").id)
    assert opens(profile, "Anna", ANNA)


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_a_kill_at_a_random_moment_costs_nothing(template, tmp_path, work):
    whole = seconds_of(template, tmp_path, work)
    rng = random.Random(work.__name__)
    for moment in range(KILLS):
        profile = copy(template, tmp_path / str(moment))
        child = in_a_child(work, profile)
        time.sleep(rng.random() * whole)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert_old_or_new(profile, work)


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_a_kill_at_every_step_costs_nothing(template, tmp_path, work):
    for step in range(100):
        profile = copy(template, tmp_path / str(step))
        child = in_a_child(die_at, step, work, profile)
        _pid, status = os.waitpid(child, 0)
        assert_old_or_new(profile, work)
        if os.waitstatus_to_exitcode(status) == 0:
            break
    assert 6 <= step < 100


def test_a_profile_that_was_being_made_is_whole_or_not_there(tmp_path):
    outcomes = []
    for step in range(100):
        folder = tmp_path / str(step)
        child = in_a_child(die_at, step, make, folder)
        _pid, status = os.waitpid(child, 0)
        try:
            vault = Vault.open(folder, user=None, passphrase=ANNA)
            outcomes.append("whole")
        except NoProfile:
            outcomes.append("none")
            vault, _code = Vault.create(folder, user="Anna", passphrase=ANNA, prepare=fill)
        with vault:
            assert count_rows(vault) == ROWS
            assert vault.head.read().link == NEWEST.link
            assert not vault.paths.unfinished.exists()
        if os.waitstatus_to_exitcode(status) == 0:
            break
    assert outcomes == sorted(outcomes)
    assert outcomes.count("none") > 4
    assert outcomes.count("whole") > 1


def make(folder) -> None:
    Vault.create(folder, user="Anna", passphrase=ANNA, prepare=fill)


def copy(template: Profile, folder) -> Profile:
    return Profile(shutil.copytree(template.folder, folder), template.code)


def seconds_of(template: Profile, tmp_path, work) -> float:
    profile = copy(template, tmp_path / "whole")
    start = time.monotonic()
    os.waitpid(in_a_child(work, profile), 0)
    return time.monotonic() - start


def die_at(step: int, work, *args) -> None:
    """Run the work; end like a kill before or after the step-th durable write."""
    left = [step]

    def tick() -> None:
        if left[0] == 0:
            os._exit(9)
        left[0] -= 1

    def around(call):
        def stepped(*call_args, **named):
            tick()
            result = call(*call_args, **named)
            tick()
            return result

        return stepped

    for module in (files, slots, head):
        module.write_whole = around(files.write_whole) if module is files else files.write_whole
    Database._rewrite = around(Database._rewrite)
    Database.write = around_write(Database.write, tick)
    work(*args)


def around_write(write, tick):
    from contextlib import contextmanager

    @contextmanager
    def stepped(self):
        with write(self) as connection:
            yield connection
            tick()
        tick()

    return stepped
