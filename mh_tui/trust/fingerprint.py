"""Thirty digits to read out over the telephone, in six groups of five (DESIGN, Trust).

Each group is five bytes of SHA-256 over a tag and the device id, taken modulo 100,000:
just under 100 bits, too many to find a second card for.
"""

from __future__ import annotations

from hashlib import sha256

from mh_tui.errors import InvalidInput
from mh_tui.language import N_

GROUPS = 6


def fingerprint(device: bytes) -> str:
    """``"01234 56789 …"`` of a device id (32 bytes)."""
    digest = sha256(b"mh/fingerprint/1\0" + device).digest()
    numbers = (
        int.from_bytes(digest[at : at + 5], "big") % 100_000 for at in range(0, GROUPS * 5, 5)
    )
    return " ".join(f"{number:05d}" for number in numbers)


def read(text: str) -> str:
    """What a person typed, as ``fingerprint`` writes it; InvalidInput if it is not 30 digits."""
    digits = "".join(text.split())
    if len(digits) != GROUPS * 5 or not digits.isascii() or not digits.isdigit():
        raise InvalidInput(
            "fingerprint_length",
            N_("{field}: a fingerprint is 30 digits, in six groups of five."),
            field="fingerprint",
        )
    return " ".join(digits[at : at + 5] for at in range(0, GROUPS * 5, 5))
