"""Sticks and shares are found by what the system says of them; a typed path is read kindly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mh_tui.errors import InvalidInput
from mh_tui.services import places
from mh_tui.services.places import DISK, SHARE, STICK, Found

MOUNTS = r"""22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
30 22 259:1 / /boot/efi rw - vfat /dev/nvme0n1p1 rw
41 22 8:1 / /media/anna/MIJN\040STICK rw,nosuid shared:9 - vfat /dev/sda1 rw
42 22 8:17 / /mnt/oud rw - ext4 /dev/sdb1 rw
43 22 0:50 / /srv/uitwisseling rw - cifs //server/map rw
44 22 0:51 / /proc/x rw - nfs server:/x rw
45 22 259:9 / /home rw - ext4 /dev/nvme0n1p9 rw
46 22 8:1 / /media/anna/MIJN\040STICK rw - vfat /dev/sda1 rw
onzin
"""


def _device(sysfs: Path, numbers: str, folder: str, *, removable: str | None = None) -> None:
    place = sysfs / "devices" / folder
    place.mkdir(parents=True)
    if removable is not None:
        (place.parent / "removable").write_text(removable + "\n", encoding="ascii")
    (sysfs / numbers).symlink_to(place)


@pytest.mark.skipif(not hasattr(Path, "symlink_to"), reason="no links")
def test_sticks_and_shares_are_found_and_the_systems_own_disks_are_not(tmp_path):
    _device(tmp_path, "8:1", "pci0/usb2/2-1/block/sda/sda1", removable="0")
    _device(tmp_path, "8:17", "pci0/mmc/block/sdb/sdb1", removable="1")
    _device(tmp_path, "259:9", "pci0/nvme/block/nvme0n1/nvme0n1p9", removable="0")
    assert list(places.from_mounts(MOUNTS, tmp_path)) == [
        Found(Path("/media/anna/MIJN STICK"), STICK),
        Found(Path("/mnt/oud"), STICK),
        Found(Path("/srv/uitwisseling"), SHARE),
    ]


class Kernel:
    """kernel32 with C: fixed, D: a CD, E: a stick, H: a share; ``modes``: what was set."""

    kinds = {"C:\\": 3, "D:\\": 5, "E:\\": 2, "H:\\": 4}  # noqa: RUF012

    def __init__(self) -> None:
        self.modes: list[int] = []

    def SetErrorMode(self, mode: int) -> int:  # noqa: N802
        self.modes.append(mode)
        return 7

    def GetLogicalDrives(self) -> int:  # noqa: N802
        return sum(1 << (ord(root[0]) - ord("A")) for root in self.kinds)

    def GetDriveTypeW(self, root: Any) -> int:  # noqa: N802
        return self.kinds[root.value]


def test_on_windows_every_drive_but_the_cd_is_listed_and_no_box_pops_up():
    kernel = Kernel()
    found = [(str(one.path), one.kind) for one in places.from_drives(kernel)]
    assert found == [("C:\\", DISK), ("E:\\", STICK), ("H:\\", SHARE)]
    assert kernel.modes == [1, 7]


def test_a_path_is_read_as_it_was_dragged_or_typed(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    file = tmp_path / "a.mhb"
    file.write_bytes(b"")
    assert places.typed(f'  "{tmp_path}" ') == tmp_path
    assert places.typed(f"'{file}'", files=True) == file
    assert places.typed("~") == tmp_path


@pytest.mark.parametrize("text", ["", "   ", "stick", "/bestaat/niet", "~niemand/x", "/a\0b"])
def test_a_path_that_is_none_is_named_as_the_field(text):
    with pytest.raises(InvalidInput) as caught:
        places.typed(text)
    assert (caught.value.code, caught.value.field) == ("not_found", "folder")


def test_a_file_is_no_folder(tmp_path):
    file = tmp_path / "a.mhb"
    file.write_bytes(b"")
    with pytest.raises(InvalidInput):
        places.typed(str(file))


def test_the_rest_of_a_folders_name_is_offered(tmp_path):
    (tmp_path / "uitwisseling").mkdir()
    (tmp_path / "uit.txt").write_bytes(b"")
    assert places.complete(str(tmp_path / "ui")) == str(tmp_path / "uitwisseling")
    assert places.complete(str(tmp_path / "z")) is None
    assert places.complete(str(tmp_path) + "/") is None
    assert places.complete("/bestaat/niet") is None


def test_only_bundles_count_as_files_to_collect(tmp_path):
    for name in ("b.mhb", "a.mhb", "c.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "d.mhb").mkdir()
    assert [path.name for path in places.bundles_in(tmp_path)] == ["a.mhb", "b.mhb"]
    assert places.bundles_in(tmp_path / "weg") == []
