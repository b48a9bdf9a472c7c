"""Whether something can be a Dutch postcode, and how it is written.

Four digits, the first not 0, then two letters; the digits alone are a neighbourhood, which helps
as well. Nothing is looked up. Source: the postcode system of PostNL (1234 AB).
"""

from __future__ import annotations

import re

_FORM = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})?", re.ASCII)


def written(text: str) -> str | None:
    """``1621 AB`` for what can be one, however it was typed; None for what cannot."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    digits, letters = found.groups()
    return f"{digits} {letters.upper()}" if letters else digits
