"""The partner directory: type and it searches, Tab to narrow it down, Enter for all of it.

- 112 stands on top of every result; up and down always move the list, whatever has the focus.
- The panel follows the cursor: the number first, then when to call and what to have at hand.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from mh_tui.errors import MhError
from mh_tui.language import N_, _, ngettext
from mh_tui.services import directory
from mh_tui.services.directory import Entry, Known, Wanted
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.chips import Chips
from screens.widgets.choice import ChoiceField
from screens.widgets.edges import Edges
from screens.widgets.field import PlainInput
from screens.widgets.parts import Part, Parts
from screens.widgets.rows import Row, RowList

OPEN = Key("partners.open", "enter", "open", N_("Open"),
           N_("Everything about this partner"), footer=10)  # fmt: skip
NARROW = Key("partners.narrow", "tab", "app.focus_next", N_("Filter"),
             N_("To the filters; space takes one, the arrows go along them"),
             footer=11)  # fmt: skip
WIDE = 100
"""Columns from which the panel stands beside the list."""


class Partners(Form):
    """``need``, ``step``, ``form``: codes to begin with."""

    CSS_PATH = "partners.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, OPEN, NARROW)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((BACK, OPEN)),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]
    ABOUT = N_(
        "Whom do you call, and for what? Type a word, such as shelter or minor. Tab goes to the"
        " filters. A number marked ▲ is old or was never checked. A number that is missing here"
        " is known to your focal point."
    )

    UNTIL_LEFT = True

    def __init__(self, need: str = "", step: str = "", form: str = "", again: bool = False) -> None:
        super().__init__(again=again)
        self.wanted = Wanted(need=need, step=step, form=form)
        self.known = Known()
        self.entries: list[Entry] = []

    # -- frame ------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        self.wanted = wanted = replace(self.wanted, **self.filled)
        with Horizontal(id="search"):
            yield PlainInput(wanted.words, id="words", compact=True, select_on_focus=False)
            yield Edges(id="count")
        yield Chips(directory.needs(), value=wanted.need, id="need")
        with Horizontal(id="filters"):
            for name, label, options in (
                ("step", N_("Step"), directory.steps()),
                ("form", N_("Form"), directory.forms()),
                ("municipality", N_("Municipality"), directory.municipalities()),
            ):
                value = getattr(wanted, name)
                yield ChoiceField(name, label, {"": _("all"), **options}, value=value, id=name)
        with Vertical(id="found"):
            yield RowList(id="list")
            with VerticalScroll(id="panel", can_focus=False):
                yield Parts(label_width=17, id="about")

    def title_text(self) -> str:
        return _("Partners")

    def status_text(self) -> str:
        return _("In danger: 112")

    def place(self) -> Place | None:
        return Place("partners", {"again": True})

    def about(self) -> dict[str, Any]:
        return {}

    def gather(self) -> dict[str, Any]:
        return asdict(self.wanted)

    def paint(self) -> None:
        self.known = read_known(self, self.known)
        words = self.query_one("#words", PlainInput)
        words.placeholder = _("Type to search")
        if self.focused is None:
            words.focus()
        self._search(keep=True)

    def on_screen_resume(self) -> None:
        """A contact may have been edited meanwhile."""
        if self.mh.session is not None and self.is_mounted and self.query("#list"):
            self.known = read_known(self, self.known)
            self._search(keep=True)

    # -- the list ---------------------------------------------------------------------

    def _search(self, *, keep: bool) -> None:
        self.entries = directory.entries(self.wanted, self.known, today())
        found = self.query_one("#list", RowList)
        found.show(list_rows(self.entries), keep=keep)
        if not keep and self.wanted != Wanted() and len(self.entries) > 1:
            found.select(self.entries[1].id)
        # 112 is always there and is no find: it is not counted
        count = len(self.entries) - 1
        text = ngettext("{count} partner", "{count} partners", count).format(count=count)
        self.query_one("#count", Edges).right = Content.styled(text, "$mh-quiet")

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        row = event.row
        about, panel = self.query_one(Parts), self.query_one("#panel")
        if row is None:
            about.show(())
            return
        panel.border_title = Content(f" {safe(directory.name_of(row.id))} ")
        everything = _("everything: Enter")
        panel.border_subtitle = Content(f" {everything} ")
        about.show(shown_parts(directory.parts(row.id, self.known, today())))
        panel.scroll_home(animate=False)

    # -- what a person does -----------------------------------------------------------

    @on(Input.Changed, "#words")
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.wanted.words:
            self._narrow(words=event.value)

    @on(Chips.Changed)
    def took(self, event: Chips.Changed) -> None:
        event.stop()
        self._narrow(need=event.chips.value)

    @on(ChoiceField.Changed)
    def chose(self, event: ChoiceField.Changed) -> None:
        event.stop()
        self._narrow(**{event.field.path: event.field.value})

    def _narrow(self, **changes: str) -> None:
        self.wanted = replace(self.wanted, **changes)
        self.changed()
        self._search(keep=False)

    def on_key(self, event: events.Key) -> None:
        """A letter searches, whatever has the focus."""
        words = self.query_one("#words", PlainInput)
        if event.is_printable and event.character and event.character != " ":
            event.stop()
            words.focus()
            words.insert_text_at_cursor(event.character)

    def action_move(self, step: int) -> None:
        self.query_one("#list", RowList).action_move(step)

    def action_page(self, step: int) -> None:
        self.query_one("#list", RowList).action_page(step)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_open()

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        row = self.query_one("#list", RowList).current
        if row is not None:
            self.mh.go("partner", partner=row.id)

    async def action_back(self) -> None:
        """First to everything again, then to the page before."""
        if self.wanted == Wanted():
            await super().action_back()
            return
        self.wanted = Wanted()
        words = self.query_one("#words", PlainInput)
        words.value = ""
        self.query_one(Chips).clear()
        for field in self.query(ChoiceField):
            if field.value:
                field.choose("")
        words.focus()
        self._search(keep=False)


def read_known(page: Page, before: Known) -> Known:
    """What offices filled in, or what was known before where the disk fails; keeps a notice."""
    try:
        return directory.load(page.session)
    except MhError as error:
        page.tell_error(error)
        return before


def today() -> date:
    return datetime.now().astimezone().date()


PHONE = 18
"""Cells for a number in the list; what stands behind it ("Tuesdays only") is on the card."""


def list_rows(entries: list[Entry]) -> list[Row]:
    """A row each: name and number; under it what makes that number doubtful.

    How sure it is otherwise stands on the card: here it would leave no room for the names.
    """
    phones = min(PHONE, max((cell_len(safe(one.phone)) for one in entries), default=0))
    rows = []
    for one in entries:
        phone = safe(one.phone)
        phone = phone if cell_len(phone) <= phones else set_cell_size(phone, phones - 1) + "…"
        phone += " " * (phones - cell_len(phone))
        doubt = f"\n{one.mark} {one.check}" if one.mark and one.check else ""
        rows.append(Row(one.id, safe(one.name) + doubt, phone, tone=one.tone))
    return rows


def shown_parts(parts: list[directory.Part]) -> list[Part]:
    """The parts of a partner, made safe: an office may have filled some of them in."""
    return [Part(one.label, safe(one.text, lines=True), one.tone) for one in parts]
