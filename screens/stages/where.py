"""Where one is: the context, and the municipality where the office has more than one."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.services import drafting, recording
from screens.stages.stage import Stage
from screens.widgets.field import TextField
from screens.widgets.name_list import NameList
from screens.widgets.rows import Row, RowList


class ContextStage(Stage):
    """Numbered, always alike; the cursor stands on the last used. A digit or Enter chooses."""

    ABOUT = N_("Choose where you saw or heard it: a digit, or the arrows and Enter.")

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(_("Where did you see it?"), "bold"), id="question")
        yield RowList(id="contexts")

    def on_mount(self) -> None:
        known = indicators().contexts
        self.codes = list(known)
        rows = [Row(code, known[code].label, mark=str(n)) for n, code in enumerate(self.codes, 1)]
        self.query_one(RowList).show(rows)
        last = drafting.last_context(self.entry.session)
        self.query_one(RowList).select(str(self.draft.signal.get("context") or last))

    def ready(self) -> None:
        self.query_one(RowList).focus()

    async def on_key(self, event: events.Key) -> None:
        digit = event.character or ""
        if digit.isascii() and digit.isdigit() and 1 <= int(digit) <= len(self.codes):
            event.stop()
            await self._choose(self.codes[int(digit) - 1])

    @on(RowList.Chosen)
    async def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        await self._choose(event.row.id)

    async def _choose(self, code: str) -> None:
        self.change("context", code)
        await self.entry.go_on()

    def leave(self) -> bool:
        row = self.query_one(RowList).current
        if not self.draft.signal.get("context") and row is not None:
            self.change("context", row.id)
        return True


class MunicipalityStage(Stage):
    """The office's own first, then the region; another one can be typed."""

    ABOUT = N_("Choose the municipality where you saw it, or type another name below.")

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(_("In which municipality?"), "bold"), id="question")
        yield NameList(id="municipalities")
        yield TextField("municipality", N_("Another municipality"), id="other")

    def on_mount(self) -> None:
        from mh_tui.reference.partners import partners

        own = recording.municipalities(self.entry.session)
        region = partners().municipalities
        names = dict.fromkeys((*own, *region))
        self.query_one(RowList).show([Row(name, name) for name in names])
        chosen = str(self.draft.signal.get("municipality", ""))
        self.query_one(RowList).select(chosen)
        other = chosen if chosen not in names else ""
        self.query_one(TextField).value = self.draft.typed.get("municipality", other)

    def ready(self) -> None:
        self.query_one(RowList).focus()

    @on(RowList.Chosen)
    async def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.query_one(TextField).value = ""
        self.change("municipality", event.row.id)
        await self.entry.go_on()

    async def on_input_submitted(self) -> None:
        await self.entry.go_on()

    @on(TextField.Changed)
    def typed(self, event: TextField.Changed) -> None:
        event.stop()
        self.entry.typing()

    def harvest(self) -> None:
        """Half a name is kept, and is no answer yet."""
        other = self.query_one(TextField).value.strip()
        if other == self.draft.signal.get("municipality"):
            other = ""
        self.entry.changed(drafting.put_typed(self.draft, "municipality", other))

    def leave(self) -> bool:
        other = self.query_one(TextField).value.strip()
        row = self.query_one(RowList).current
        if other:
            self.change("municipality", other)
        elif not self.draft.signal.get("municipality") and row is not None:
            self.change("municipality", row.id)
        return True
