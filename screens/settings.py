"""Settings: for oneself, the people, and the office; each line says how it stands.

- Nothing is hidden: what this person may not change says who may.
- The panel explains the line under the cursor; Enter changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mh_tui.errors import MhError
from mh_tui.language import N_, _, current, ngettext
from mh_tui.services import settings_view, setup
from mh_tui.services.settings_view import Setting
from screens import themes
from screens.choose import Choose, Options
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.palette import LANGUAGE_NAMES
from screens.safe import safe
from screens.widgets.rows import Row, RowList

CHANGE = Key("settings.change", "enter", "change", N_("Change"),
             N_("Change what is under the cursor"), footer=10)  # fmt: skip

LANGUAGE, COLOURS, PASSPHRASE, PEOPLE = "language", "colours", "passphrase", "people"
OFFICE = "office"
MEANINGS = {
    LANGUAGE: N_("The language of the screens, for you; your colleagues keep theirs."),
    COLOURS: N_("Dark, light, high contrast or no colour, for you; your colleagues keep theirs."),
    PASSPHRASE: N_("Choose another one. You need the one that you have now."),
    PEOPLE: N_("Who can open this program here. Add a colleague, or remove one who leaves."),
}


class Settings(Page):
    """The list, and a panel about the line under the cursor."""

    CSS_PATH = "settings.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, CHANGE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual has it
    ABOUT = N_(
        "Choose a line with the arrows; below the list, or beside it, stands what it means. Enter"
        " changes it. What is for you alone follows your name; what is for the office holds for"
        " all who work here, and your other computers get it with the next exchange."
    )

    def __init__(self) -> None:
        super().__init__()
        self.office: list[Setting] = []
        self.count = 0

    def body(self) -> ComposeResult:
        with Vertical(id="sides"):
            yield RowList(id="lines", one_click=False)
            with VerticalScroll(id="panel", can_focus=False):
                yield Static(id="about", markup=False)

    def title_text(self) -> str:
        return _("Settings")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("settings")

    def on_screen_resume(self) -> None:
        if self.office and self.mh.session is not None:
            self.paint()

    def paint(self) -> None:
        try:
            self.office = settings_view.settings(self.session)
            self.count = len(setup.users(self.session))
        except MhError as error:
            self.tell_error(error)
        lines = self.query_one(RowList)
        lines.show([*self._mine(), *self._people(), *self._office()])
        lines.focus()

    # -- lines ------------------------------------------------------------------------

    def _mine(self) -> Iterator[Row]:
        yield Row("head:mine", _("For you"), tone="head")
        yield Row(LANGUAGE, _("Language"), LANGUAGE_NAMES[current()])
        yield Row(COLOURS, _("Colours"), _(themes.LABELS[self._theme()]))
        yield Row(PASSPHRASE, _("Your passphrase"), _("choose another"))

    def _people(self) -> Iterator[Row]:
        yield Row("head:people", "\n" + _("People"), tone="head")
        count = ngettext("{count} person", "{count} people", self.count).format(count=self.count)
        yield Row(PEOPLE, _("Who can open this program"), count)

    def _office(self) -> Iterator[Row]:
        name = safe(self.session.keys.card.name)
        yield Row("head:office", "\n" + _("For all of {office}").format(office=name), tone="head")
        for one in self.office:
            tone = "quiet" if one.locked else ""
            yield Row(f"{OFFICE}:{one.name}", one.label, short(safe(one.value)), tone=tone)

    def _theme(self) -> str:
        return self.app.theme.removeprefix("mh-")

    def _of(self, row: Row | None) -> Setting | None:
        part, _colon, name = (row.id if row is not None else "").partition(":")
        return next((one for one in self.office if part == OFFICE and one.name == name), None)

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        found = self._of(event.row)
        if found is not None:
            text = about(found)
        else:
            text = Content(_(MEANINGS.get(event.row.id if event.row is not None else "", "")))
        self.query_one("#about", Static).update(text)

    # -- change -----------------------------------------------------------------------

    def action_change(self) -> None:
        self.query_one(RowList).action_choose()

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        row, found = event.row.id, self._of(event.row)
        if row == LANGUAGE:
            self._choose(N_("Language"), _languages, self._speak, current())
        elif row == COLOURS:
            self._choose(N_("Colours"), _colours, self.mh.choose_theme, self._theme())
        elif row in (PASSPHRASE, PEOPLE):
            self.mh.go(row)
        elif found is not None and found.locked:
            self.tell(found.locked, "look")
        elif found is not None:
            self.mh.go("setting", name=found.name)

    def _choose(
        self,
        title: str,
        options: Callable[[], Options],
        then: Callable[[str], None],
        chosen: str,
    ) -> None:
        self.mh.push_screen(Choose(title, options, then, chosen))

    def _speak(self, lang: str) -> None:
        self.call_later(self.mh.choose_language, lang)


def _languages() -> Options:
    return tuple(LANGUAGE_NAMES.items())


def _colours() -> Options:
    return [(name, _(label)) for name, label in themes.LABELS.items()]


def short(text: str, width: int = 34) -> str:
    """A value at the right of its line; the panel shows all of it."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def about(one: Setting) -> Content:
    """What it means, all of its value, and why this person may not change it."""
    question = f"{one.question}\n" if one.question and one.question != one.label else ""
    parts = [Content(f"{question}{one.meaning}".strip())]
    if short(one.value) != one.value:
        parts.append(Content.assemble((_("Now: "), "$mh-quiet"), (safe(one.value), "bold")))
    if one.locked:
        parts.append(Content.styled(one.locked, "$mh-look"))
    return Content("\n").join(parts)
