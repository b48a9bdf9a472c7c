"""Something added from the review: a section of the form, from the table of questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from mh_tui.services import drafting, moments, suggestions
from mh_tui.services.questions import CHOICE, FLAG, MANY, MOMENT, Question, Section
from mh_tui.signals import postcode
from screens.stages.stage import Stage
from screens.widgets.choice import ChoiceField, FlagField
from screens.widgets.field import TextField
from screens.widgets.rows import Row, RowList

POSTCODE = "place.postcode"
DONE, FOLLOWING, MORE, DROP = "done", "following", "more", "drop"


class Offer(Suggester):
    """What the vault knows of this kind; → takes it over."""

    def __init__(self, known: suggestions.Known, kind: str) -> None:
        super().__init__(use_cache=False)
        self.known = known
        self.kind = kind

    async def get_suggestion(self, value: str) -> str | None:
        return self.known.offer(self.kind, value)


class SectionStage(Stage):
    """``place``: which item of a list; up and down go from field to field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "field(1)", show=False),
        Binding("up", "field(-1)", show=False),
    ]
    ABOUT = N_("All of this may stay empty. The arrows go from field to field; F6 is done.")

    def __init__(self, section: Section, place: int = 0) -> None:
        super().__init__()
        self.section = section
        self.place = place
        self.filled = True

    def compose(self) -> ComposeResult:
        section = self.section
        title = _(section.label)
        if section.many:
            count = max(self.place + 1, len(self._items()))
            title = _("{title}: {n} of {count}").format(title=title, n=self.place + 1, count=count)
        yield Static(Content.styled(title, "bold"), id="question")
        if section.hint:
            yield Static(Content.styled(_(section.hint), "$mh-quiet"), id="hint")
        with VerticalScroll(id="fields", can_focus=False):
            for question in section.questions:
                yield self._field(question)
            yield RowList(self._actions(), id="actions")

    def _items(self) -> list[dict[str, object]]:
        return list(self.draft.signal.get(self.section.key) or ())

    def _following(self) -> int:
        """The place of the next item, also when this one was emptied and is gone."""
        return self.place + 1 if self.filled else self.place

    def _group(self) -> dict[str, object]:
        """The part of the signal that this page fills."""
        section = self.section
        if section.many:
            items = self._items()
            return items[self.place] if self.place < len(items) else {}
        signal = self.draft.signal
        return dict(signal.get(section.key) or {}) if section.key else dict(signal)

    def _path(self, question: Question) -> str:
        if self.section.many:
            return f"{self.section.key}[{self.place}].{question.path}"
        return f"{self.section.key}.{question.path}" if self.section.key else question.path

    def _field(self, question: Question) -> Widget:
        path, value = self._path(question), self._group().get(question.path)
        if question.kind == CHOICE:
            return ChoiceField(path, question.label, question.options(), value=str(value or ""))
        if question.kind == FLAG:
            return FlagField(path, question.label, value=bool(value))
        if question.kind == MANY:
            chosen = value if isinstance(value, list) else []
            return Ticks(path, question, chosen)
        text = str(value or "")
        if question.kind == MOMENT:
            text = moments.moment_text(text or drafting.now().isoformat())
        text = self.draft.typed.get(path, text)
        offer = Offer(self.entry.known, question.suggest) if question.suggest else None
        anew = question.kind == MOMENT
        return TextField(
            path, question.label, value=text, hint=question.hint, suggester=offer, anew=anew
        )

    def _actions(self) -> list[Row]:
        rows = [Row(DONE, _("Done"), right="F6")]
        if self.section.many:
            if self.place + 1 < len(self._items()):
                rows.append(Row(FOLLOWING, _("The next one")))
            rows.append(Row(MORE, _("Add another")))
            if len(self._items()) > 1 or self._group():
                rows.append(Row(DROP, _("Take this one out")))
        return rows

    def ready(self) -> None:
        for field in self._fields():
            field.focus_input()
            return

    def _fields(self) -> Iterator[TextField | ChoiceField | FlagField | Ticks]:
        for widget in self.query_one("#fields").children:
            if isinstance(widget, (TextField, ChoiceField, FlagField, Ticks)):
                yield widget

    def action_field(self, by: int) -> None:
        if by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    # -- answers ----------------------------------------------------------------------

    @on(TextField.Changed)
    def typed(self, event: TextField.Changed) -> None:
        event.stop()
        self.entry.typing()

    @on(ChoiceField.Changed)
    @on(FlagField.Changed)
    def chose(self, event: ChoiceField.Changed | FlagField.Changed) -> None:
        event.stop()
        self.change(event.field.path, event.field.value)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    def harvest(self) -> None:
        """Take over what stands in the text fields."""
        for field in self._fields():
            if isinstance(field, TextField):
                self._take(field)

    def _take(self, field: TextField) -> None:
        value = field.value.strip()
        if field.path == "observed_at":
            before = str(self.draft.signal.get("observed_at") or "")
            same = value == moments.moment_text(before or drafting.now().isoformat())
            moment = moments.read_moment(value, drafting.now())
            if moment is None:  # half a time is kept, and is no answer yet
                self.entry.changed(drafting.put_typed(self.draft, field.path, value))
            else:
                self.change(field.path, before if same else moment)
        elif field.path == POSTCODE:
            self.change(field.path, postcode.written(value) or value)
        else:
            self.change(field.path, value)

    def leave(self) -> bool:
        for field in self._fields():
            wrong = complaint(field) if isinstance(field, TextField) else ""
            if wrong and isinstance(field, TextField):
                field.complain(wrong)
                field.focus_input()
                return False
        self.harvest()
        self.filled = bool(self._group())
        if self.section.many:
            self.entry.changed(drafting.tidied(self.draft, self.section.key))
        return True

    @on(RowList.Chosen, "#actions")
    async def act(self, event: RowList.Chosen) -> None:
        event.stop()
        if not self.leave():
            return
        if event.row.id == FOLLOWING:
            await self.entry.open_section(self.section, self._following())
        elif event.row.id == MORE:
            await self.entry.open_section(self.section, len(self._items()))
        elif event.row.id == DROP:
            self.entry.changed(drafting.without(self.draft, self.section.key, self.place))
            await self.entry.show("review")
        else:
            await self.entry.show("review")


def complaint(field: TextField) -> str:
    """What is wrong with what stands in a field, or nothing; an empty one may stay empty."""
    value = field.value.strip()
    if not value:
        return ""
    if field.path == "observed_at" and moments.read_moment(value, drafting.now()) is None:
        return _("That is not a time. Type it as 14:05, or as 20-11-2026 14:05.")
    if field.path == POSTCODE and postcode.written(value) is None:
        return _("This cannot be a postcode. Type it as 1621 AB; one from abroad goes below.")
    return ""


class Ticks(RowList):
    """Several of a few, ticked with space."""

    DEFAULT_CSS = "Ticks { height: auto; margin-bottom: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "choose", show=False)]

    def __init__(self, path: str, question: Question, chosen: list[str]) -> None:
        super().__init__()
        self.path = path
        self.question = question
        self.value = list(chosen)
        self._rows = self._ticked()

    def _ticked(self) -> list[Row]:
        return [
            Row(code, label, mark="[x]" if code in self.value else "[ ]")
            for code, label in self.question.options().items()
        ]

    def focus_input(self) -> None:
        self.focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        code = event.row.id
        self.value = [one for one in self.value if one != code] + (
            [] if code in self.value else [code]
        )
        self.show(self._ticked())
        stage = self.query_ancestor(SectionStage)
        stage.change(self.path, list(self.value))
