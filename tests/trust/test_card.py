"""A card is what its device signed, or it is refused by a word."""

from __future__ import annotations

import base64
import json
import os
import struct
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from mh_tui.errors import InvalidInput, MhError, NotAllowed, Refused
from mh_tui.services import admitting, inspecting
from mh_tui.trust import card, fingerprint
from mh_tui.vault import sealing
from tests.region import Region

PRIVATE, PUBLIC = sealing.new_pair()
SMALL_ORDER = sorted(card._SMALL_ORDER)


def made(**changes) -> card.DeviceKeys:
    known: dict[str, Any] = {
        "office": b"o" * 32,
        "organisation": "hoorn",
        "name": "Hoorn",
        "role": "desk",
        "identity_public": PUBLIC,
        "now_ms": 1_795_600_000_000,
        "demo": False,
    }
    return card.new_device(**known | changes)


HONEST = made()


def signed(fields: Any, key: ed25519.Ed25519PrivateKey | None = None) -> bytes:
    """A card with these fields and a signature that holds, unless its key cannot sign."""
    key = key or ed25519.Ed25519PrivateKey.generate()
    if isinstance(fields, dict) and fields.get("sign") == "own":
        fields["sign"] = key.public_key().public_bytes_raw().hex()
    text = json.dumps(fields).encode()
    head = card.MAGIC + struct.pack(">I", len(text)) + text
    return head + key.sign(b"mh/card/1\0" + head)


def fields(**changes: Any) -> dict[str, Any]:
    raw = HONEST.card.raw
    known: dict[str, Any] = json.loads(raw[12:-64])
    return known | {"sign": "own"} | changes


def code_of(raw: bytes) -> str:
    with pytest.raises(Refused) as caught:
        card.read(raw, demo=False)
    return caught.value.code


def test_a_card_reads_as_it_was_made():
    again = card.read(HONEST.card.raw, demo=False)
    assert again == HONEST.card
    assert card.read(signed(fields()), demo=False).office == b"o" * 32


@pytest.mark.parametrize("place", range(0, len(HONEST.card.raw), 7))
def test_a_changed_byte_is_refused(place: int):
    raw = bytearray(HONEST.card.raw)
    raw[place] ^= 1 << place % 8
    assert code_of(bytes(raw)) in ("damaged", "bad_signature", "not_a_bundle", "newer_format")


def test_every_cut_of_a_card_is_refused():
    for size in range(0, len(HONEST.card.raw), 5):
        assert code_of(HONEST.card.raw[:size]) in ("damaged", "not_a_bundle")
    assert code_of(HONEST.card.raw + b"\0") == "damaged"


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("point", SMALL_ORDER, ids=lambda point: point.hex()[:8])
def test_a_key_with_which_anybody_can_sign_is_refused(point: bytes, sign: int):
    weak = point[:31] + bytes([point[31] | sign])
    assert code_of(signed(fields(sign=weak.hex()))) == "damaged"


@pytest.mark.parametrize("key", ["hpke", "identity"])
@pytest.mark.parametrize("tail", [bytes(32), b"\x01" + bytes(31)])
def test_a_key_to_which_nothing_is_secret_is_refused(key: str, tail: bytes):
    weak = base64.b64encode(PUBLIC[:-32] + tail).decode()
    assert code_of(signed(fields(**{key: weak}))) == "damaged"
    assert code_of(signed(fields(**{key: base64.b64encode(os.urandom(1216)).decode()}))) == (
        "damaged"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"office": "00"},
        {"office": 7},
        {"office": None},
        {"role": "king"},
        {"role": ["desk"]},
        {"name": ""},
        {"name": "x" * 201},
        {"organisation": None},
        {"created": "soon"},
        {"created": float("inf")},
        {"created": float("nan")},
        {"format": "1"},
        {"hpke": "geen base64"},
        {"identity": ""},
    ],
    ids=str,
)
def test_a_card_that_says_nonsense_is_damaged(changes: dict[str, Any]):
    assert code_of(signed(fields(**changes))) == "damaged"


@pytest.mark.parametrize("value", [[], "x", 1, None, [[[]]] * 9])
def test_a_card_that_is_no_object_is_damaged(value):
    assert code_of(signed(value)) == "damaged"


def test_a_card_of_brackets_is_damaged():
    text = b"[" * 12_000
    assert code_of(card.MAGIC + struct.pack(">I", len(text)) + text + bytes(64)) == "damaged"


def test_a_card_of_another_program_or_time_says_so():
    assert code_of(signed(fields(format=2))) == "newer_format"
    assert code_of(made(demo=True).card.raw) == "not_a_bundle"
    with pytest.raises(Refused, match="not_a_bundle") as caught:
        card.read(made(demo=True).card.raw, demo=False)
    assert "practice card" in caught.value.text
    assert code_of(card.MAGIC + bytes(20_000)) == "too_large"


def test_a_forged_signature_is_called_so():
    other = ed25519.Ed25519PrivateKey.generate()
    honest = fields()
    honest["sign"] = HONEST.card.sign.hex()
    assert code_of(signed(honest, other)) == "bad_signature"


def test_a_look_at_a_card_of_any_time_never_fails(tmp_path):
    for created in (-(10**30), -1, 0, 10**14, 10**30):
        path = tmp_path / "x.mhcard"
        path.write_bytes(signed(fields(created=created)))
        assert inspecting.inspect(None, path)["kind"] == "card"


def test_every_digit_of_the_fingerprint_counts(play: Region):
    digits = fingerprint.fingerprint(HONEST.card.device)
    assert fingerprint.read(digits.replace(" ", "")) == digits
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    with pytest.raises(Refused, match="wrong_fingerprint"):
        admitting.admit(play["coord"], HONEST.card, fingerprint=wrong)
    for text in ("", "1" * 29, "1" * 31, "x" * 30, "¹" * 30, "٣" * 30):
        with pytest.raises(InvalidInput, match="fingerprint_length"):
            admitting.admit(play["coord"], HONEST.card, fingerprint=text)


def test_the_fingerprint_of_a_device_never_changes():
    assert fingerprint.fingerprint(bytes(32)) == "76582 80292 41530 95338 73789 89274"


@pytest.mark.parametrize("name", ["focal", "coord"])
def test_a_card_that_takes_the_office_of_another_under_another_role_is_not_trusted(
    play: Region, name: str
):
    taken = made(office=play.office(name), role="desk").card
    with pytest.raises(MhError) as caught:
        admitting.admit(play["focal"], taken, fingerprint=fingerprint.fingerprint(taken.device))
    assert isinstance(caught.value, NotAllowed)
    assert caught.value.code == "other_role"
