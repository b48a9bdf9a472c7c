"""The recovery code: 160 random bits, written so that a person can copy it by hand.

- 32 symbols of Crockford base32 and a Luhn mod 32 check symbol, in groups of four.
- Read in any case; spaces and ``-`` ignored; I and L are 1, O is 0.
- A mistyped code is told from a wrong one before any key is tried.
"""

from __future__ import annotations

import os

from mh_tui.errors import InvalidInput
from mh_tui.language import N_

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES = 20
_SYMBOLS = 32
_GROUP = 4
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None})


def new_code() -> str:
    """A fresh code: eight groups of four and the check symbol, as ``XXXX-…-XXXX-X``."""
    number = int.from_bytes(os.urandom(CODE_BYTES), "big")
    symbols = [(number >> (5 * at)) & 31 for at in reversed(range(_SYMBOLS))]
    text = "".join(ALPHABET[value] for value in [*symbols, _check(symbols)])
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def parse(text: str) -> bytes:
    """The 20 bytes of a code. Raises InvalidInput("mistyped_code", field="code")."""
    plain = "".join(text.split()).upper().translate(_READ_AS)
    values = [ALPHABET.find(symbol) for symbol in plain]
    *symbols, check = values or [-1]
    if len(symbols) != _SYMBOLS or -1 in values or _check(symbols) != check:
        raise InvalidInput(
            "mistyped_code",
            N_("This recovery code was mistyped. Compare it with the paper, group by group."),
            field="code",
        )
    number = 0
    for value in symbols:
        number = number << 5 | value
    return number.to_bytes(CODE_BYTES, "big")


def _check(symbols: list[int]) -> int:
    """Luhn mod 32: one wrong symbol, and nearly every swap of two neighbours, shows."""
    total = 0
    for place, value in enumerate(reversed(symbols)):
        doubled = value * (2 if place % 2 == 0 else 1)
        total += doubled // 32 + doubled % 32
    return -total % 32
