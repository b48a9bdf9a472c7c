"""The work of a focal point or a coordinator: what must happen first stands first.

- Groups in order: danger to ask about again, late, new, waiting for me, waiting for others.
- Enter opens the dossier, or the message that waits.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from mh_tui.language import N_, _
from mh_tui.services import casework, labels, table_filters
from mh_tui.services.casework import Case, Group
from mh_tui.signals import signal_id
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.line_table import fit
from screens.widgets.rows import Row, RowList

TABLE = Key("work.table", "a", "table", N_("All"), N_("All signals, with filters and search"),
            footer=10, palette=True)  # fmt: skip
TITLES = {
    casework.ACUTE: N_("First: is there danger now? Ask again"),
    casework.LATE: N_("Over the term"),
    casework.NEW: N_("New"),
    casework.MINE: N_("Waits for you"),
    casework.OTHERS: N_("Waits for others"),
}
MARKS = {"danger": "!", "late": "▲", "new": "●", "told": "●", "reply": "●"}
TONES = {"danger": "look", "late": "late"}
WIDE = 110  # cells of a screen on which nothing has to be cut
WHY = {
    "new": N_("assess"),
    "told": N_("pass the answer on"),
    "reply": N_("read the reply"),
    "assess": N_("hand on or answer"),
    "asked": N_("waits"),
}


class Casework(Page):
    """One line a signal; nothing in it names a person or an address."""

    CSS_PATH = "casework.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, TABLE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "What must happen first stands first. A term is a proposal of the route: it reminds, it"
        " moves nothing. Enter opens the dossier."
    )

    class Loaded(Message):
        """What waits, read from the vault."""

        def __init__(self, groups: list[Group], names: dict[bytes, str]) -> None:
            super().__init__()
            self.groups = groups
            self.names = names

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[Group] | None = None
        self.names: dict[bytes, str] = {}

    def body(self) -> ComposeResult:
        yield RowList(id="lines")

    def title_text(self) -> str:
        return _("My work")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("work")

    def on_screen_resume(self) -> None:
        session = self.mh.session
        if session is not None:
            self.run_job(
                lambda: self.Loaded(casework.groups(session), table_filters.names(session))
            )

    @on(Loaded)
    def loaded(self, message: Loaded) -> None:
        message.stop()
        self.groups, self.names = message.groups, message.names
        self.paint()

    def paint(self) -> None:
        lines = self.query_one(RowList)
        if self.groups is not None:
            lines.show(rows(self.groups, self.names, self.size.width))
        if self.focused is None:
            lines.focus()

    def on_resize(self) -> None:
        if self.groups is not None:
            self.paint()

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        signal, _slash, sender = event.row.id.partition("/")
        if not signal:
            self.action_table()
        else:
            self.mh.go("dossier", signal=signal, sender=sender)

    def action_table(self) -> None:
        self.mh.go("signals")


def rows(groups: list[Group], names: dict[bytes, str], width: int) -> list[Row]:
    """Each group under its heading; what would make it endless is in the table."""
    found: list[Row] = []
    for group in groups:
        gap = "\n" if found else ""
        found.append(Row(f"head:{group.id}", gap + _(TITLES[group.id]), tone="head"))
        found += [row(case, names, width) for case in group.cases]
        if group.more:
            found.append(Row(f"/{group.id}", _("more: press a for all signals"), tone="quiet"))
    if not found:
        text = _("Nothing waits. New signals come in with Send and collect.")
        found.append(Row("head:none", text, tone="head-quiet"))
    return found


def row(case: Case, names: dict[bytes, str], width: int) -> Row:
    """When it came, from whom, what it is; right: what to do, or the term that passed."""
    line = case.line
    day, office, context = (8, 26, 38) if width >= WIDE else (5, 14, 16)
    parts = (
        labels.short_day(line.created)[:day],
        fit(safe(names.get(line.sender, line.sender.hex()[:8])), office),
        fit(safe(labels.short_context(line.context)), context),
        safe(labels.advice(line.advice)),
    )
    return Row(
        f"{signal_id.show(line.subject)}/{line.sender.hex()}",
        "  ".join(parts).rstrip(),
        right(case),
        MARKS.get(case.why, " "),
        TONES.get(case.why, ""),
    )


def right(case: Case) -> str:
    """What is asked now, in a few words."""
    if case.why == "danger":
        answer = case.line.acute
        return _("danger when seen") if answer == "ja" else _("danger not known")
    if case.why == "late":
        return _("term was {day}").format(day=labels.short_day(case.line.due or 0))
    return _(WHY[case.why])
