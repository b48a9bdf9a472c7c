"""Find what may be a citizen service number (BSN) in a text (rule R2, CLI.md).

- Nine digits that pass the eleven-test, whole or as groups with one dot, dash or space between.
- Digits, dashes and spaces of every script count; signs without width are looked through.
- Dates are cut out first, and an international phone number is left alone: both would give
  false alarms, and people who get those learn to click them away.
- This stops a mistake. It cannot stop someone who wants to hide a number.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from operator import mul

LENGTH = 9
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_QUICK = re.compile(r"[0-9](?:[-. ]?[0-9]){8}")
_CHAIN = re.compile(r"[0-9]+(?:[-. ][0-9]+)*")
_DATES = re.compile(
    r"(?<![0-9])(?:(?P<d>[0-9]{1,2})(?P<s>[-./])(?P<m>[0-9]{1,2})(?P=s)(?P<y>(?:19|20)[0-9]{2})"
    r"|(?P<y2>(?:19|20)[0-9]{2})(?P<s2>[-./])(?P<m2>[0-9]{1,2})(?P=s2)(?P<d2>[0-9]{1,2}))(?![0-9])"
)
_DOTS = "\u2024\uff0e\u3002\xb7\u2027\u2219\u22c5\u30fb\uff61"  # from one dot leader to half width
_DASHES = "\u2212\u2043\u02d7"  # minus and hyphens that Unicode does not call a dash
_PHONE_DIGITS = range(10, 16)  # E.164: at most 15, and a country code before the nine of ours


def find(text: str) -> list[tuple[int, int]]:
    """Start and end of each number in ``text`` that may be a BSN; empty when there is none."""
    plain = text.translate(_PLAIN)
    if not _QUICK.search(plain):
        return []
    plain = _DATES.sub(_without_date, plain)
    spans = [span for chain in _CHAIN.finditer(plain) for span in _in_chain(plain, chain)]
    if not spans:
        return []
    places = [n for n, character in enumerate(text) if _PLAIN[ord(character)]]
    return [(places[start], places[end - 1] + 1) for start, end in spans]


def passes(digits: str) -> bool:
    """The eleven-test over nine ASCII digits; nine zeros are no number."""
    return sum(map(mul, _WEIGHTS, map(int, digits))) % 11 == 0 and digits.strip("0") != ""


def _in_chain(plain: str, chain: re.Match[str]) -> list[tuple[int, int]]:
    """Runs of neighbouring groups that total nine digits and pass; a group is never cut."""
    groups = [
        (chain.start() + group.start(), chain.start() + group.end())
        for group in re.finditer("[0-9]+", chain.group())
    ]
    if _is_phone(plain, groups):
        return []
    found: list[tuple[int, int]] = []
    for first, (start, _) in enumerate(groups):
        if found and start < found[-1][1]:
            continue
        last, digits = first, 0
        while last < len(groups) and digits < LENGTH:
            digits += groups[last][1] - groups[last][0]
            last += 1
        if digits == LENGTH:
            end = groups[last - 1][1]
            if passes("".join(filter(str.isdigit, plain[start:end]))):
                found.append((start, end))
    return found


def _is_phone(plain: str, groups: list[tuple[int, int]]) -> bool:
    """``+31 6 12345678`` and ``0031 6 12345678``: its last nine digits are no BSN."""
    start = groups[0][0]
    digits = sum(end - start for start, end in groups)
    abroad = start > 0 and plain[start - 1] == "+"
    return (abroad or plain.startswith("0031", start)) and digits in _PHONE_DIGITS


def _without_date(match: re.Match[str]) -> str:
    """A real date becomes as many letters, so that what stands beside it is not joined."""
    year, month, day = (
        int(match.group(name) or match.group(name + "2")) for name in ("y", "m", "d")
    )
    try:
        date(year, month, day)
    except ValueError:
        return match.group()
    return "x" * len(match.group())


class _Plain(dict[int, str]):
    """Code point to the one ASCII character it counts as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = symbol = _symbol(chr(code))
        return symbol


_PLAIN = _Plain()


def _symbol(character: str) -> str:
    """One ASCII character, or nothing for a sign that has no width of its own."""
    digit = unicodedata.digit(character, None)
    category = unicodedata.category(character)
    if digit is not None:
        return str(digit)
    if character == "\r" or category in ("Cf", "Mn", "Me"):
        return ""
    if character.isspace():
        return " "
    if category == "Cc":
        return ""
    if category == "Pd" or character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    return character if character.isascii() else "x"
