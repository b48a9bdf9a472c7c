"""Home: what may be begun, what waits for this person, and their own signals.

Nothing here names a person or an address.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from mh_tui.language import N_, _
from screens.keys import Key, bindings
from screens.page import Page
from screens.rooms import ROOMS
from screens.safe import safe
from screens.widgets.rows import Row, RowList


class Home(Page):
    """The bottom of the work."""

    CSS_PATH = "home.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_("Press a letter, or choose a line with the arrows and press Enter.")

    def body(self) -> ComposeResult:
        yield RowList(id="menu")

    def title_text(self) -> str:
        session = self.session
        return f"{safe(session.keys.card.name)} · {safe(session.person.name)}"

    def paint(self) -> None:
        role = self.session.person.role
        rows = [
            Row(name, _(room.label), mark=room.letter, right=_(room.hint))
            for name, room in ROOMS.items()
            if room.letter and role in room.roles
        ]
        self.query_one("#menu", RowList).show(rows)

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.mh.go(event.row.id)

    def on_key(self, event: events.Key) -> None:
        for name, room in ROOMS.items():
            if room.letter and event.character == room.letter:
                event.stop()
                self.mh.go(name)
