"""The floors: what the same work costs in one plain script without any of our rules.

- The same bytes, the same rows, the same tables and indexes, the same PRAGMAs: the script
  writes into a copy of the very profile that the import starts from.
- No signature, no schema, no trust, no fold: only decode, hash and insert; read, hash, press
  and seal.
- ``test_bench_runs.py`` holds the rows of the floor against those of the import.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import Any

from cryptography.cobblestone import Cobblestone256Encryptor

from mh_tui.bundle.reader import OpenedBundle
from mh_tui.journal.entry import first_link
from mh_tui.vault.database import connect
from tests.bench.offices import unlocked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BATCH = 2000
_WEEKS = 14 * 86_400_000
_FRAME, _SEQ = Struct(">BI"), Struct(">Q")
_ENTRY = "INSERT INTO entry VALUES(?,?,?,?,?,?,?,?,?)"
_SUBJECT = "INSERT INTO subject VALUES(?,?)"
_SIGNAL = f"INSERT INTO signal VALUES({','.join('?' * 21)})"
_WORDS = "INSERT INTO signal_words(rowid, words) VALUES(?,?)"
_STREAM = "INSERT INTO stream(id, device, audience, office, own, seq, link) VALUES(?,?,?,1,0,0,?)"
_RAW = "SELECT salt, body FROM entry WHERE id BETWEEN ? AND ? ORDER BY id"


def key_of(profile: Path) -> bytes:
    with unlocked(profile) as session:
        return session.vault.database.key


def decrypted(profile: Path, bundle: Path) -> tuple[OpenedBundle, bytes]:
    """The manifest, and all framed entries as one piece of bytes."""
    with unlocked(profile) as session, open(bundle, "rb") as file:
        opened = OpenedBundle(file, session.keys, demo=False)
        return opened, bytes(opened._held) + b"".join(opened._pieces)


@dataclass(slots=True)
class _Rows:
    """A batch on its way into the tables."""

    connection: Any
    entries: list[tuple[Any, ...]] = field(default_factory=list)
    subjects: list[tuple[Any, ...]] = field(default_factory=list)
    signals: list[tuple[Any, ...]] = field(default_factory=list)
    words: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self) -> None:
        for sql, rows in (
            (_ENTRY, self.entries),
            (_SUBJECT, self.subjects),
            (_SIGNAL, self.signals),
            (_WORDS, self.words),
        ):
            if rows:
                self.connection.executemany(sql, rows)
                rows.clear()


def import_floor(profile: Path, opened: OpenedBundle, plain: bytes) -> float:
    """Seconds from the decrypted bytes to the commit, the log folded into the file."""
    key = key_of(profile)
    began = time.perf_counter()
    connection = connect(profile / "vault.db", key)
    connection.execute("BEGIN IMMEDIATE")
    rows = _Rows(connection)
    number = at = 0
    for place, part in enumerate(opened.manifest.slices, start=1000):
        link = first_link(part.stream)
        connection.execute(_STREAM, (place, part.stream.device, part.stream.audience, link))
        total = 0
        for seq in range(part.first, part.last + 1):
            _flag, size = _FRAME.unpack_from(plain, at)
            salt, body = plain[at + 5 : at + 37], plain[at + 37 : at + 5 + size]
            at += 5 + size
            total += 5 + size
            digest = sha256(b"mh/entry/1\0" + salt + body).digest()
            link = sha256(b"mh/link/1\0" + link + _SEQ.pack(seq) + digest).digest()
            number = _take(rows, (place << 40 | seq, link, salt, body, total), number)
            if len(rows.entries) == BATCH:
                rows.write()
    rows.write()
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    return time.perf_counter() - began


def _take(rows: _Rows, entry: tuple[Any, ...], number: int) -> int:
    row, link, salt, body, total = entry
    parsed = json.loads(body)
    if "subject" not in parsed:
        rows.entries.append((row, None, parsed["time"], 1, link, salt, body, None, total))
        return number
    number += 1
    content = parsed["fields"]["content"]
    now = parsed["time"] >> 16
    words = _searched(content)
    rows.entries.append((row, number, parsed["time"], 13, link, salt, body, None, total))
    rows.subjects.append((number, bytes.fromhex(parsed["subject"])))
    rows.signals.append(
        (
            number, number, 2, "melding", None, content["observed_at"],
            int(datetime.fromisoformat(content["observed_at"]).timestamp() * 1000),
            content["municipality"], content["context"], json.dumps(content.get("forms", [])),
            content["advice"], content["acute"], "ontvangen", 2, None, None, now, now,
            now + _WEEKS, 0, words,
        )
    )  # fmt: skip
    rows.words.append((number, words))
    return number


def _searched(content: dict[str, Any]) -> str:
    parts = [content.get(key, "") for key in ("narrative", "municipality", "reference")]
    parts += content.get("place", {}).values()
    for group in ("persons", "organisations", "vehicles"):
        for one in content.get(group, ()):
            parts += [value for key, value in one.items() if key not in ("role", "minor")]
    return "\n".join(part for part in parts if part)


def export_floor(profile: Path, key: bytes, target: Path) -> float:
    """Seconds to read the desk's longest stream and write it pressed and sealed."""
    began = time.perf_counter()
    connection = connect(profile / "vault.db", key)
    stream, last = connection.execute("SELECT id, seq FROM stream ORDER BY seq DESC").fetchone()
    sealer = Cobblestone256Encryptor(Cobblestone256Encryptor.generate_key(), b"context")
    press = zstd.ZstdCompressor(level=3)
    digest = sha256()
    with open(target, "wb") as file:
        for piece in _pieces(connection, stream, last):
            packed = sealer.update(press.compress(piece))
            digest.update(packed)
            file.write(packed)
        file.write(sealer.update(press.flush()) + sealer.finalize())
    connection.close()
    return time.perf_counter() - began


def _pieces(connection: Any, stream: int, last: int) -> Iterator[bytes]:
    for at in range(1, last + 1, BATCH):
        held: list[bytes] = []
        ids = (stream << 40 | at, stream << 40 | (at + BATCH - 1))
        for salt, body in connection.execute(_RAW, ids):
            sha256(b"mh/entry/1\0" + salt + body).digest()
            held += (_FRAME.pack(0, len(body) + 32), salt, body)
        yield b"".join(held)
