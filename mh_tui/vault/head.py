"""``head.bin``: how many own entries there must be, and the link of the newest.

- Two fixed-size slots, each in its own disk block, written in turn in place and synced: a
  torn write can only hit the slot that is not the newest.
- Each carries a counter and an HMAC under a key derived from the database key.
- No readable slot is damage, never "nothing written yet": that too is an authentic record.
Source: DESIGN, Vault (a WAL can lose commits in silence).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
import threading
from dataclasses import dataclass
from pathlib import Path

from mh_tui.language import N_
from mh_tui.vault.files import os_failures, storage_failed, write_whole

_TAG = b"mh/head.bin/1"
_MAGIC = b"mhhead1\0"
_BODY = struct.Struct(">8sQQ32sQ32s")
_SIZE = _BODY.size + 32  # body and HMAC-SHA256
_BLOCK = 4096  # one slot a disk block
_NOTHING = bytes(32)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest own entry: its stream's audience (32 bytes), seq and link (32 bytes)."""

    counter: int
    own_count: int
    audience: bytes
    seq: int
    link: bytes


@dataclass(frozen=True, slots=True)
class NewestOwn:
    """What a caller knows of its newest own entry; the counter is the file's own."""

    own_count: int
    audience: bytes
    seq: int
    link: bytes


class HeadFile:
    """Thread-safe. Every failure leaves as StorageFailed."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = _mac_key(key)
        self._counter: int | None = None
        self._lock = threading.Lock()

    def read(self) -> Head | None:
        """The newest authentic record; None while no own entry was ever written."""
        with self._lock:
            head = self._read()
            return head if head.own_count else None

    def write(self, own_count: int, audience: bytes, seq: int, link: bytes) -> None:
        """Durable when it returns. Raises StorageFailed("damaged") if nothing was readable."""
        if len(audience) != 32 or len(link) != 32:
            raise ValueError("audience and link are 32 bytes")
        with self._lock:
            if self._counter is None:
                self._counter = self._read().counter
            counter = self._counter + 1
            record = self._record(Head(counter, own_count, audience, seq, link))
            with os_failures(), open(self._path, "r+b", buffering=0) as file:
                file.seek((counter % 2) * _BLOCK)
                file.write(record)
                os.fsync(file.fileno())
            self._counter = counter

    def start(self, newest: NewestOwn | None = None) -> None:
        """Make the file anew, whole: at creation, after a rekey, and for a new device."""
        with self._lock:
            first = newest or NewestOwn(0, _NOTHING, 0, _NOTHING)
            head = Head(1, first.own_count, first.audience, first.seq, first.link)
            self._start(head)

    def rekey(self, key: bytes) -> None:
        """Put the record under another database key; a kill leaves the one or the other.

        A file that no key reads stays as it is: ``read`` goes on saying that it is damaged.
        """
        with self._lock:
            under_old = self._newest()
            self._key, self._counter = _mac_key(key), None
            if under_old is not None:
                self._start(under_old)

    def _start(self, head: Head) -> None:
        image = bytearray(2 * _BLOCK)
        at = (head.counter % 2) * _BLOCK
        image[at : at + _SIZE] = self._record(head)
        write_whole(self._path, bytes(image))
        self._counter = head.counter

    def _record(self, head: Head) -> bytes:
        body = _BODY.pack(_MAGIC, head.counter, head.own_count, head.audience, head.seq, head.link)
        return body + hmac.digest(self._key, body, hashlib.sha256)

    def _read(self) -> Head:
        head = self._newest()
        if head is None:
            raise storage_failed("damaged", N_("The file head.bin is missing or damaged."))
        return head

    def _newest(self) -> Head | None:
        image = b""
        if self._path.exists():
            with os_failures(), open(self._path, "rb") as file:
                image = file.read(2 * _BLOCK)
        found = [head for slot in (0, 1) if (head := self._parse(image, slot))]
        return max(found, key=lambda head: head.counter, default=None)

    def _parse(self, image: bytes, slot: int) -> Head | None:
        record = image[slot * _BLOCK : slot * _BLOCK + _SIZE]
        if len(record) != _SIZE:
            return None
        body, mac = record[: _BODY.size], record[_BODY.size :]
        if not hmac.compare_digest(mac, hmac.digest(self._key, body, hashlib.sha256)):
            return None
        _magic, counter, own_count, audience, seq, link = _BODY.unpack(body)
        return Head(counter, own_count, audience, seq, link)


def _mac_key(database_key: bytes) -> bytes:
    from mh_tui.vault.sealing import derive

    return derive(database_key, _TAG)
