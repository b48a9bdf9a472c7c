"""One thing in many spellings: phone numbers, number plates, postcodes.

- ``packed``: only its letters and digits, without case and accents.
- A phone number is what stands behind the 0, at home or from abroad.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_RUN = re.compile(r"\d[\d\s().-]*")
_BEFORE = re.compile(r"^(?:(?:00)?31(?=0?\d{9}$))?0?")


def plain(text: str) -> str:
    """Without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def packed(text: str) -> str:
    """Only letters a to z and digits."""
    return re.sub(r"[^0-9a-z]", "", plain(text))


def phone_numbers(text: str) -> Iterator[str]:
    """The numbers in a field, without what stands before them at home or abroad."""
    for run in _RUN.findall(text):
        yield _BEFORE.sub("", re.sub(r"\D", "", run))
