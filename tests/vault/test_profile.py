"""What making and opening a profile gives its user."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mh_tui.errors import Busy, InvalidInput, Locked, NoProfile, NotAllowed, StorageFailed
from mh_tui.vault import profile as profile_module
from mh_tui.vault.profile import Vault
from tests.vault.conftest import ANNA, BOB, NEWEST, ROWS, count_rows, fill

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


def test_a_new_profile_opens_with_its_real_passphrase_and_no_other(tmp_path, real_stretch):
    made, _code = Vault.create(tmp_path / "p", user="Anna", passphrase=ANNA, prepare=fill)
    made.close()
    with Vault.open(tmp_path / "p", user=None, passphrase=ANNA) as vault:
        assert (vault.user, count_rows(vault)) == ("Anna", ROWS)
    with pytest.raises(Locked, match="wrong_passphrase"):
        Vault.open(tmp_path / "p", user=None, passphrase=ANNA.upper())


def test_the_session_that_made_a_profile_goes_on_without_unlocking_again(tmp_path):
    vault, _code = Vault.create(
        tmp_path / "p", user=" Anna ", passphrase=ANNA, identity=True, demo=True, prepare=fill
    )
    with vault:
        assert (vault.user, vault.demo, len(vault.profile_id)) == ("Anna", True, 16)
        assert [user.name for user in vault.users()] == ["Anna"]
        assert vault.head.read().link == NEWEST.link


def test_an_accent_typed_on_another_keyboard_is_the_same_name_and_passphrase(tmp_path):
    made, _ = Vault.create(tmp_path / "p", user="Rene\u0301e", passphrase="cafe\u0301 au lait!")
    made.close()
    with Vault.open(tmp_path / "p", user="Ren\u00e9e", passphrase="caf\u00e9 au lait!") as vault:
        assert vault.user == "Ren\u00e9e"


def test_an_existing_profile_is_never_made_anew(profile):
    before = (profile.folder / "keys.json").read_bytes()
    with pytest.raises(NotAllowed, match="profile_exists"):
        Vault.create(profile.folder, user="Eve", passphrase="een nieuwe lange zin")
    assert (profile.folder / "keys.json").read_bytes() == before
    with profile.open() as vault:
        assert count_rows(vault) == ROWS


def test_a_profile_without_its_keys_file_is_not_overwritten_either(profile):
    keys = profile.folder / "keys.json"
    aside = keys.rename(profile.folder / "aside")
    with pytest.raises(NotAllowed, match="profile_exists"):
        Vault.create(profile.folder, user="Eve", passphrase="een nieuwe lange zin")
    with pytest.raises(StorageFailed, match="damaged"):
        profile.open()
    aside.rename(keys)
    profile.open().close()


@pytest.mark.parametrize("passphrase", ["", "elf tekens.", "e\u0301" * 11, "\u0301" * 3])
def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path, passphrase):
    with pytest.raises(InvalidInput, match="passphrase_too_short") as caught:
        Vault.create(tmp_path / "p", user="Anna", passphrase=passphrase)
    assert caught.value.field == "passphrase"
    assert "12" in caught.value.message()
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("user", ["", "   ", "\n", "An\x00na"])
def test_a_user_needs_a_name(tmp_path, user):
    with pytest.raises(InvalidInput) as caught:
        Vault.create(tmp_path / "p", user=user, passphrase=ANNA)
    assert caught.value.field == "user"
    assert not (tmp_path / "p").exists()


def test_a_folder_without_a_profile_says_so_and_stays_empty(tmp_path):
    with pytest.raises(NoProfile, match="no_profile"):
        Vault.open(tmp_path / "none", user=None, passphrase=ANNA)
    with pytest.raises(NoProfile):
        Vault.open(tmp_path, user=None, passphrase=ANNA)
    assert not list(tmp_path.iterdir())


def test_where_two_people_work_the_program_asks_who(profile):
    with pytest.raises(InvalidInput, match="user_needed") as caught:
        Vault.open(profile.folder, user=None, passphrase=ANNA)
    assert (caught.value.exit_code, caught.value.field) == (2, "user")


def test_an_unknown_user_is_told_apart_from_a_wrong_passphrase(profile):
    with pytest.raises(Locked, match="no_such_user") as caught:
        profile.open("Eve")
    assert caught.value.exit_code == 3


def test_only_who_may_open_identities_gets_that_key(profile):
    with profile.open() as anna:
        assert len(anna.identity) == 96
    with profile.open("Bob", BOB) as bob:
        assert bob.identity is None


def test_a_desk_has_no_slot_that_opens_identities_but_the_recovery_code(tmp_path):
    vault, code = Vault.create(tmp_path / "p", user="Dora", passphrase=ANNA, identity=False)
    with vault:
        assert vault.identity is None
        assert len(vault.secrets.get("identity_public")) == 1216
        assert [slot.recovery for slot in vault.keys.slots if slot.identity] == [True]
    with profile_module.recover(tmp_path / "p", "Dora", code, "weer een lange zin") as again:
        assert again.identity is None


def test_secrets_of_upper_layers_are_kept_and_dropped(profile, vault):
    with vault.database.write() as connection:
        vault.secrets.put(connection, "device", b"\0key")
        vault.secrets.put(connection, "gone", b"x")
        vault.secrets.drop(connection, "gone")
        assert vault.secrets.read(connection, "device") == b"\0key"
    assert (vault.secrets.get("device"), vault.secrets.get("gone")) == (b"\0key", None)


@needs_modes
def test_nobody_else_on_the_machine_can_read_a_file(tmp_path):
    old = os.umask(0)
    try:
        vault, _code = Vault.create(tmp_path / "p", user="Anna", passphrase=ANNA, prepare=fill)
        vault.drafts.set_setting("Anna", "a", "b")
        modes = {p.name: p.stat().st_mode & 0o777 for p in (tmp_path / "p").iterdir()}
        vault.close()
    finally:
        os.umask(old)
    assert "vault.db-wal" in modes
    assert set(modes.values()) == {0o600}, modes
    assert (tmp_path / "p").stat().st_mode & 0o777 == 0o700


def test_a_second_window_is_told_that_the_profile_is_open(profile, vault):
    with pytest.raises(Busy, match="busy"):
        profile.open()
    script = (
        "import sys; from pathlib import Path\n"
        "from mh_tui.errors import MhError\nfrom mh_tui.vault.profile import Vault\n"
        "try: Vault.open(Path(sys.argv[1]), user='Anna', passphrase='x')\n"
        "except MhError as error: sys.exit(error.exit_code)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script, str(profile.folder)], cwd=root)
    assert done.returncode == 6


@pytest.mark.parametrize("user", ["Anna", "Eve"])
def test_a_refused_unlock_does_not_keep_the_profile_busy(profile, user):
    with pytest.raises(Locked) as refused:
        profile.open(user, "not the passphrase")
    profile.open().close()
    assert refused.value.exit_code == 3


def test_after_closing_nothing_can_be_read_any_more(profile):
    vault = profile.open()
    vault.close()
    vault.close()
    with pytest.raises(Locked), vault.database.read():
        pass
    with pytest.raises(Locked):
        vault.drafts.list("Anna")
    profile.open().close()


def test_a_stick_that_is_pulled_does_not_keep_the_profile_busy(profile, monkeypatch):
    vault = profile.open()

    def gone() -> None:
        raise StorageFailed("io_failed")

    monkeypatch.setattr(vault.drafts, "close", gone)
    with pytest.raises(StorageFailed, match="io_failed"):
        vault.close()
    profile.open().close()


def test_a_profile_on_a_network_share_works_without_shared_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(profile_module, "on_network_share", lambda _folder: True)
    folder = tmp_path / "p"
    vault, code = Vault.create(folder, user="Anna", passphrase=ANNA, prepare=fill)
    with vault:
        assert vault.on_network_share
        bob = vault.add_user("Bob", BOB, identity=False)
        with vault.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM row WHERE id = 1")
            with vault.database.read() as same:
                count = same.exec_driver_sql("SELECT count(*) FROM row").scalar()
            assert count == ROWS - 1
        vault.remove_user(bob)
        assert not list(folder.glob("*-shm"))
    with Vault.open(folder, user=None, passphrase=ANNA) as vault:
        assert count_rows(vault) == ROWS - 1
    profile_module.recover(folder, "Anna", code, "weer een lange zin").close()


def test_a_failure_while_a_profile_is_made_leaves_room_for_the_next_try(tmp_path):
    def broken(_connection):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Vault.create(tmp_path / "p", user="Anna", passphrase=ANNA, prepare=broken)
    assert [path.name for path in (tmp_path / "p").iterdir()] == ["lock"]
    with pytest.raises(NoProfile):
        Vault.open(tmp_path / "p", user=None, passphrase=ANNA)
    vault, _code = Vault.create(tmp_path / "p", user="Anna", passphrase=ANNA, prepare=fill)
    vault.close()


def test_what_an_unfinished_profile_left_behind_is_swept_away(tmp_path):
    folder = tmp_path / "p"
    folder.mkdir()
    for name in ("unfinished", "vault.db", "vault.db-wal", "drafts.db-shm", "keys.json.tmp"):
        (folder / name).write_bytes(b"half of something")
    (folder / "holiday.jpg").write_bytes(b"not ours")
    vault, _code = Vault.create(folder, user="Anna", passphrase=ANNA, prepare=fill)
    vault.close()
    left = {path.name for path in folder.iterdir()}
    assert left == {"vault.db", "drafts.db", "keys.json", "head.bin", "lock", "holiday.jpg"}


def test_opening_a_profile_does_not_pay_for_sqlmodel(profile):
    script = (
        "import sys; from pathlib import Path\nfrom mh_tui.vault.profile import Vault\n"
        "from mh_tui.vault import sealing\nfrom tests.vault.conftest import quick\n"
        "sealing.stretch = quick\n"
        "vault = Vault.open(Path(sys.argv[1]), user='Anna', passphrase=sys.argv[2])\n"
        "vault.users(); vault.drafts.list('Anna'); vault.close()\n"
        "print({'sqlmodel', 'pydantic', 'filelock', 'textual'} & set(sys.modules))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(profile.folder), ANNA],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("set()\n", "")
