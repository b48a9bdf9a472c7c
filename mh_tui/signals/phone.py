"""Whether a telephone number can be whole: it may stand beside 112, where half of one costs time.

- Nothing is looked up: only the length and the start are judged.
- What stands behind the number, such as an extension or hours, is free.
Source: the Dutch numbering plan (10 digits; 0800 and 0900 of 8 or 11; 14 and an area code; 112
and 113; 116 and three digits), E.164 for numbers from abroad (8 to 15 digits).
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\+?[\d\s().\-–/]+")
_ABROAD = re.compile(r"(?:\+|00)(?!31)[1-9]\d{7,14}")
_FROM_ABROAD = re.compile(r"(?:\+|00)310?[1-9]\d{8}")
"""A zero that is not dialled from abroad is often written: +31 (0)229."""
_AT_HOME = re.compile(
    r"0(?!800|90[069])[1-9]\d{8}"
    r"|0(?:800|90[069])(?:\d{4}|\d{7})"
    r"|140\d{2,3}|11[23]|116\d{3}"
)


def is_whole(text: str) -> bool:
    """Whether ``text`` begins with a number that one can call, as far as can be seen."""
    found = _NUMBER.match(text.strip())
    run = found.group() if found is not None else ""
    return any(_can_be(re.sub(r"[^\d+]", "", part)) for part in (run, run.partition("/")[0]))


def _can_be(digits: str) -> bool:
    return any(one.fullmatch(digits) for one in (_ABROAD, _FROM_ABROAD, _AT_HOME))
