"""An entry: the bytes that were hashed, and how a stream chains them (DESIGN, Journal).

- A body is encoded once and kept as exactly those bytes; nothing is ever encoded anew to check.
- Every hash and signature has its own tag, so no value can stand in for another.
- All formulas of the journal stand here and nowhere else.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

SALT = 32
LINK = 32
MAX_SEQ = (1 << 40) - 1

LOCAL = sha256(b"mh/audience/1\0local").digest()
"""The audience of what never leaves this device."""
REGION = sha256(b"mh/audience/1\0region").digest()
"""The audience of what every office this one admitted may read."""


@dataclass(frozen=True, slots=True)
class StreamKey:
    """A stream is a device and an audience (LOCAL, REGION or an office id), 32 bytes each."""

    device: bytes
    audience: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: the last seq and its link."""

    seq: int
    link: bytes


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with its author's signature. ``signed_at`` in ms since 1970, UTC."""

    stream: StreamKey
    head: Head
    signed_at: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class Author:
    """Who speaks: the office, and the user only inside that office."""

    office: bytes
    user: str | None = None


def encode(
    kind: str,
    version: int,
    time: int,
    author: Author,
    subject: bytes | None,
    fields: dict[str, Any],
) -> bytes:
    """The body of an entry as UTF-8 JSON. ``time`` is a clock value (see ``clock``)."""
    by: dict[str, str] = {"office": author.office.hex()}
    if author.user is not None:
        by["user"] = author.user
    body: dict[str, Any] = {"kind": kind, "v": version, "time": time, "by": by}
    if subject is not None:
        body["subject"] = subject.hex()
    body["fields"] = fields
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def digest_of(salt: bytes, body: bytes) -> bytes:
    return sha256(b"mh/entry/1\0" + salt + body).digest()


def first_link(stream: StreamKey) -> bytes:
    """The link before entry 1 of a stream."""
    return sha256(b"mh/first/1\0" + stream.device + stream.audience).digest()


def next_link(previous: bytes, seq: int, digest: bytes) -> bytes:
    return sha256(b"mh/link/1\0" + previous + struct.pack(">Q", seq) + digest).digest()


def head_message(stream: StreamKey, head: Head, signed_at: int) -> bytes:
    """What the author's Ed25519 key signs."""
    return (
        b"mh/head/1\0"
        + stream.device
        + stream.audience
        + struct.pack(">Q", head.seq)
        + head.link
        + struct.pack(">Q", signed_at)
    )


def entry_id(stream: int, seq: int) -> int:
    """The row id of an entry: streams lie apart, seqs lie in order."""
    return stream << 40 | seq


def split_id(row: int) -> tuple[int, int]:
    """(stream number, seq) of a row id."""
    return row >> 40, row & MAX_SEQ
