"""Files that are whole or old, and a lock that goes with its process."""

from __future__ import annotations

import os
import sys

import pytest

from mh_tui.errors import Busy, StorageFailed
from mh_tui.vault import files
from mh_tui.vault.share import filesystem_type, on_network_share

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
36 22 0:31 / /home rw - ext4 /dev/sdb rw
40 22 0:40 / /home/anna/H\040schijf rw shared:7 - cifs //server/anna rw
41 22 0:41 / /mnt/nfs rw - nfs4 server:/x rw
42 22 0:42 / /mnt/ssh rw - fuse.sshfs x:/ rw
43 22 0:43 / /mnt/over rw - nfs4 server:/x rw
44 22 0:44 / /mnt/over rw - ext4 /dev/sdc rw
broken line"""


def held(code: int) -> OSError:
    error = PermissionError(13, "held")
    error.winerror = code
    return error


def test_a_failed_write_leaves_the_old_file_and_no_temp(tmp_path, monkeypatch):
    path = tmp_path / "a"
    files.write_whole(path, b"old")

    def broken(_handle):
        raise OSError(5, "no answer")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(StorageFailed, match="io_failed"):
        files.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_file_is_synced_before_its_name_and_the_folder_after(tmp_path, monkeypatch):
    steps = []
    monkeypatch.setattr(os, "fsync", lambda _handle: steps.append("sync"))
    real = files.replace
    monkeypatch.setattr(files, "replace", lambda a, b: (steps.append("rename"), real(a, b)))
    files.write_whole(tmp_path / "a", b"x")
    assert steps == (["sync", "rename", "sync"] if sys.platform != "win32" else steps[:2])


@pytest.mark.parametrize("code", [5, 32])
def test_an_antivirus_that_holds_the_file_for_a_moment_is_waited_for(tmp_path, monkeypatch, code):
    answers = [held(code), held(code)]
    real = type(tmp_path).replace

    def flaky(source, target):
        if answers:
            raise answers.pop()
        return real(source, target)

    monkeypatch.setattr(type(tmp_path), "replace", flaky)
    files.write_whole(tmp_path / "a", b"x")
    assert (tmp_path / "a").read_bytes() == b"x"


@pytest.mark.parametrize(("code", "patient"), [(5, True), (32, True), (17, False)])
def test_the_waiting_for_a_held_file_ends(tmp_path, monkeypatch, code, patient):
    monkeypatch.setattr(files, "REPLACE_SECONDS", 0.1)
    tries = []

    def never(_source, _target):
        tries.append(1)
        raise held(code)

    monkeypatch.setattr(type(tmp_path), "replace", never)
    with pytest.raises(StorageFailed, match="read_only"):
        files.write_whole(tmp_path / "a", b"x")
    assert (len(tries) > 1) == patient
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_nobody_holds_any_more_is_free(tmp_path):
    lock = files.FolderLock(tmp_path / "lock")
    with pytest.raises(Busy):
        files.FolderLock(tmp_path / "lock")
    lock.release()
    lock.release()
    files.FolderLock(tmp_path / "lock").release()


def test_a_stick_that_knows_no_modes_can_hold_a_profile(tmp_path, monkeypatch):
    def refuse(_path, _mode):
        raise PermissionError(1, "not here")

    monkeypatch.setattr(type(tmp_path), "chmod", refuse)
    files.make_folder(tmp_path / "p")
    files.write_whole(tmp_path / "p" / "a", b"x")
    assert (tmp_path / "p" / "a").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/bob", "ext4"),
        ("/home/anna/H schijf/profiel", "cifs"),
        ("/home/anna/H schijfje", "ext4"),
        ("/mnt/nfs", "nfs4"),
        ("/mnt/ssh/a/b", "fuse.sshfs"),
        ("/mnt/over/x", "ext4"),
        ("/mnt/nfs2", "ext4"),
    ],
)
def test_the_innermost_mount_tells_where_a_folder_lies(folder, expected):
    from pathlib import PurePosixPath

    assert filesystem_type(PurePosixPath(folder), MOUNTS) == expected


def test_a_local_folder_is_no_network_share(tmp_path):
    assert on_network_share(tmp_path) is False


def test_every_failure_of_the_system_has_a_code_and_a_text():
    for code, text in files.TEXTS.items():
        assert files.storage_failed(code).text == text
    with pytest.raises(StorageFailed, match="disk_full"), files.os_failures():
        raise OSError(28, "No space left on device")
    with pytest.raises(StorageFailed, match="read_only"), files.os_failures():
        raise OSError(30, "Read-only file system")
