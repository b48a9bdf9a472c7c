"""Put a file on a stick or share so that it is whole or not there.

- Written under a temporary name beside the target, synced, renamed, read back.
- An existing file is never overwritten.
- The temporary name does not end in ``.mhb``: nobody collects half a bundle.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from mh_tui.errors import NotAllowed, StorageFailed
from mh_tui.language import N_
from mh_tui.vault import files

_BLOCK = 1 << 20


class _Hashing:
    """A file that hashes and counts what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)


def place(target: Path, fill: Callable[[BinaryIO], object]) -> tuple[bytes, int]:
    """Let ``fill`` write the file; returns its SHA-256 and size in bytes.

    Raises NotAllowed (it exists) and StorageFailed (disk full, pulled, not what was written).
    """
    if target.exists():
        raise NotAllowed("file_exists", N_("There is already a file of that name. Choose another."))
    # A name of its own each time: what a kill left behind stands in nobody's way.
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    with files.os_failures():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "xb") as file:
                hashing = _Hashing(file)
                fill(cast("BinaryIO", hashing))
                file.flush()
                os.fsync(file.fileno())
            files.replace(temporary, target)
        except BaseException:
            _drop(temporary)
            raise
        files.sync_folder(target.parent)
        if _hash(target) != hashing.digest.digest():
            _drop(target)
            raise StorageFailed(
                "io_failed", N_("What was written could not be read back. Use another stick.")
            )
    return hashing.digest.digest(), hashing.size


def _drop(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the stick is gone: the temporary name already says that it is not a bundle


def _hash(path: Path) -> bytes:
    digest: Any = sha256()
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return bytes(digest.digest())
