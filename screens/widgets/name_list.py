"""A list of names: letters go to the first name in which a word begins with them."""

from __future__ import annotations

from textual import events

from screens.palette import plain
from screens.widgets.rows import RowList

PAUSE = 1.5  # seconds after which a letter begins anew


class NameList(RowList):
    """Only where no letter means something else."""

    _typed = ""
    _last = 0.0

    def on_key(self, event: events.Key) -> None:
        if not event.is_printable or event.character is None:
            return
        event.stop()
        again = event.time - self._last < PAUSE
        self._typed = (self._typed if again else "") + plain(event.character)
        self._last = event.time
        for place, row in enumerate(self.rows):
            if not row.is_head and f" {self._typed}" in f" {plain(row.text)}":
                self.cursor = place
                return
