"""The clear beginning of a bundle: for whom, and nothing else (DESIGN, Bundle 1).

- magic, format, bundle id, and per device of one office a key id with the file key sealed
  to it by HPKE; no names, no counts of signals, no sender.
- A key id is a hash of bundle and device id: two bundles for one office do not look alike.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from mh_tui.bundle.limits import LIMITS
from mh_tui.bundle.outcome import BundleRefused, Outcome
from mh_tui.trust.card import Card
from mh_tui.vault import sealing

MAGIC, DEMO_MAGIC = b"MHBUNDLE", b"MHDEMO\x00B"
FORMAT = 1
BUNDLE_ID, KEY_ID, SEALED = 32, 16, 1168
_FIXED = struct.Struct(">8sH32sH")
_PLACE = KEY_ID + SEALED


@dataclass(frozen=True, slots=True)
class Header:
    """``raw``: the bytes as they stand in the file; they are the context of the body."""

    raw: bytes
    bundle: bytes
    keys: tuple[tuple[bytes, bytes], ...]


def key_id(bundle: bytes, device: bytes) -> bytes:
    return sha256(b"mh/key/1\0" + bundle + device).digest()[:KEY_ID]


def _info(bundle: bytes, key: bytes) -> bytes:
    return b"mh/bundle/1" + bundle + key


def make(bundle: bytes, file_key: bytes, devices: Sequence[Card], *, demo: bool) -> Header:
    """Seal ``file_key`` to each device."""
    keys = tuple(
        (key, sealing.seal(card.hpke, file_key, _info(bundle, key)))
        for card in devices
        for key in (key_id(bundle, card.device),)
    )
    magic = DEMO_MAGIC if demo else MAGIC
    raw = _FIXED.pack(magic, FORMAT, bundle, len(keys)) + b"".join(a + b for a, b in keys)
    return Header(raw, bundle, keys)


def new_bundle_id() -> bytes:
    return os.urandom(BUNDLE_ID)


def read(file: BinaryIO, *, demo: bool) -> Header:
    """Read the header; raises BundleRefused."""
    fixed = file.read(_FIXED.size)
    if fixed[:8] != (DEMO_MAGIC if demo else MAGIC):
        raise BundleRefused(Outcome.NOT_A_BUNDLE)
    if len(fixed) < 10:
        raise BundleRefused(Outcome.DAMAGED)
    if struct.unpack(">H", fixed[8:10])[0] > FORMAT:
        raise BundleRefused(Outcome.NEWER_FORMAT)
    if len(fixed) < _FIXED.size or fixed[8:10] == b"\0\0":
        raise BundleRefused(Outcome.DAMAGED)
    _, _, bundle, count = _FIXED.unpack(fixed)
    if _FIXED.size + count * _PLACE > LIMITS.header:
        raise BundleRefused(Outcome.TOO_LARGE)
    places = file.read(count * _PLACE)
    if count == 0 or len(places) != count * _PLACE:
        raise BundleRefused(Outcome.DAMAGED)
    keys = tuple(
        (places[at : at + KEY_ID], places[at + KEY_ID : at + _PLACE])
        for at in range(0, len(places), _PLACE)
    )
    return Header(fixed + places, bundle, keys)


def open_key(header: Header, device: bytes, hpke_private: bytes) -> bytes:
    """The file key for this device; NOT_FOR_US where no place is ours, DAMAGED where it fails."""
    ours = key_id(header.bundle, device)
    for key, sealed in header.keys:
        if key == ours:
            try:
                return sealing.unseal(hpke_private, sealed, _info(header.bundle, key))
            except sealing.SealBroken as error:
                raise BundleRefused(Outcome.DAMAGED) from error
    raise BundleRefused(Outcome.NOT_FOR_US)
