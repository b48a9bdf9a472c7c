"""Write a bundle for one office: sealed, signed, atomic, read back.

- What goes in was decided before (``Outgoing``); nothing is withheld within a slice.
- ``placing`` makes it a bundle only when it is whole, on disk and read back: a pulled stick
  leaves no half bundle that looks whole.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mh_tui.bundle import body, header, manifest
from mh_tui.bundle.placing import place
from mh_tui.journal.streams import Journal, Stream

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.trust.card import Card, DeviceKeys

SUFFIX = ".mhb"
_PIECE = 256 * 1024
_FULL, _PURGED = 0, 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What one office is to get. ``slices`` carry signed heads."""

    office: bytes
    devices: tuple[Card, ...]
    slices: tuple[tuple[Stream, manifest.Slice], ...]
    acks: tuple[manifest.Ack, ...]


@dataclass(frozen=True, slots=True)
class Written:
    path: Path
    bundle: bytes
    sha256: bytes
    entries: int
    bytes: int


def write(
    connection: Connection,
    journal: Journal,
    keys: DeviceKeys,
    out: Outgoing,
    folder: Path,
    *,
    now_ms: int,
    demo: bool,
) -> Written:
    """Write ``<bundle id>.mhb`` into ``folder``; raises StorageFailed, leaves nothing half."""
    bundle = header.new_bundle_id()
    file_key = body.new_key()
    head = header.make(bundle, file_key, out.devices, demo=demo)
    totals = manifest.Manifest(
        bundle=bundle,
        sender=keys.card.device,
        office=out.office,
        created=now_ms,
        entries=sum(part.count for _, part in out.slices),
        bytes=sum(
            journal.size(connection, stream, part.first, part.last) for stream, part in out.slices
        ),
        slices=tuple(part for _, part in out.slices),
        acks=out.acks,
    )
    pieces = _pieces(
        connection, journal, out, manifest.sign(manifest.encode(totals), keys.signature)
    )
    target = folder / (bundle.hex() + SUFFIX)

    def fill(file: BinaryIO) -> None:
        file.write(head.raw)
        body.write(file, file_key, head.raw, pieces)

    digest, size = place(target, fill)
    return Written(target, bundle, digest, totals.entries, size)


def _pieces(
    connection: Connection, journal: Journal, out: Outgoing, signed: bytes
) -> Iterator[bytes]:
    yield signed
    frame = struct.Struct(">BI").pack
    for stream, part in out.slices:
        held: list[bytes] = []
        size = 0
        for entry in journal.raw(connection, stream, part.first, part.last):
            if entry.body is None or entry.salt is None:
                held += (frame(_PURGED, 32), entry.digest)
                size += 37
            else:
                held += (frame(_FULL, 32 + len(entry.body)), entry.salt, entry.body)
                size += 37 + len(entry.body)
            if size >= _PIECE:
                yield b"".join(held)
                held, size = [], 0
        if held:
            yield b"".join(held)
