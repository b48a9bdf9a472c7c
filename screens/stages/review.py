"""Check: every answer on one page, what may be added, what to look at, and the send line.

Nothing is sent from any other page, and only by a key that was pressed while this page was in
sight: not by one of a burst that began on the page before, nor by one that is held down
(TERMINAL.md 1.7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.services import drafting, form_model
from mh_tui.services.form_model import FormView
from mh_tui.services.questions import SECTION, SECTIONS
from screens.keys import NEXT, Key
from screens.safe import safe
from screens.stages.stage import Stage
from screens.widgets.rows import Row, RowList

SEND = "send"
TIME = SECTION["time"]
CHANGE, NO_NUMBER = "w", "n"
LABEL = 22  # cells
MOST = 240  # characters of one answer that the review shows


class ReviewStage(Stage):
    """A letter adds, Enter changes a line, Enter on the last line sends."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("review.change", CHANGE, "", "", N_("BSN warning: change the text")),
        Key("review.no_number", NO_NUMBER, "", "", N_("BSN warning: it is no BSN")),
        *(Key(f"review.{one.id}", one.letter, "", "", one.label) for one in SECTIONS),
    )
    ABOUT = N_(
        "Check your answers. Enter on a line changes it, a letter adds something; F6, or Enter on"
        " 'Send', sends. With Esc it stays as a draft."
    )
    ONWARD = replace(NEXT, label=N_("Send"), help=N_("Send this signal"))

    def compose(self) -> ComposeResult:
        yield RowList(id="answers")
        yield Static(id="add", markup=False)
        yield Static(id="look", markup=False)

    def on_mount(self) -> None:
        self.paint()
        self.query_one(RowList).select(SEND)
        self.entry.comes_in_sight()

    def on_resize(self) -> None:
        self.query_one("#add", Static).update(self._addable(self.view()))

    def ready(self) -> None:
        self.query_one(RowList).focus()

    def view(self) -> FormView:
        return form_model.form_view(
            self.draft.signal,
            several=self.entry.several,
            not_bsn=self.draft.not_bsn,
            now=drafting.now(),
        )

    def paint(self) -> None:
        view = self.view()
        self.query_one(RowList).show(list(self._rows(view)))
        self.query_one("#add", Static).update(self._addable(view))
        self.query_one("#look", Static).update(Content("\n").join(self._look(view)))

    def _rows(self, view: FormView) -> Iterator[Row]:
        for answer in view.answers:
            mark = "!" if answer.open else " "
            text = beginning(safe(answer.text, lines=True))
            yield Row(
                answer.to,
                text,
                mark=f"{mark} {answer.label:<{LABEL}}",
                tone="look" if answer.open else "",
            )
        send = _("Send the correction") if self.draft.amends else _("Send")
        yield Row(SEND, f"[ {send} ]", right=_("Esc: stays as a draft"), tone="accent")

    def _addable(self, view: FormView) -> Content:
        parts = [
            Content.assemble((one.letter, "bold $mh-accent"), f" {_(one.label)}")
            for one in (*view.addable, TIME)
        ]
        title = Content.styled(_("Add: "), "$mh-quiet")
        return packed([title, *parts], self.content_size.width)

    def _look(self, view: FormView) -> Iterator[Content]:
        if view.nobody_called:
            late = Content.styled(f"! {form_model.not_called()}", "bold $mh-late")
            yield Content.assemble(late, " ", _("You may send all the same."))
        if view.numbers:
            names = ", ".join(dict.fromkeys(label_of(path) for path in view.numbers))
            text = _("There is something like a BSN in: {fields}.").format(fields=names)
            loud = Content.styled(f"! {text}", "bold $mh-late")
            yield loud + _key(CHANGE, _("Change")) + _key(NO_NUMBER, _("It is no BSN"))
        if view.seen_before and not self.draft.amends:
            text = _("Seen on {moment}. Is that right?").format(moment=view.seen_before)
            yield Content.styled(f"! {text}", "$mh-look") + _key(TIME.letter, _("Change"))
        if view.no_words and not view.missing:
            text = _("You wrote nothing under 'What you saw'. One sentence helps.")
            yield Content.styled(f"! {text}", "$mh-look")
        if view.ask_minor:
            yield Content.styled(
                "! " + _("You ticked something about a minor. j: fill in"), "$mh-look"
            )
        if view.minor:
            yield Content.styled(meldcode(), "$mh-look")
        yield Content(_("Do not confront anyone and do not investigate yourself."))
        yield Content.styled(self.entry.what_next(), "$mh-quiet")

    # -- what a person does -----------------------------------------------------------

    @on(RowList.Chosen)
    async def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.row.id == SEND:
            await self._send_with("Enter")
        elif event.row.id in SECTION:
            await self.entry.open_section(SECTION[event.row.id])
        else:
            await self.entry.change(event.row.id)

    async def on_key(self, event: events.Key) -> None:
        letter = event.character or ""
        numbers = self.view().numbers
        if numbers and letter in (CHANGE, NO_NUMBER):
            event.stop()
            await self._number(letter, numbers[0])
            return
        for section in SECTIONS:
            if section.letter == letter:
                event.stop()
                await self.entry.open_section(section)

    async def _number(self, letter: str, path: str) -> None:
        if letter == NO_NUMBER:
            self.entry.not_bsn()
            self.paint()
            return
        key = path.partition(".")[0].partition("[")[0]
        if key == "narrative":
            await self.entry.change("seen")
            return
        for section in SECTIONS:
            if key == section.key or any(key == one.path for one in section.questions):
                await self.entry.open_section(section)
                return
        await self.entry.show("call" if key == "call" else "review")

    async def onward(self) -> bool:
        await self._send_with("F6")
        return True

    async def _send_with(self, key: str) -> None:
        """Send, if this key was pressed by somebody who sees this page."""
        if self.entry.was_seen(key):
            await self._send()
        else:
            self.query_one(RowList).select(SEND)

    async def _send(self) -> None:
        view = self.view()
        if view.missing:
            await self.entry.show(view.missing[0])
            self.entry.tell(_("This is still needed."), "look")
        elif view.numbers:
            self.entry.tell(
                _("First look at the BSN: w changes it, n says that it is none."), "look"
            )
        else:
            self.entry.send()


