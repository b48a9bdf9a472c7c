"""Where bundles may go: sticks and shares that are there now, and paths that people type.

- Linux: the mounts of /proc/self/mountinfo; a stick is removable, or hangs on USB, in sysfs.
- Windows: every drive letter; sticks may call themselves fixed and Citrix drives remote, so all
  but the CD are listed (TERMINAL.md 5.4).
- Nothing here opens a file; a drive that does not answer is left out by its kind alone.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mh_tui.bundle.writer import SUFFIX
from mh_tui.errors import InvalidInput
from mh_tui.language import N_

STICK, SHARE, DISK = "stick", "share", "disk"
MOUNTS = Path("/proc/self/mountinfo")
SYSFS = Path("/sys/dev/block")
_SHARES = frozenset({"cifs", "smb3", "nfs", "nfs4", "fuse.sshfs", "davfs", "9p", "fuse.davfs2"})
_NO_PLACES = ("/", "/boot", "/snap", "/var/snap", "/usr", "/etc", "/proc", "/sys", "/dev")
_REMOVABLE, _FIXED, _REMOTE = 2, 3, 4  # GetDriveTypeW
_NO_DIALOGS = 1  # SEM_FAILCRITICALERRORS: no 'insert a disk' box
MOST_NAMES = 200
"""Entries of a folder that are looked at to complete a path."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that is there now. ``kind``: stick, share or disk."""

    path: Path
    kind: str


def found() -> list[Found]:
    """Sticks first; on Windows every drive but CDs."""
    places = list(_windows() if sys.platform == "win32" else _linux())
    order = (STICK, SHARE, DISK)
    return sorted(places, key=lambda one: (order.index(one.kind), str(one.path)))


def _linux() -> Iterator[Found]:
    try:
        text = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    yield from from_mounts(text, SYSFS)


def from_mounts(text: str, sysfs: Path) -> Iterator[Found]:
    """The places in a mountinfo (proc(5)): device numbers, mount point, kind of file system."""
    seen: set[str] = set()
    for line in text.splitlines():
        fields, _dash, rest = line.partition(" - ")
        parts, kinds = fields.split(), rest.split()
        if len(parts) < 5 or not kinds:
            continue
        point = _unescaped(parts[4])
        if point in seen or _is_ours(point):
            continue
        kind = SHARE if kinds[0] in _SHARES else STICK if _is_stick(parts[2], sysfs) else ""
        if kind:
            seen.add(point)
            yield Found(Path(point), kind)


def _is_ours(point: str) -> bool:
    """Whether it belongs to the system."""
    return point == "/" or any(
        point == one or point.startswith(one + "/") for one in _NO_PLACES[1:]
    )


def _unescaped(text: str) -> str:
    """mountinfo writes a space as \\040."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def _is_stick(numbers: str, sysfs: Path) -> bool:
    """``numbers``: major:minor. A partition's disk is the folder above it."""
    device = Path(os.path.realpath(sysfs / numbers))
    if any(part.startswith("usb") for part in device.parts):
        return True
    for folder in (device, device.parent):
        try:
            if (folder / "removable").read_text(encoding="ascii").strip() == "1":
                return True
        except OSError:
            continue
    return False


def _windows() -> Iterator[Found]:
    yield from from_drives(getattr(ctypes, "windll").kernel32)  # noqa: B009 - only there


def from_drives(kernel: Any) -> Iterator[Found]:
    """The drive letters that ``kernel`` (kernel32) knows."""
    before = kernel.SetErrorMode(_NO_DIALOGS)
    try:
        letters = kernel.GetLogicalDrives()
        for number in range(26):
            root = f"{chr(ord('A') + number)}:\\"
            if letters >> number & 1:
                kind = _DRIVES.get(kernel.GetDriveTypeW(ctypes.c_wchar_p(root)))
                if kind is not None:
                    yield Found(Path(root), kind)
    finally:
        kernel.SetErrorMode(before)


_DRIVES = {_REMOVABLE: STICK, _FIXED: DISK, _REMOTE: SHARE}


# -- what people type -----------------------------------------------------------------


def typed(text: str, *, files: bool = False) -> Path:
    """The folder, or with ``files`` also the file, that a person means.

    Quotes around it go (a file dragged into a terminal has them), ``~`` is one's home. Raises
    InvalidInput ``not_found`` where there is no such thing.
    """
    path = _path(text)
    there = path is not None and (path.is_dir() or (files and path.is_file()))
    if path is None or not there:
        raise InvalidInput(
            "not_found",
            N_(
                "{field}: there is no such folder. Give the whole path, such as E:\\ or"
                " /media/stick."
            )
            if not files
            else N_("{field}: there is no such file or folder. Give the whole path."),
            field="folder",
        )
    return path


def _path(text: str) -> Path | None:
    bare = text.strip().strip("\"'")
    try:
        path = Path(bare).expanduser()
        return path if bare and path.is_absolute() else None
    except (RuntimeError, ValueError):
        return None


def complete(text: str) -> str | None:
    """``text`` with the rest of the first folder's name that begins so, or None."""
    folder, start = os.path.split(text)
    if not start or not folder:
        return None
    try:
        with os.scandir(Path(folder).expanduser()) as entries:
            names = [one.name for _n, one in zip(range(MOST_NAMES), entries, strict=False)
                     if one.name.startswith(start) and one.is_dir()]  # fmt: skip
    except (OSError, ValueError, RuntimeError):
        return None
    return text + min(names)[len(start) :] if names else None


def bundles_in(folder: Path) -> list[Path]:
    """The bundles in a folder, not below; what cannot be read has none."""
    try:
        return sorted(path for path in folder.glob("*" + SUFFIX) if path.is_file())
    except OSError:
        return []
