"""What the people of one profile get: coming, going, a new passphrase, the recovery code."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from mh_tui.errors import InvalidInput, Locked, NotAllowed, StorageFailed, WrongPassphrase
from mh_tui.vault import inside, rekey, sealing, slots
from mh_tui.vault.database import Database, fits
from mh_tui.vault.drafts import Draft
from mh_tui.vault.profile import Vault, recover
from mh_tui.vault.slots import KeysFile
from tests.vault.conftest import ANNA, BOB, NEWEST, ROWS, count_rows, draft_texts

NEW = "een heel andere zin"
HIS_DRAFT = '{"narrative": "from Bob"}'


def id_of(vault: Vault, name: str) -> bytes:
    return next(user.slot for user in vault.users() if user.name == name)


def test_a_new_colleague_works_with_her_own_passphrase(profile, vault):
    slot = vault.add_user("Cas", NEW, identity=True)
    assert [user.name for user in vault.users()] == ["Anna", "Bob", "Cas"]
    assert id_of(vault, "Cas") == slot
    vault.close()
    with profile.open("Cas", NEW) as cas:
        assert (cas.user, count_rows(cas), len(cas.identity)) == ("Cas", ROWS, 96)


@pytest.mark.parametrize("name", ["Bob", " Bob "])
def test_a_name_is_given_once(vault, name):
    with pytest.raises(NotAllowed, match="user_exists"):
        vault.add_user(name, NEW, identity=False)


def test_a_short_passphrase_makes_no_user_and_changes_none(profile, vault):
    with pytest.raises(InvalidInput, match="passphrase_too_short"):
        vault.add_user("Cas", "kort", identity=False)
    with pytest.raises(InvalidInput, match="passphrase_too_short"):
        vault.change_passphrase("kort")
    vault.close()
    profile.open().close()


def test_who_cannot_open_identities_cannot_hand_that_key_on(profile):
    with profile.open("Bob", BOB) as bob, pytest.raises(NotAllowed, match="identity_key"):
        bob.add_user("Cas", NEW, identity=True)


def test_a_new_passphrase_replaces_the_old_one(profile, vault):
    old = vault.keys.find("Anna")
    vault.change_passphrase(NEW)
    assert vault.keys.find("Anna").fingerprint != old.fingerprint
    assert len(vault.users()) == 2
    vault.close()
    with pytest.raises(WrongPassphrase):
        profile.open()
    with profile.open("Anna", NEW) as again:
        assert (count_rows(again), len(again.identity)) == (ROWS, 96)
        with again.database.read() as connection:
            assert len(inside.public_keys(connection)) == 3


def test_who_is_removed_is_out_and_the_others_notice_nothing(profile, vault):
    vault.remove_user(id_of(vault, "Bob"))
    assert count_rows(vault) == ROWS
    vault.close()
    with pytest.raises(Locked, match="no_such_user"):
        profile.open("Bob", BOB)
    with profile.open() as anna:
        assert [user.name for user in anna.users()] == ["Anna"]
        assert (count_rows(anna), anna.head.read().link) == (ROWS, NEWEST.link)
    recover(profile.folder, "Anna", profile.code, NEW).close()


def test_drafts_of_who_leaves_pass_to_who_removed_him(vault):
    vault.drafts.set_setting("Bob", "theme", "dark")
    vault.remove_user(id_of(vault, "Bob"))
    assert {draft.body for draft in vault.drafts.list("Anna")} >= {HIS_DRAFT}
    assert vault.drafts.list("Bob") == []
    assert vault.drafts.settings("Bob") == {}


def test_who_removes_herself_leaves_her_drafts_to_a_colleague(profile, vault):
    vault.add_user("Cas", NEW, identity=True)
    vault.remove_user(id_of(vault, "Anna"))
    assert ("Bob", '{"narrative": "from Anna"}') in draft_texts(vault)
    vault.close()
    profile.open("Cas", NEW).close()


def test_an_old_copy_of_the_keys_does_not_open_what_came_after_a_removal(profile, tmp_path, vault):
    old_keys = shutil.copy(profile.folder / "keys.json", tmp_path / "old")
    old_database = vault.database.key
    vault.remove_user(id_of(vault, "Bob"))
    vault.close()
    for name in ("vault.db", "drafts.db"):
        assert not fits(profile.folder / name, old_database)
    shutil.copy(old_keys, profile.folder / "keys.json")
    with pytest.raises(StorageFailed, match="damaged"):
        profile.open("Bob", BOB)


def test_the_last_user_stays(tmp_path):
    vault, _code = Vault.create(tmp_path / "p", user="Anna", passphrase=ANNA)
    with vault, pytest.raises(NotAllowed, match="last_user"):
        vault.remove_user(vault.slot_id)


def test_the_last_who_can_open_identities_stays(vault):
    with pytest.raises(NotAllowed, match="last_identity"):
        vault.remove_user(id_of(vault, "Anna"))


def test_removing_nobody_changes_nothing(vault):
    recovery = vault.keys.recovery().id
    for slot in (b"?" * 16, recovery):
        with pytest.raises(InvalidInput, match="not_found"):
            vault.remove_user(slot)
    assert len(vault.keys.slots) == 3


def test_screens_that_hold_the_database_go_on_after_a_removal(vault):
    database, drafts, head = vault.database, vault.drafts, vault.head
    with database.read(), database.read():
        pass
    vault.remove_user(id_of(vault, "Bob"))
    drafts.save(Draft("Anna", "signal", "{}"))
    head.write(8, b"a" * 32, 8, b"m" * 32)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM row").scalar() == ROWS


def test_the_recovery_code_gives_a_new_passphrase_and_nothing_more(profile):
    with recover(profile.folder, "Bob", profile.code.lower().replace("-", " "), NEW) as bob:
        assert (bob.user, bob.identity, count_rows(bob)) == ("Bob", None, ROWS)
    with profile.open("Bob", NEW) as bob:
        assert (bob.user, bob.identity) == ("Bob", None)
    with recover(profile.folder, "Anna", profile.code, NEW) as anna:
        assert len(anna.identity) == 96
    with pytest.raises(WrongPassphrase):
        profile.open()


def test_a_wrong_recovery_code_is_told_apart_from_a_mistyped_one(profile):
    from mh_tui.vault.recovery import new_code

    with pytest.raises(Locked, match="wrong_code") as caught:
        recover(profile.folder, "Anna", new_code(), NEW)
    assert caught.value.exit_code == 3
    with pytest.raises(InvalidInput, match="mistyped_code"):
        recover(profile.folder, "Anna", profile.code[:-1] + "?", NEW)
    with pytest.raises(InvalidInput, match="passphrase_too_short"):
        recover(profile.folder, "Anna", profile.code, "kort")
    with pytest.raises(Locked, match="no_such_user"):
        recover(profile.folder, "Eve", profile.code, NEW)
    profile.open().close()


def test_a_second_person_proves_to_be_there_without_a_session(profile, vault):
    assert vault.check_passphrase("Bob", BOB) == id_of(vault, "Bob")
    with pytest.raises(WrongPassphrase):
        vault.check_passphrase("Bob", ANNA)
    with pytest.raises(Locked, match="no_such_user"):
        vault.check_passphrase("Eve", ANNA)
    assert sorted(one.count for one in vault.failed_tries()) == [1, 1]
    vault.tries_recorded()
    assert KeysFile.load(vault.paths.keys).tries == vault.keys.tries


def test_a_removed_user_cannot_steer_the_next_rekey_to_a_key_he_knows(profile, vault):
    """He may have kept the public keys, which stand in the vault, and can write the folder."""
    with vault.database.read() as connection:
        public = {row.slot: row.public for row in inside.public_keys(connection)}
    vault.remove_user(id_of(vault, "Bob"))
    current, known = vault.database.key, b"k" * 32
    vault.close()
    keys = KeysFile.load(vault.paths.keys)
    forged = [slot.seal(keys.context, public[slot.id], current, known) for slot in keys.slots]
    replace(keys, slots=tuple(forged)).save(vault.paths.keys)
    with profile.open() as anna:
        assert anna.database.key == current
        assert {len(slot.databases) for slot in anna.keys.slots} == {1}
        assert count_rows(anna) == ROWS


def test_a_key_that_only_the_keys_file_knows_gets_no_new_database_key(profile, vault):
    keys, eve = vault.keys, slots.new_slot(vault.keys.context, b"e" * 32, b"eve's own phrase")
    stranger = eve.slot.seal(keys.context, eve.public, vault.database.key)
    vault.save_keys(keys.put(stranger))
    vault.remove_user(id_of(vault, "Bob"))
    assert eve.slot.id not in {slot.id for slot in vault.keys.slots}


def test_a_user_whose_public_key_was_lost_inside_is_not_shut_out_by_a_rekey(profile, vault):
    with vault.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM slot_key WHERE slot = ?", (vault.slot_id,))
    vault.close()
    with profile.open() as anna:
        assert anna.user == "Anna"
        anna.remove_user(id_of(anna, "Bob"))
    profile.open().close()


def test_a_rekey_that_failed_is_finished_before_the_next_change(profile, vault, monkeypatch):
    def full(_database, _new):
        raise StorageFailed("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "rekey", full)
        with pytest.raises(StorageFailed, match="disk_full"):
            vault.remove_user(id_of(vault, "Bob"))
    assert {len(slot.databases) for slot in vault.keys.slots} == {2}
    vault.add_user("Cas", NEW, identity=False)
    assert {len(slot.databases) for slot in vault.keys.slots} == {1}
    assert rekey.key_in_use(vault.paths.vault, [vault.database.key], exclusive=False)
    vault.close()
    with profile.open("Cas", NEW) as cas:
        assert count_rows(cas) == ROWS
        assert ("Anna", HIS_DRAFT) in draft_texts(cas)


def test_what_one_slot_holds_does_not_open_in_the_place_of_another(vault):
    anna, safe = vault.keys.find("Anna"), vault.keys.recovery()
    swapped = replace(anna, databases=safe.databases, identity=safe.identity)
    private = anna.open_private(vault.keys.context, ANNA.encode())
    with pytest.raises(StorageFailed, match="damaged"):
        swapped.open_ring(vault.keys.context, private)
    with pytest.raises(sealing.SealBroken):
        replace(anna, name=safe.name).open_private(vault.keys.context, ANNA.encode())
