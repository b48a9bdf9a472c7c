"""Text from people and files, made harmless before it is laid out (TERMINAL.md 2.1, 2.2).

- ``safe`` for every text that is data: NFC, and a visible mark for what cannot be seen.
- ``shown`` wraps it as ``Content``, so that square brackets stay square brackets.
- ``Harmless`` is the last gate: whatever a widget let through is deleted before the terminal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

_QUICK = re.compile(r"[^\x20-\x7e]")
_LINE_ENDS = "\n\u2028\u2029\x85"
_MARK = "\ufffd"
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Cc, and the Cf and separators that move or hide text; the wide ranges of Cf stay with safe."""


def safe(text: str, *, lines: bool = False) -> str:
    """``text`` as it may be shown; with ``lines`` its line ends stay line ends."""
    if not _QUICK.search(text):
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(_symbol(char, lines) for char in text)


def _symbol(char: str, lines: bool) -> str:
    if char in _LINE_ENDS:
        return "\n" if lines else "\u21b5"
    if char == "\t":
        return "  "
    if char < " ":
        return chr(0x2400 + ord(char))
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return _MARK
    return char


def shown(text: str, *, lines: bool = False) -> Content:
    """Data as content: never markup, never a control character."""
    return Content(safe(text, lines=lines))


class Harmless(LineFilter):
    """Deletes from what is painted every character that could steer the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if not any(not one.control and _HARMFUL.search(one.text) for one in segments):
            return segments
        return [
            one if one.control else Segment(_HARMFUL.sub("", one.text), one.style)
            for one in segments
        ]