def _key(letter: str, what: str) -> Content:
    """A letter and what it does, behind a remark."""
    return Content.assemble("  ", (letter, "bold $mh-accent"), f" {what}")


def beginning(text: str) -> str:
    """As much of a text as leaves the other answers on the page; Enter on it shows all."""
    if len(text) <= MOST:
        return text
    return _("{text} … (Enter: all of it)").format(text=text[:MOST].rsplit(" ", 1)[0])


def packed(parts: Sequence[Content], width: int) -> Content:
    """Parts beside each other on as few lines as hold them; none is broken in two."""
    lines, used = [parts[0]], parts[0].cell_length
    for part in parts[1:]:
        gap = "  " if used else ""
        if used + len(gap) + part.cell_length > max(width, 20):
            lines.append(part)
            used = part.cell_length
        else:
            lines[-1] = Content.assemble(lines[-1], gap, part)
            used += len(gap) + part.cell_length
    return Content("\n").join(lines)


def label_of(path: str) -> str:
    """A field path such as ``persons[0].note`` as it is called on the screen."""
    key, _dot, inner = path.partition(".")
    key = key.partition("[")[0]
    if key == "narrative":
        return _("What you saw")
    if key == "call":
        return _("The call")
    for section in SECTIONS:
        for question in section.questions:
            if section.key == key and question.path == inner:
                return f"{_(section.label)}, {_(question.label)}"
            if not section.key and question.path == key:
                return _(question.label)
    return key


def meldcode() -> str:
    """What a minor asks of the reporter: the reporting code (route.toml, D7), and report sooner."""
    from mh_tui.reference.route import route

    answer = route().decisions["D7"].answers["yes"]
    return f"{answer.text} {indicators().meta.minors_note}"
