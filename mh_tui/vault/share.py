"""Whether a folder lies on another machine: WAL does not work there (TERMINAL.md 5.3).

- Linux: the file system type in ``/proc/self/mountinfo``. Windows: ``GetDriveTypeW``.
- Where it cannot be known the answer is no: a wrong yes would only cost speed, but warn.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path, PurePath, PurePosixPath

_FUSE = ("sshfs", "rclone", "davfs2", "glusterfs", "gvfsd-fuse", "cephfs")
REMOTE_TYPES = frozenset(
    ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "davfs")
) | {f"fuse.{name}" for name in _FUSE}
_MOUNTS = Path("/proc/self/mountinfo")
_DRIVE_REMOTE = 4


def on_network_share(folder: Path) -> bool:
    """True for NFS, SMB, sshfs and the like, a UNC path or a mapped drive."""
    if sys.platform == "win32":
        import ctypes

        anchor = folder.absolute().anchor
        remote: bool = ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
        return remote or anchor.startswith("\\\\")
    else:  # noqa: RET505 - mypy takes what stands after the branch for unreachable on Windows
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return False
        return filesystem_type(folder.resolve(), mounts) in REMOTE_TYPES


def filesystem_type(folder: PurePath, mountinfo: str) -> str:
    """The type of the innermost mount that holds the folder; "" if none does.

    Of two mounts on one place the later covers the earlier (proc_pid_mountinfo(5)).
    """
    best, found = -1, ""
    for line in mountinfo.splitlines():
        left, _dash, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        place = PurePosixPath(_unescape(fields[4]))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, found = len(place.parts), right.split(" ")[0]
    return found


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m.group(1), 8)), text)
