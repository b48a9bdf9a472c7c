"""Who sends what to whom: the signed first part of a body (DESIGN, Bundle 3).

- Layout: u32 length, manifest (UTF-8 JSON), u8 number of signatures, each u8 algorithm,
  u16 length, bytes. Algorithm 1 is Ed25519 and comes first; there is room for a second.
- A manifest that does not name this bundle and this office is refused.
- Totals are limits: entries exactly, bytes at most.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic_core import SchemaValidator, ValidationError, core_schema

from mh_tui.bundle.limits import LIMITS
from mh_tui.bundle.outcome import BundleRefused, Outcome
from mh_tui.journal.entry import Head, SignedHead, StreamKey

FORMAT = 1
ED25519 = 1
_TAG = b"mh/manifest/1\0"


@dataclass(frozen=True, slots=True)
class Slice:
    """Entries ``first`` to ``head.seq`` of one stream. ``previous``: the link before them."""

    stream: StreamKey
    first: int
    previous: bytes
    signed: SignedHead

    @property
    def last(self) -> int:
        return self.signed.head.seq

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Ack:
    """What the sender holds of a stream that the addressee may hold too.

    It carries the head as its author signed it: nobody can claim that an office said more
    than it did, and so stop it as rolled back.
    """

    signed: SignedHead

    @property
    def stream(self) -> StreamKey:
        return self.signed.stream

    @property
    def head(self) -> Head:
        return self.signed.head


@dataclass(frozen=True, slots=True)
class Manifest:
    """Ids are 32 bytes; ``created`` in ms since 1970, UTC."""

    bundle: bytes
    sender: bytes
    office: bytes
    created: int
    entries: int
    bytes: int
    slices: tuple[Slice, ...]
    acks: tuple[Ack, ...]


def encode(manifest: Manifest) -> bytes:
    fields = {
        "format": FORMAT,
        "bundle": manifest.bundle.hex(),
        "sender": manifest.sender.hex(),
        "office": manifest.office.hex(),
        "created": manifest.created,
        "entries": manifest.entries,
        "bytes": manifest.bytes,
        "slices": [_slice_fields(part) for part in manifest.slices],
        "acks": [
            {
                "device": ack.stream.device.hex(),
                "audience": ack.stream.audience.hex(),
                "seq": ack.head.seq,
                "link": ack.head.link.hex(),
                "signed_at": ack.signed.signed_at,
                "signature": ack.signed.signature.hex(),
            }
            for ack in manifest.acks
        ],
    }
    return json.dumps(fields, separators=(",", ":")).encode("ascii")


def _slice_fields(part: Slice) -> dict[str, Any]:
    return {
        "device": part.stream.device.hex(),
        "audience": part.stream.audience.hex(),
        "first": part.first,
        "previous": part.previous.hex(),
        "last": part.last,
        "link": part.signed.head.link.hex(),
        "signed_at": part.signed.signed_at,
        "signature": part.signed.signature.hex(),
    }


def sign(text: bytes, signature: Callable[[bytes], bytes]) -> bytes:
    """The manifest as it stands in the body."""
    signed = signature(_TAG + text)
    tail = struct.pack(">BBH", 1, ED25519, len(signed)) + signed
    return struct.pack(">I", len(text)) + text + tail


@dataclass(frozen=True, slots=True)
class SignedManifest:
    """A manifest whose signature was not checked yet."""

    manifest: Manifest
    message: bytes
    signature: bytes


def read(take: Callable[[int], bytes]) -> SignedManifest:
    """Read it with ``take(size)``; raises BundleRefused."""
    (size,) = struct.unpack(">I", take(4))
    if size > LIMITS.manifest:
        raise BundleRefused(Outcome.TOO_LARGE)
    text = take(size)
    signatures = []
    for _ in range(take(1)[0]):
        algorithm, length = struct.unpack(">BH", take(3))
        signatures.append((algorithm, take(length)))
    if not signatures or signatures[0][0] != ED25519 or len(signatures[0][1]) != 64:
        raise BundleRefused(Outcome.DAMAGED)
    return SignedManifest(decode(text), _TAG + text, signatures[0][1])


def decode(text: bytes) -> Manifest:
    try:
        fields = _validator().validate_json(text)
    except ValidationError as error:
        raise BundleRefused(_newer(text)) from error
    manifest = Manifest(
        bundle=bytes.fromhex(fields["bundle"]),
        sender=bytes.fromhex(fields["sender"]),
        office=bytes.fromhex(fields["office"]),
        created=fields["created"],
        entries=fields["entries"],
        bytes=fields["bytes"],
        slices=tuple(_slice(part) for part in fields["slices"]),
        acks=tuple(Ack(_signed_head(ack, ack["seq"])) for ack in fields["acks"]),
    )
    keys = [part.stream for part in manifest.slices]
    confirmed = [ack.stream for ack in manifest.acks]
    entries = sum(part.count for part in manifest.slices)
    sound = all(1 <= part.first <= part.last for part in manifest.slices)
    twice = len(set(keys)) != len(keys) or len(set(confirmed)) != len(confirmed)
    if not sound or entries != manifest.entries or twice:
        raise BundleRefused(Outcome.DAMAGED)
    if manifest.bytes > LIMITS.body:
        raise BundleRefused(Outcome.TOO_LARGE)
    return manifest


def _newer(text: bytes) -> Outcome:
    try:
        found = json.loads(text).get("format", 0)
    except (ValueError, AttributeError, RecursionError):
        return Outcome.DAMAGED
    return Outcome.NEWER_FORMAT if isinstance(found, int) and found > FORMAT else Outcome.DAMAGED


def _slice(fields: dict[str, Any]) -> Slice:
    signed = _signed_head(fields, fields["last"])
    return Slice(signed.stream, fields["first"], bytes.fromhex(fields["previous"]), signed)


def _signed_head(fields: dict[str, Any], seq: int) -> SignedHead:
    stream = StreamKey(bytes.fromhex(fields["device"]), bytes.fromhex(fields["audience"]))
    head = Head(seq, bytes.fromhex(fields["link"]))
    return SignedHead(stream, head, fields["signed_at"], bytes.fromhex(fields["signature"]))


@cache
def _validator() -> SchemaValidator:
    def text(size: int) -> Any:
        return core_schema.str_schema(pattern=f"^[0-9a-f]{{{size * 2}}}$", strict=True)

    def record(**fields: Any) -> Any:
        return core_schema.typed_dict_schema(
            {name: core_schema.typed_dict_field(schema) for name, schema in fields.items()},
            extra_behavior="forbid",
        )

    count = core_schema.int_schema(ge=0, le=(1 << 40) - 1, strict=True)
    when = core_schema.int_schema(ge=0, le=(1 << 53) - 1, strict=True)
    name = text(32)
    part = record(
        device=name,
        audience=name,
        first=count,
        previous=name,
        last=count,
        link=name,
        signed_at=when,
        signature=text(64),
    )
    ack = record(
        device=name,
        audience=name,
        seq=count,
        link=name,
        signed_at=when,
        signature=text(64),
    )
    return SchemaValidator(
        record(
            format=core_schema.literal_schema([FORMAT]),
            bundle=name,
            sender=name,
            office=name,
            created=when,
            entries=count,
            bytes=when,
            slices=core_schema.list_schema(part, max_length=100_000),
            acks=core_schema.list_schema(ack, max_length=100_000),
        )
    )
