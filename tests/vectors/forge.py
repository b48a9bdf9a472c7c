"""Bundles and entries as only an attacker would make them, with real keys.

- ``entry`` and ``Line`` build a stream by hand: any body, any seq, any signer.
- ``Forgery`` puts lines into a bundle; each part can be replaced on the way (``manifest``,
  ``plain``, ``packed``, ``header``), so that a vector differs from an honest one in one place.
"""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.cobblestone import Cobblestone256Encryptor

from mh_tui.bundle import body, header
from mh_tui.bundle import manifest as manifests
from mh_tui.bundle.body import zstd
from mh_tui.bundle.limits import LIMITS
from mh_tui.journal import clock, kinds
from mh_tui.journal.entry import (
    Author,
    Head,
    SignedHead,
    StreamKey,
    digest_of,
    encode,
    first_link,
    head_message,
    next_link,
)
from mh_tui.services.session import Session
from mh_tui.signals import signal_id
from mh_tui.trust.card import Card, DeviceKeys
from tests.region import SIGNAL

CONTENT: dict[str, Any] = SIGNAL | {
    "reporter": {"kind": "melder_balie"},
    "advice": "vandaag",
    "why": ["ALG-01"],
    "reference_version": "2026.11",
}


def unsigned(stream: StreamKey, head: Head) -> manifests.Ack:
    """A receipt that nobody signed the head of."""
    return manifests.Ack(SignedHead(stream, head, 0, bytes(64)))


def now() -> int:
    """A clock value of this moment."""
    return clock.wall_ms() * clock.TICKS


def entry(
    office: bytes,
    kind: str,
    fields: dict[str, Any],
    *,
    subject: bytes | None = None,
    time: int | None = None,
    user: str | None = None,
    version: int | None = None,
) -> bytes:
    """The body of an entry that says what we want."""
    known = kinds.BY_NAME.get(kind)
    chosen = version if version is not None else (known.version if known else 1)
    return encode(kind, chosen, time or now(), Author(office, user), subject, fields)


def melding(author: bytes, *, nonce: bytes | None = None, **changes: Any) -> bytes:
    """An honest handing on of a new signal, but for ``changes``."""
    nonce = nonce or os.urandom(16)
    options = {key: changes.pop(key) for key in ("subject", "time", "user") if key in changes}
    options.setdefault("subject", signal_id.subject_of(author, nonce))
    fields = {
        "office": author.hex(),
        "nonce": nonce.hex(),
        "base": [],
        "content": CONTENT,
        "purpose": "signaleren_mensenhandel",
        "legal_basis": "avg_6_1_e",
    } | changes
    return entry(author, "handover.melding", fields, **options)


@dataclass(frozen=True, slots=True)
class Line:
    """A slice by hand. A body of None travels as the digest of a purged entry."""

    stream: StreamKey
    bodies: Sequence[bytes | None]
    first: int = 1
    previous: bytes | None = None
    signer: DeviceKeys | None = None

    def start(self) -> bytes:
        return first_link(self.stream) if self.previous is None else self.previous

    def framed(self) -> tuple[list[bytes], Head]:
        frames, link, seq = [], self.start(), self.first - 1
        for told in self.bodies:
            seq += 1
            salt = os.urandom(32)
            if told is None:
                digest = os.urandom(32)
                frames.append(struct.pack(">BI", 1, 32) + digest)
            else:
                digest = digest_of(salt, told)
                frames.append(struct.pack(">BI", 0, 32 + len(told)) + salt + told)
            link = next_link(link, seq, digest)
        return frames, Head(seq, link)


def next_line(session: Session, audience: bytes, bodies: Sequence[bytes | None]) -> Line:
    """What ``session`` might say next in its own stream to ``audience``."""
    key = StreamKey(session.me.device, audience)
    with session.read() as connection:
        stream = session.journal.stream(connection, key)
    head = Head(0, first_link(key)) if stream is None else stream.head
    return Line(key, bodies, head.seq + 1, head.link)


def same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Forgery:
    """A bundle from ``sender`` to ``devices`` of ``office``."""

    sender: DeviceKeys
    office: bytes
    devices: tuple[Card, ...]
    lines: tuple[Line, ...]
    acks: tuple[manifests.Ack, ...] = ()
    manifest: Callable[[dict[str, Any]], dict[str, Any]] = same
    signature: Callable[[bytes], bytes] | None = None
    frames: Callable[[list[bytes]], list[bytes]] = same
    plain: Callable[[bytes], bytes] = same
    pack: Callable[[bytes], bytes] = field(default=lambda plain: padded(press(plain)))
    header: Callable[[bytes], bytes] = same
    demo: bool = False

    def but(self, **changes: Any) -> Forgery:
        return replace(self, **changes)

    def make(self) -> bytes:
        """The file."""
        bundle, key = header.new_bundle_id(), body.new_key()
        head = self.header(header.make(bundle, key, self.devices, demo=self.demo).raw)
        frames: list[bytes] = []
        slices = []
        for line in self.lines:
            made, reached = line.framed()
            frames += made
            signer = line.signer or self.sender
            at = clock.wall_ms()
            signed = SignedHead(
                line.stream, reached, at, signer.signature(head_message(line.stream, reached, at))
            )
            slices.append(manifests.Slice(line.stream, line.first, line.start(), signed))
        text = self._manifest(bundle, slices, frames)
        signed_text = manifests.sign(text, self.signature or self.sender.signature)
        plain = self.plain(signed_text + b"".join(self.frames(frames)))
        return seal(head, key, self.pack(plain))

    def _manifest(
        self, bundle: bytes, slices: Sequence[manifests.Slice], frames: Sequence[bytes]
    ) -> bytes:
        honest = manifests.Manifest(
            bundle=bundle,
            sender=self.sender.card.device,
            office=self.office,
            created=clock.wall_ms(),
            entries=sum(part.count for part in slices),
            bytes=sum(map(len, frames)),
            slices=tuple(slices),
            acks=self.acks,
        )
        fields = self.manifest(json.loads(manifests.encode(honest)))
        return json.dumps(fields, separators=(",", ":")).encode()


def press(plain: bytes) -> bytes:
    return zstd.compress(plain, options={zstd.CompressionParameter.checksum_flag: 1})


def padded(packed: bytes, *, more: int = 0, last: bytes = b"") -> bytes:
    size = max(LIMITS.padding, body.padme(len(packed))) + more
    return packed + bytes(size - len(packed) - len(last)) + last


def seal(head: bytes, key: bytes, packed: bytes) -> bytes:
    sealer = Cobblestone256Encryptor(key, head)
    out = io.BytesIO(head)
    out.seek(0, io.SEEK_END)
    out.write(sealer.update(packed))
    out.write(sealer.finalize())
    return out.getvalue()


def forgery(here: Session, there: Session, *lines: Line, also: Sequence[Session] = ()) -> Forgery:
    """From ``here`` to the office of ``there`` (and its other devices ``also``)."""
    cards = tuple(one.keys.card for one in (there, *also))
    return Forgery(here.keys, there.me.office, cards, lines)


def say(here: Session, there: Session, *bodies: bytes | None) -> Forgery:
    """``bodies`` as the next words of ``here`` to ``there``."""
    return forgery(here, there, next_line(here, there.me.office, bodies))
