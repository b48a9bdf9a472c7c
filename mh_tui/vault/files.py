"""Files of a profile: private, written whole or not at all, one process at a time.

- A file is replaced by writing beside it, fsync, rename, fsync of the folder.
- Modes are 0600 for files and 0700 for the folder; Windows keeps its own rights.
- Every failure of the operating system leaves as StorageFailed with a code.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mh_tui.errors import Busy, StorageFailed
from mh_tui.language import N_

FILE_MODE = 0o600
FOLDER_MODE = 0o700
REPLACE_SECONDS = 2.0  # an antivirus that holds the file lets go well within this
_HELD_ON_WINDOWS = (5, 32)  # access denied, sharing violation (TERMINAL.md 5.2)
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)  # what a taken lock answers
_WINDOWS = sys.platform == "win32"

TEXTS = {
    "disk_full": N_("The disk is full. Make room and try again. Nothing confirmed is lost."),
    "read_only": N_("This place cannot be written to. Choose another folder or ask for access."),
    "damaged": N_("A file of this profile is damaged. Put back a backup, or ask for help."),
    "io_failed": N_("The disk or stick does not answer. Check that it is still plugged in."),
}
_ERRNO_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}


def storage_failed(code: str, text: str | None = None) -> StorageFailed:
    """The error of one of the codes of ``TEXTS``; ``text`` says it more precisely."""
    return StorageFailed(code, text or TEXTS[code])


@contextmanager
def os_failures() -> Iterator[None]:
    """Turn an OSError into StorageFailed; its file name stays out of the error."""
    try:
        yield
    except OSError as error:
        raise storage_failed(_ERRNO_CODES.get(error.errno or 0, "io_failed")) from error


def make_folder(folder: Path) -> None:
    """The profile's folder, for its owner only; parents are made as the system makes them."""
    with os_failures():
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        _make_private(folder, FOLDER_MODE)


def make_empty(path: Path) -> None:
    """A new empty private file, so that what SQLite puts beside it inherits the mode."""
    with os_failures():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE))
        _make_private(path, FILE_MODE)


def _make_private(path: Path, mode: int) -> None:
    """Also what was there already. A stick with FAT knows no modes and refuses: no reason to
    stop, as nothing in a profile is in clear."""
    if not _WINDOWS:
        with suppress(PermissionError):
            path.chmod(mode)


def sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if _WINDOWS:
        return
    with os_failures():
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: after a kill the old bytes or the new, never a mix.

    The temp file has one fixed name, so a leftover is overwritten by the next write.
    """
    temp = path.with_name(path.name + ".tmp")
    with os_failures():
        try:
            handle = os.open(temp, _write_flags(), FILE_MODE)
            with open(handle, "wb") as file:
                _make_private(temp, FILE_MODE)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            replace(temp, path)
        except OSError:
            temp.unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


def _write_flags() -> int:
    return os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def replace(source: Path, target: Path) -> None:
    """A rename that waits, up to 2 seconds, for who holds the target on Windows."""
    until = time.monotonic() + REPLACE_SECONDS
    while True:
        try:
            source.replace(target)
            return
        except OSError as error:
            held = getattr(error, "winerror", None) in _HELD_ON_WINDOWS
            if not held or time.monotonic() > until:
                raise
            time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one profile folder; ``unfinished`` stands only while one is made."""

    folder: Path

    @property
    def keys(self) -> Path:
        return self.folder / "keys.json"

    @property
    def vault(self) -> Path:
        return self.folder / "vault.db"

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts.db"

    @property
    def head(self) -> Path:
        return self.folder / "head.bin"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def unfinished(self) -> Path:
        return self.folder / "unfinished"

    def finished(self) -> None:
        """The profile stands whole."""
        with os_failures():
            self.unfinished.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a creation left behind that never got its ``keys.json``."""
        with os_failures():
            for path in (self.vault, self.drafts, self.head, self.keys):
                for end in ("", "-wal", "-shm", "-journal", ".tmp"):
                    path.with_name(path.name + end).unlink(missing_ok=True)
            self.unfinished.unlink(missing_ok=True)


class FolderLock:
    """One process a profile. The system drops the lock with the process, also at a kill.

    Not ``filelock``: importing it costs 33 ms at every command, this costs nothing.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock or raise Busy at once."""
        with os_failures():
            handle = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        # A file object, not a bare handle: a lock that nobody holds any more is let go.
        self._file: IO[bytes] = os.fdopen(handle, "r+b", buffering=0)
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            if error.errno in _HELD:
                raise Busy from error
            raise storage_failed("io_failed") from error

    def release(self) -> None:
        """Let another process in; a second call does nothing."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
