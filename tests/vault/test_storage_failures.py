"""A disk that is full, read-only or gone: a clear answer, and what was confirmed stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from mh_tui.errors import StorageFailed
from mh_tui.vault.drafts import Draft
from mh_tui.vault.profile import Vault
from tests.vault.conftest import ANNA, NEWEST, ROWS, Profile, count_rows

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")
KIB = 1024


@contextmanager
def small_disk(place: Path, size_kib: int):
    """A file system of its own; skipped where this may not be mounted."""
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size_kib}k", "tmpfs", str(place)]
    done = subprocess.run(["mount", *options], capture_output=True)
    if done.returncode:
        pytest.skip("may not mount a tmpfs here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill_up(place: Path) -> Path:
    """Take every byte that is left."""
    ballast = place / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        for size in (64 * KIB, KIB, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    return ballast


@linux
def test_a_full_disk_refuses_the_next_write_and_keeps_the_last(template, tmp_path):
    with small_disk(tmp_path / "disk", 2048) as disk:
        profile = Profile(shutil.copytree(template.folder, disk / "p"), template.code)
        with profile.open() as vault:
            saved = vault.drafts.save(Draft("Anna", "signal", "small"))
            ballast = fill_up(disk)
            with pytest.raises(StorageFailed, match="disk_full") as caught:
                insert(vault, 400)
            assert caught.value.exit_code == 7
            with pytest.raises(StorageFailed, match="disk_full"):
                vault.drafts.save(Draft("Anna", "signal", "x" * 500_000))
            with pytest.raises(StorageFailed, match="disk_full"):
                vault.change_passphrase("een heel andere zin")
            assert vault.drafts.get(saved.id).body == "small"
            assert count_rows(vault) == ROWS
            ballast.unlink()
            insert(vault, 1)
        with profile.open() as vault:
            assert count_rows(vault) == ROWS + 1


@linux
def test_a_removal_on_a_full_disk_is_finished_when_there_is_room(template, tmp_path):
    with small_disk(tmp_path / "disk", 2048) as disk:
        profile = Profile(shutil.copytree(template.folder, disk / "p"), template.code)
        vault = profile.open()
        bob = next(user.slot for user in vault.users() if user.name == "Bob")
        vault.database.checkpoint()
        ballast = fill_up(disk)
        os.truncate(ballast, ballast.stat().st_size - 100 * KIB)
        with pytest.raises(StorageFailed, match="disk_full"):
            vault.remove_user(bob)
        assert count_rows(vault) == ROWS
        vault.close()
        ballast.unlink()
        with profile.open() as vault:
            assert [user.name for user in vault.users()] == ["Anna"]
            assert {len(slot.databases) for slot in vault.keys.slots} == {1}
            assert (count_rows(vault), vault.head.read().link) == (ROWS, NEWEST.link)


@linux
@pytest.mark.parametrize("free_kib", [0, 4, 12, 40, 60, 90, 120])
def test_a_profile_for_which_there_is_no_room_is_not_half_there(tmp_path, free_kib):
    with small_disk(tmp_path / "disk", 1024) as disk:
        ballast = fill_up(disk)
        os.truncate(ballast, ballast.stat().st_size - free_kib * KIB)
        with pytest.raises(StorageFailed, match="disk_full"):
            Vault.create(disk / "p", user="Anna", passphrase=ANNA)
        ballast.unlink()
        vault, _code = Vault.create(disk / "p", user="Anna", passphrase=ANNA)
        vault.close()


@linux
def test_a_read_only_disk_says_so(template, tmp_path):
    with small_disk(tmp_path / "disk", 2048) as disk:
        profile = Profile(shutil.copytree(template.folder, disk / "p"), template.code)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(StorageFailed, match="read_only") as caught:
            profile.open()
        assert caught.value.exit_code == 7
        with pytest.raises(StorageFailed, match="read_only"):
            profile.open("Anna", "wrong passphrase")
        with pytest.raises(StorageFailed, match="read_only"):
            Vault.create(disk / "new", user="Anna", passphrase=ANNA)


@linux
def test_head_and_keys_on_a_disk_that_turned_read_only_say_so(template, tmp_path):
    with small_disk(tmp_path / "disk", 2048) as disk:
        profile = Profile(shutil.copytree(template.folder, disk / "p"), template.code)
        vault = profile.open()
        vault.close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(StorageFailed, match="read_only"):
            vault.head.write(8, b"a" * 32, 8, b"l" * 32)
        with pytest.raises(StorageFailed, match="read_only"):
            vault.save_keys(vault.keys)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_file_size_limit_is_a_storage_failure_too(template, tmp_path):
    resource = pytest.importorskip("resource")
    import signal

    profile = Profile(shutil.copytree(template.folder, tmp_path / "p"), template.code)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            vault = profile.open()
            resource.setrlimit(resource.RLIMIT_FSIZE, (300 * KIB, 300 * KIB))
            try:
                insert(vault, 1000)
            except StorageFailed as error:
                code = error.exit_code
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    with profile.open() as vault:
        assert count_rows(vault) == ROWS


def test_a_folder_that_cannot_be_one_is_a_storage_failure(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StorageFailed):
        Vault.create(tmp_path / "file" / "p", user="Anna", passphrase=ANNA)
    with pytest.raises(StorageFailed):
        Vault.create(tmp_path / "file", user="Anna", passphrase=ANNA)


@pytest.mark.parametrize("name", ["vault.db", "drafts.db"])
@pytest.mark.parametrize(
    "content", [b"", b"x" * 4096, bytes(100_000)], ids=["empty", "junk", "zeros"]
)
def test_a_ruined_database_is_called_damaged(profile, name, content):
    (profile.folder / name).write_bytes(content)
    if (name, content) == ("drafts.db", b""):
        with profile.open() as vault:
            assert vault.drafts.list("Anna") == []
        return
    with pytest.raises(StorageFailed, match="damaged"), profile.open() as vault:
        vault.drafts.list("Anna")


def insert(vault: Vault, rows: int) -> None:
    with vault.database.write() as connection:
        for _row in range(rows):
            connection.exec_driver_sql("INSERT INTO row(body) VALUES(hex(randomblob(2000)))")
