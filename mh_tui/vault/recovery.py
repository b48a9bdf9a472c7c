"""The recovery code: 160 random bits, written so that a person can copy it by hand.

- 32 symbols of Crockford base32 and a Luhn mod 32 check symbol, in groups of four.
- Read in any case; spaces and ``-`` ignored; I and L are 1, O is 0.
- A mistyped code is told from a wrong one before any key is tried. The check symbol shows that
  one of the symbols is wrong, not which; a group that cannot be right is named.
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
    """The 20 bytes of a code.

    Raises InvalidInput("mistyped_code", field="code"); ``detail.group``: the group, from 1, that
    cannot be right, where that shows.
    """
    plain = _plain(text)
    values = [ALPHABET.find(symbol) for symbol in plain]
    *symbols, check = values or [-1]
    if len(symbols) != _SYMBOLS or -1 in values or _check(symbols) != check:
        raise _mistyped(text)
    number = 0
    for value in symbols:
        number = number << 5 | value
    return number.to_bytes(CODE_BYTES, "big")


def groups(text: str) -> list[str]:
    """A code, or the beginning of one, in the groups in which it was typed, else in fours."""
    typed = [group for group in map(_plain, text.replace("-", " ").split()) if group]
    if len(typed) > 1 and all(len(group) <= _GROUP + 1 for group in typed):
        return typed
    whole = "".join(typed)
    return [whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP)]


def wrong_group(text: str) -> int | None:
    """The first group, from 1, that cannot be right, however the code goes on."""
    found = groups(text)
    for number, group in enumerate(found, 1):
        size = 1 if number > _SYMBOLS // _GROUP else _GROUP
        too_short = len(group) < size and number < len(found)
        if too_short or len(group) > size or not set(group) <= set(ALPHABET):
            return number
    return None


def _plain(text: str) -> str:
    """As it stands on the paper: without what separates the groups."""
    return "".join(text.split()).upper().translate(_READ_AS)


def _mistyped(text: str) -> InvalidInput:
    """What to look at: a group, what is missing, or all of it."""
    count, group = len(_plain(text)), wrong_group(text)
    if group is not None:
        said = N_("Group {group} of the recovery code is not right. Compare it with the paper.")
        return InvalidInput("mistyped_code", said, field="code", group=group)
    if count != _SYMBOLS + 1:
        said = N_(
            "A recovery code has eight groups of four and one symbol at the end: 33 symbols. Here"
            " are {count}."
        )
        return InvalidInput("mistyped_code", said, field="code", count=count)
    said = N_("This recovery code was mistyped. Compare it with the paper, group by group.")
    return InvalidInput("mistyped_code", said, field="code")


def _check(symbols: list[int]) -> int:
    """Luhn mod 32: one wrong symbol, and nearly every swap of two neighbours, shows."""
    total = 0
    for place, value in enumerate(reversed(symbols)):
        doubled = value * (2 if place % 2 == 0 else 1)
        total += doubled // 32 + doubled % 32
    return -total % 32
