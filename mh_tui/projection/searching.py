"""What is written in the search index of signals, and how it is asked.

- Each word typed is the beginning of a word; all of them are wanted.
- A phone number, plate or postcode is found in whatever spelling: it stands there packed too.
- Only letters and digits reach the query language, so nothing in it can be written in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from mh_tui.errors import InvalidInput
from mh_tui.language import N_
from mh_tui.signals import spelling

_TERM = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[+\d][\d\s().-]*\d")
_NOTHING = '""'  # a phrase without words stands nowhere (FTS5, "Full-text Query Syntax")
SHORTEST_NUMBER, LONGEST_CODE = 5, 10
"""Digits of what may be a phone number; letters and digits of a plate or postcode."""


def match_expression(words: str) -> str:
    """What finds all these words; InvalidInput where there is none."""
    terms = _terms(words)
    if not terms:
        raise InvalidInput("empty_text", N_("{field}: type a word to search for."), field="words")
    whole = " ".join(f'"{term}"*' for term in terms)
    other = _packed(words)
    known = {"", *(term.lower() for term in terms)}
    return f"({whole})" if other in known else f'(({whole}) OR "{other}"*)'


def any_of(pieces: Iterable[str]) -> str:
    """What finds one of these pieces of text, its words side by side; of none, nothing."""
    phrases = [f'"{" ".join(terms)}"' for piece in pieces if (terms := _terms(piece))]
    return f"({' OR '.join(phrases or [_NOTHING])})"


def _terms(text: str) -> list[str]:
    return _TERM.findall(unicodedata.normalize("NFC", text))


def _packed(typed: str) -> str:
    """The one word that a phone number, plate or postcode is in the index, or nothing."""
    bare = typed.strip()
    if _NUMBER.fullmatch(bare):
        number = next(spelling.phone_numbers(bare), "")
        return number if len(number) >= SHORTEST_NUMBER else ""
    code = spelling.packed(bare)
    mixed = any(char.isdigit() for char in code) and not code.isdigit()
    return code if mixed and len(code) <= LONGEST_CODE else ""


def words(content: dict[str, Any]) -> str:
    """All that a person may search for in a signal, one text."""
    get, place = content.get, content.get("place", {})
    parts = [get("narrative"), get("municipality"), get("reference"), *place.values()]
    for group in ("persons", "organisations", "vehicles"):
        for member in get(group, ()):
            parts += [value for key, value in member.items() if key not in ("role", "minor")]
            if "phone" in member:
                parts += spelling.phone_numbers(member["phone"])
            elif "plate" in member:
                parts.append(spelling.packed(member["plate"]))
    if "postcode" in place:
        parts += (spelling.packed(place["postcode"]), address(place))
    return "\n".join(filter(None, parts))


def address(place: dict[str, str]) -> str:
    """Postcode and house number as one word, which names a house; or nothing."""
    postcode, number = place.get("postcode"), place.get("number")
    return spelling.packed(postcode + number) if postcode and number else ""
