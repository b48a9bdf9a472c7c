"""Read a bundle from someone we may not trust.

- The sender's signature over the manifest is checked before any entry is looked at.
- Everything is bounded: header, manifest, an entry, the totals that the manifest names.
- A slice counts only if its chain, recomputed here, ends at its author's signed head.
- Only a bundle read to the last byte counts; whoever takes entries in commits after that.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mh_tui.bundle import body, header, manifest
from mh_tui.bundle.limits import LIMITS
from mh_tui.bundle.manifest import Manifest, Slice
from mh_tui.bundle.outcome import BundleRefused, Outcome
from mh_tui.trust.card import Card, DeviceKeys

_FRAME = struct.Struct(">BI")
_FULL, _PURGED = 0, 1

Framed = tuple[bytes | None, bytes]
"""(salt, body) of a whole entry, (None, digest) of a purged one."""


class OpenedBundle:
    """A bundle that opened with our key. Nothing in it is to be believed yet."""

    def __init__(self, file: BinaryIO, keys: DeviceKeys, *, demo: bool) -> None:
        self.header = header.read(file, demo=demo)
        file_key = header.open_key(self.header, keys.card.device, keys.hpke)
        self._pieces = body.read(file, file_key, self.header.raw)
        self._held = bytearray()
        self._signed = manifest.read(self._take)
        self.manifest = self._signed.manifest
        if self.manifest.bundle != self.header.bundle:
            raise BundleRefused(Outcome.DAMAGED)
        if self.manifest.office != keys.card.office:
            raise BundleRefused(Outcome.NOT_FOR_US)

    def _take(self, size: int) -> bytes:
        while len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                raise BundleRefused(Outcome.DAMAGED)
            self._held += piece
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def verified(self, sender: Card) -> VerifiedBundle:
        """The bundle as its sender's words; raises BundleRefused(BAD_SIGNATURE)."""
        if sender.device != self.manifest.sender or not sender.verify(
            self._signed.signature, self._signed.message
        ):
            raise BundleRefused(Outcome.BAD_SIGNATURE)
        return VerifiedBundle(self.manifest, bytes(self._held), self._pieces)


@dataclass(slots=True)
class VerifiedBundle:
    """A bundle whose manifest was signed by the sender it names."""

    manifest: Manifest
    _held: bytes
    _pieces: Iterator[bytes]

    def entries(self) -> Iterator[tuple[Slice, list[Framed]]]:
        """Runs of entries in the order of the slices, to the body's very end."""
        left = [part.count for part in self.manifest.slices]
        at = 0
        taken_bytes = 0
        for run, size in self._runs():
            taken_bytes += size
            if taken_bytes > self.manifest.bytes:
                raise BundleRefused(Outcome.TOO_LARGE)
            begin = 0
            while begin < len(run):
                if at >= len(left):
                    raise BundleRefused(Outcome.DAMAGED)
                upto = min(len(run), begin + left[at])
                yield self.manifest.slices[at], run[begin:upto]
                left[at] -= upto - begin
                begin = upto
                if left[at] == 0:
                    at += 1
        if at != len(left):
            raise BundleRefused(Outcome.DAMAGED)

    def _runs(self) -> Iterator[tuple[list[Framed], int]]:
        """All entries that a piece completes, and how many bytes they took."""
        held = self._held
        while True:
            run, used = _cut(held)
            if run:
                yield run, used
            held = held[used:]
            piece = next(self._pieces, None)
            if piece is None:
                if held:
                    raise BundleRefused(Outcome.DAMAGED)
                return
            held += piece


def _cut(held: bytes) -> tuple[list[Framed], int]:
    """The whole entries at the beginning of ``held`` and the bytes they take."""
    run: list[Framed] = []
    at, end = 0, len(held)
    unpack = _FRAME.unpack_from
    while end - at >= 5:
        flag, size = unpack(held, at)
        if size > LIMITS.entry:
            raise BundleRefused(Outcome.TOO_LARGE)
        if size < 32 or flag > _PURGED or (flag == _PURGED and size != 32):
            raise BundleRefused(Outcome.DAMAGED)
        begin, upto = at + 5, at + 5 + size
        if upto > end:
            break
        if flag == _PURGED:
            run.append((None, held[begin:upto]))
        else:
            run.append((held[begin : begin + 32], held[begin + 32 : upto]))
        at = upto
    return run, at
