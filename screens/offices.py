"""Who has been silent and for how long, and what of ours is unsent or unconfirmed.

One line an office, three columns; below stands what to do about the one under the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from mh_tui.journal import clock
from mh_tui.language import N_, _, ngettext
from mh_tui.services import office_view, table_filters
from mh_tui.services.office_view import OfficeView
from mh_tui.services.session import COORDINATOR
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.line_table import fit
from screens.widgets.rows import Row, RowList

TABLE = Key("offices.table", "t", "table", N_("Signals"), N_("What came from this office"),
            footer=10, palette=True)  # fmt: skip
MARKS = {
    office_view.NEVER: "!",
    office_view.LATE: "▲",
    office_view.SEND: "!",
    office_view.LOOK: "!",
    office_view.FINE: " ",
}
TONES = {
    office_view.NEVER: "look",
    office_view.LATE: "late",
    office_view.SEND: "look",
    office_view.LOOK: "look",
}
HEADS = (N_("Last\nheard"), N_("To be\nsent since"), N_("Unconfirmed\nsince"))
"""Each on two lines, read on in what stands under it."""
COLUMN = 16  # cells of each of them
NOTHING = "\N{NO-BREAK SPACE}"
"""Keeps the place of a name at the start of a line, where spaces would go."""


class Offices(Page):
    """The most pressing first; the line below says what to do about the one under the cursor."""

    CSS_PATH = "offices.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, TABLE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "An office is silent when no bundle of it came in. Not sent: what lies here. Not"
        " confirmed: what you sent, without a receipt until now: perhaps a stick in a drawer."
    )

    def __init__(self) -> None:
        super().__init__()
        self.offices: list[OfficeView] = []

    def body(self) -> ComposeResult:
        yield Static(id="sum", markup=False)
        yield RowList(id="offices", one_click=False)
        yield Static(id="about", markup=False)

    def title_text(self) -> str:
        return _("Who has been silent")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("offices")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "table":
            return self.mh.session is not None and self.session.person.role == COORDINATOR
        return True

    def paint(self) -> None:
        now = clock.wall_ms()
        self.offices = self.attempt(lambda: office_view.offices(self.session, now=now)) or []
        count = sum(one.state != office_view.FINE for one in self.offices)
        text = ngettext(
            "{count} office asks for a look.", "{count} offices ask for a look.", count
        ).format(count=count)
        if not count:
            text = _("No office has been silent for too long.")
        if not self.offices:
            text = _("No office is admitted yet. Admit one under Offices and cards.")
        tone = "$mh-look" if count else "$mh-good"
        self.query_one("#sum", Static).update(Content.styled(text, tone))
        self._rows()
        self.query_one(RowList).focus()

    def _rows(self) -> None:
        if self.offices:
            names = table_filters.names(self.session)
            room = max(16, self.size.width - 10 - COLUMN * len(HEADS))
            rows = [_row(one, names.get(one.id, one.name), room) for one in self.offices]
            self.query_one(RowList).show([*_head(room), *rows])

    def on_resize(self) -> None:
        self._rows()

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        one = self._current()
        text = Content("") if one is None else about(one)
        self.query_one("#about", Static).update(text)

    def _current(self) -> OfficeView | None:
        row = self.query_one(RowList).current
        return next((one for one in self.offices if row and one.id.hex() == row.id), None)

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_table()

    def action_table(self) -> None:
        one = self._current()
        if one is not None and self.check_action("table", ()):
            self.mh.go("signals", chosen={"sender": one.id.hex()})


def _head(room: int) -> Iterator[Row]:
    lines = zip(*(_(one).split("\n") for one in HEADS), strict=True)
    for number, (name, cells) in enumerate(zip((NOTHING, _("Office")), lines, strict=True)):
        yield Row(f"head:{number}", _line(name, cells, room), tone="head", mark=" ")


def _row(one: OfficeView, name: str, room: int) -> Row:
    silent = office_view.ago_text(one.silent, _("not heard yet"))
    days = (silent, office_view.days_text(one.unsent), office_view.days_text(one.owed))
    mark, tone = MARKS.get(one.state, " "), TONES.get(one.state, "")
    return Row(one.id.hex(), _line(safe(name), days, room), mark=mark, tone=tone)


def _line(name: str, cells: Iterable[str], room: int) -> str:
    return " ".join((fit(name, room), *(fit(text, COLUMN - 1) for text in cells))).rstrip()


def about(one: OfficeView) -> Content:
    """How it stands with this office, and what to do about it."""
    return Content.assemble(
        (safe(one.name), "bold"), "\n", "; ".join(office_view.sentences(one)), "\n",
        (_(office_view.ADVICE[one.state]), "$mh-look"),
    )  # fmt: skip
