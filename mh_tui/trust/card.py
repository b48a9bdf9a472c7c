"""The card of a device (``.mhcard``): its public keys, its office and its own signature.

- A device's id is SHA-256 of its whole card, so a card cannot be exchanged for another.
- A card is believed only after a person compared its fingerprint (``fingerprint``).
- Keys of small order are refused: with those, anybody's signature or secret would do.
- Cards of a demonstration have another magic: real and demo profiles never mix.
"""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from mh_tui.errors import Refused
from mh_tui.journal.entry import Head, SignedHead, StreamKey, head_message
from mh_tui.journal.kinds import OFFICE_ROLES
from mh_tui.language import N_
from mh_tui.vault import sealing

MAGIC, DEMO_MAGIC = b"MHCARD\x00\x01", b"MHDEMO\x00C"
FORMAT = 1
MOST = 16 * 1024
"""The largest card that is read, in bytes."""
_SIGN_TAG = b"mh/card/1\0"

_SMALL_ORDER = frozenset(
    bytes.fromhex(value)
    for value in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)
"""Every encoding of an Ed25519 point of order 1, 2, 4 or 8, with the sign bit off."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card whose signature holds. ``raw`` are its bytes as they travel."""

    raw: bytes
    device: bytes
    office: bytes
    organisation: str
    name: str
    role: str
    sign: bytes
    hpke: bytes
    identity: bytes
    created: int

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether this device's key signed ``message``."""
        try:
            ed25519.Ed25519PublicKey.from_public_bytes(self.sign).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def signed(self, head: SignedHead) -> bool:
        return head.stream.device == self.device and self.verify(
            head.signature, head_message(head.stream, head.head, head.signed_at)
        )


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The secret half of a device: Ed25519 seed (32) and HPKE private key (96)."""

    card: Card
    sign: bytes
    hpke: bytes

    def signature(self, message: bytes) -> bytes:
        return ed25519.Ed25519PrivateKey.from_private_bytes(self.sign).sign(message)

    def sign_head(self, stream: StreamKey, head: Head, now_ms: int) -> SignedHead:
        return SignedHead(stream, head, now_ms, self.signature(head_message(stream, head, now_ms)))


def new_device(
    *,
    office: bytes,
    organisation: str,
    name: str,
    role: str,
    identity_public: bytes,
    now_ms: int,
    demo: bool,
) -> DeviceKeys:
    """Fresh keys and their card."""
    sign = ed25519.Ed25519PrivateKey.generate()
    hpke_private, hpke_public = sealing.new_pair()
    fields = {
        "format": FORMAT,
        "office": office.hex(),
        "organisation": organisation,
        "name": name,
        "role": role,
        "sign": sign.public_key().public_bytes_raw().hex(),
        "hpke": base64.b64encode(hpke_public).decode(),
        "identity": base64.b64encode(identity_public).decode(),
        "created": now_ms,
    }
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    head = (DEMO_MAGIC if demo else MAGIC) + struct.pack(">I", len(text)) + text
    raw = head + sign.sign(_SIGN_TAG + head)
    return DeviceKeys(read(raw, demo=demo), sign.private_bytes_raw(), hpke_private)


def read(raw: bytes, *, demo: bool) -> Card:
    """Parse and check a card; raises Refused with the outcome word as code."""
    magic = DEMO_MAGIC if demo else MAGIC
    if raw[:8] == (MAGIC if demo else DEMO_MAGIC):
        raise Refused("not_a_bundle", _OTHER_WORLD)
    if raw[:8] != magic:
        raise Refused("not_a_bundle", N_("This is not a card of this program."))
    if len(raw) > MOST:
        raise Refused("too_large", N_("This card is too large to be one of ours."))
    try:
        (size,) = struct.unpack(">I", raw[8:12])
        if len(raw) != 12 + size + 64:
            raise ValueError
        return _checked(raw, json.loads(raw[12 : 12 + size].decode("utf-8")))
    except (
        struct.error,
        ArithmeticError,
        LookupError,
        ValueError,
        TypeError,
        RecursionError,
    ) as error:
        raise Refused("damaged", _DAMAGED) from error


_OTHER_WORLD = N_(
    "A practice card and a real profile do not go together, nor a real card and a practice profile."
)
_DAMAGED = N_("This card is damaged. Ask for it again.")


def _checked(raw: bytes, fields: dict[str, Any]) -> Card:
    if fields["format"] > FORMAT:
        raise Refused("newer_format", N_("This card needs a newer version of the program."))
    texts = [fields[key] for key in ("organisation", "name", "role")]
    if not all(isinstance(text, str) and 0 < len(text) <= 200 for text in texts):
        raise ValueError
    card = Card(
        raw=raw,
        device=sha256(raw).digest(),
        office=_sized(bytes.fromhex(fields["office"]), 32),
        organisation=texts[0],
        name=texts[1],
        role=texts[2],
        sign=_sized(bytes.fromhex(fields["sign"]), 32),
        hpke=_sized(base64.b64decode(fields["hpke"], validate=True), 1216),
        identity=_sized(base64.b64decode(fields["identity"], validate=True), 1216),
        created=int(fields["created"]),
    )
    if card.role not in OFFICE_ROLES:
        raise ValueError
    _refuse_weak_keys(card)
    if not card.verify(raw[-64:], _SIGN_TAG + raw[:-64]):
        raise Refused("bad_signature", N_("The signature of this card does not hold."))
    return card


def _sized(value: bytes, size: int) -> bytes:
    if len(value) != size:
        raise ValueError
    return value


def _refuse_weak_keys(card: Card) -> None:
    """Small-order keys, and hybrid keys the library does not take (ValueError)."""
    if card.sign[:31] + bytes([card.sign[31] & 0x7F]) in _SMALL_ORDER:
        raise ValueError
    for public in (card.hpke, card.identity):
        try:
            sealing.seal(public, b"", b"mh/probe/1")
        except sealing.SealBroken as error:
            raise ValueError from error
