"""The id of a signal: 75 bits, written so that a person can read it out over the phone.

- The bits are the start of a SHA-256 over office and nonce: two devices that are not connected
  never give out the same id, and an id tells nothing about the office.
- Shown as 15 symbols of Crockford base32 and a Luhn mod 32 check symbol, in groups of four.
- Read in any case, with or without ``-``; I and L count as 1, O as 0 (CLI.md, fine print).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from mh_tui.errors import InvalidInput
from mh_tui.language import N_

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 75
SIZE = 10  # bytes: 75 bits and 5 that are always zero
SYMBOLS = 15
SHORTEST = 4  # symbols of a start that may stand for an id
_PAD = SIZE * 8 - BITS
_LAST = [bytes([n >> _PAD << _PAD]) for n in range(256)]  # a last byte without the spare bits
_DOMAIN = b"mh/subject/1\0"
_VALUES = {symbol: n for n, symbol in enumerate(ALPHABET)}
_VALUES |= {symbol.lower(): n for symbol, n in _VALUES.items()}
_VALUES |= dict.fromkeys("IiLl", 1) | dict.fromkeys("Oo", 0)


@dataclass(frozen=True, slots=True)
class Prefix:
    """A start of an id: every id with ``low <= id <= high`` begins with it (10 bytes each)."""

    low: bytes
    high: bytes


def subject_of(office: bytes, nonce: bytes) -> bytes:
    """The 10-byte id that this nonce gives in this office; its last 5 bits are zero."""
    digest = hashlib.sha256(_DOMAIN + office + nonce).digest()
    return digest[: SIZE - 1] + _LAST[digest[SIZE - 1]]


def show(subject: bytes) -> str:
    """``7Z4K-...`` for the 10 bytes of an id; ``ValueError`` for anything that is no id."""
    number = int.from_bytes(subject, "big")
    if len(subject) != SIZE or number & ((1 << _PAD) - 1):
        raise ValueError("no subject id")
    number >>= _PAD
    values = [(number >> 5 * n) & 31 for n in reversed(range(SYMBOLS))]
    text = "".join(ALPHABET[value] for value in [*values, _check(values)])
    return "-".join(text[n : n + 4] for n in range(0, len(text), 4))


def read(text: str) -> bytes | Prefix:
    """The id that a person typed, or the range that its start stands for.

    ``InvalidInput``: ``mistyped_id`` for a whole id with another check symbol, ``invalid_id`` for
    fewer than 4 symbols, more than 16, or a symbol that no id has.
    """
    symbols = text.strip().replace("-", "")
    values = [_VALUES[symbol] for symbol in symbols if symbol in _VALUES]
    if len(values) != len(symbols) or not SHORTEST <= len(values) <= SYMBOLS + 1:
        raise InvalidInput(
            "invalid_id",
            N_("This is not the number of a signal. Type at least {shortest} of its symbols."),
            field="id",
            shortest=SHORTEST,
        )
    if len(values) == SYMBOLS + 1:
        return _whole(values)
    missing = 5 * (SYMBOLS - len(values))
    low = _number(values) << missing
    return Prefix(_pack(low), _pack(low | ((1 << missing) - 1)))


def _whole(values: list[int]) -> bytes:
    if _check(values[:-1]) != values[-1]:
        raise InvalidInput(
            "mistyped_id",
            N_("There is a typing mistake in the number of this signal. Look at it once more."),
            field="id",
        )
    return _pack(_number(values[:-1]))


def _check(values: list[int]) -> int:
    """Luhn mod 32: finds one wrong symbol, and nearly every swap of two neighbours."""
    total = 0
    for place, value in enumerate(reversed(values)):
        doubled = value * (2 - place % 2)
        total += doubled // 32 + doubled % 32
    return -total % 32


def _number(values: list[int]) -> int:
    number = 0
    for value in values:
        number = number << 5 | value
    return number


def _pack(number: int) -> bytes:
    return (number << _PAD).to_bytes(SIZE, "big")
