"""What the terminal sends, as keys and pastes: forgiving of all that may come down a line.

- Alt and a key come together, Esc and a key do not. Textual waits (``ESCDELAY``) for the rest of a
  function key; Enter in that time took the place of Esc.
- A paste is one thing from its start to its end: an escape in it is dropped and steers nothing. One
  whose end never comes is over after a moment, and the key that hides the screen ends it.
- A sequence that cannot be read is dropped, with a claim to a size that no window has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual import events
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.message import Message

ESC = "\x1b"
SEQUENCE = "[O"
"""With what a function key goes on that was split on the way."""
START, END = "\x1b[200~", "\x1b[201~"
"""Around what is pasted (bracketed paste)."""
HIDE = frozenset({"\x1b[20~", "\x02"})
"""F9 and Ctrl+B, as terminals send them."""
STILL = 1.0  # seconds without input after which a paste is over
DELAY = 0.3  # seconds that the start of a paste may be cut in two
MOST = 1_000  # cells of a side


class KeyParser(XTermParser):
    """Textual's own, fed piece by piece."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pending = ""
        """The escape at the end of the last read, that the parser waits with."""
        self._held = ""
        """What may be the start of a paste."""
        self._paste: str | None = None
        self._at = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        self._at = get_time()
        rest = START[len(self._pending) :]
        if self._paste is None and self._is_waiting() and data.startswith(rest):
            data = data[len(rest) :]
            self._begin_anew()
            self._paste = ""
        while data:
            if self._paste is None:
                before, start, data = data.partition(START)
                if start:
                    self._paste = ""
                else:
                    before, self._held = _parted(before)
                yield from self._keys(before)
            else:
                pasted, data = self._pasted(data)
                yield from pasted

    def tick(self) -> Iterable[Message]:
        now = get_time()
        if self._paste is not None and now - self._at > STILL:
            yield self._end_of_paste(self._paste)
        if self._held and now - self._at > DELAY:
            held, self._held = self._held, ""
            yield from self._keys(held)
        yield from super().tick()

    def _is_waiting(self) -> bool:
        return bool(self._pending) and self._timeout_time is not None

    def _begin_anew(self) -> None:
        self._tokens.clear()
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)
        self._timeout_time = None
        self._pending = ""

    # -- keys -------------------------------------------------------------------------

    def _keys(self, text: str) -> Iterable[Message]:
        if not text:
            return
        if self._pending == ESC and self._is_waiting() and text[0] not in SEQUENCE:
            self._timeout_time = 0.0
            yield from super().tick()
        self._pending = next((end for end in (ESC + "[", ESC) if text.endswith(end)), "")
        for piece in re.split(r"(?=\x1b)", text):
            try:
                for event in super().feed(piece) if piece else ():
                    if self._is_sane(event):
                        yield event
            except (ValueError, ArithmeticError, LookupError, StopIteration):
                self._begin_anew()

    def _is_sane(self, event: Message) -> bool:
        if not isinstance(event, events.Resize):
            return True
        if event.pixel_size is None or 0 in tuple(event.pixel_size):
            self.mouse_pixels = False
        return min(tuple(event.size)) > 0 and max(tuple(event.size)) <= MOST

    # -- pastes -----------------------------------------------------------------------

    def _pasted(self, data: str) -> tuple[list[Message], str]:
        """What came of it, and what is no part of it any more."""
        before = self._paste or ""
        if data in HIDE:
            return [self._end_of_paste(before)], data
        text = before + data
        end = text.find(END, max(0, len(before) - len(END)))
        if end < 0:
            self._paste = text
            return [], ""
        return [self._end_of_paste(text[:end])], text[end + len(END) :]

    def _end_of_paste(self, text: str) -> Message:
        self._paste = None
        return events.Paste(text.replace(ESC, "").replace("\0", ""))


def _parted(text: str) -> tuple[str, str]:
    """``text``, and its end where that may be the start of a paste and of nothing else."""
    for length in range(len(START) - 1, 2, -1):
        if text.endswith(START[:length]):
            return text[:-length], text[-length:]
    return text, ""
