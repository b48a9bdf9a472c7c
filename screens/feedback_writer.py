"""The feedback writer: an outcome, its text to change, what may not be in it, to whom it goes.

- First the outcome, with its hint and text; Enter takes it and the text can be changed.
- What was typed under an outcome is kept when another one is looked at.
- Forbidden content is refused by name; nothing is sent then, nothing is lost.
- A question has a place for the question; F3 puts a sentence of the reporter before it, as after
  receipt the reporter no longer sees the own words (R14) but does see what is told back.
- Where the screen is tall, what was seen and said stands below: nobody has to remember it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from mh_tui.language import N_, _
from mh_tui.services import dossier_view, feedback, feedback_view, messages
from screens.ask import Answer, Ask
from screens.choose import Choose
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.safe import safe, shown
from screens.widgets.edges import Edges
from screens.widgets.notice import Notice
from screens.widgets.rows import Row, RowList
from screens.widgets.writing import Count, Writing

SEND = Key("feedback.send", "f6", "go_on", N_("Next"), N_("To the text; then look and send"),
           "ctrl+s", footer=30, priority=True)  # fmt: skip
OUTCOME = Key("feedback.outcome", "f7", "outcome", N_("Outcome"), N_("Choose another outcome"),
              "ctrl+t", footer=31, priority=True)  # fmt: skip
PASSAGE = Key("feedback.passage", "f3", "passage", N_("Quote"),
              N_("Put in a sentence that they wrote, to ask about it"), "ctrl+f", footer=33,
              priority=True, palette=True)  # fmt: skip
WHOM = Key("feedback.whom", "k", "whom", N_("To whom"), N_("Answer another office"), footer=32,
           palette=True)  # fmt: skip


class FeedbackWriter(Form):
    """``signal``, ``sender``: as the dossier has them."""

    CSS_PATH = "feedback_writer.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SEND, OUTCOME, PASSAGE, WHOM)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - as Textual has it
    ABOUT = N_(
        "Choose what came of it; a text is ready. Change it where you like, F6 sends it after one"
        " more look. Thank, tell the status, tell only what may be told."
    )

    def __init__(self, signal: str, sender: str = "") -> None:
        super().__init__()
        self.signal_id = signal
        self.sender = sender
        self._opened = False
        self.texts: dict[str, str] = {}
        self.outcome = ""
        self.writing = False
        self._in_area = ""
        """The outcome whose text stands in the field."""
        self._lacks = False
        """Whether it was said that the question is still to be filled in."""
        self.to = ""
        self.offices: list[tuple[str, str]] = []
        self.loaded: dossier_view.Loaded | None = None

    def body(self) -> ComposeResult:
        yield Edges(id="to")
        with Vertical(id="choose"):
            yield RowList(id="outcomes", one_click=False)
            with VerticalScroll(id="panel", can_focus=False):
                yield Static(id="about", markup=False)
        with Vertical(id="write"):
            yield Static(id="hint", markup=False)
            yield Writing(limit=feedback_view.rules().limit, id="text")
            yield Count(id="count")
            yield Static(id="never", markup=False)
        with VerticalScroll(id="story", can_focus=False):
            yield Static(id="seen", markup=False)

    def title_text(self) -> str:
        return _("Answer about {id}").format(id=self.signal_id)

    def status_text(self) -> str:
        return _("{n} of {count}").format(n=2 if self.writing else 1, count=2)

    def place(self) -> Place:
        return Place("feedback", {"signal": self.signal_id, "sender": self.sender})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "whom":
            return not self.writing and len(self.offices) > 1
        if action == "passage":
            return self.writing and self.outcome == messages.QUESTION and bool(self._passages())
        return action != "outcome" or self.writing

    # -- what it shows ----------------------------------------------------------------

    def paint(self) -> None:
        if not self._opened and not self._open():
            return
        to = self.query_one("#to", Edges)
        to.left = Content.assemble((_("To: "), "$mh-quiet"), (safe(self._to_name()), "bold"))
        to.right = Content.styled(_("k: another") if len(self.offices) > 1 else "", "$mh-quiet")
        self.query_one("#choose").display = not self.writing
        self.query_one("#write").display = self.writing
        self.query_one("#seen", Static).update(self._story())
        self.paint_frame()
        if self.writing:
            self._paint_text()
        else:
            self._paint_outcomes()

    def _open(self) -> bool:
        sender = bytes.fromhex(self.sender) if self.sender else None
        loaded = self.attempt(lambda: dossier_view.load(self.session, self.signal_id, sender))
        if loaded is None:
            return False
        self.offices = feedback_view.offices(self.session, loaded)
        self.loaded = loaded
        kept = self.filled
        self.texts = dict(kept.get("texts", {}))
        self.outcome = str(kept.get("outcome", ""))
        self.to = str(kept.get("to") or (self.offices[0][0] if self.offices else ""))
        self.writing = bool(self.outcome)
        self._opened = True
        return True

    def _story(self) -> Content:
        if self.loaded is None:
            return Content("")
        return Content("\n").join(
            Content.assemble((label, "bold $mh-accent"), "\n", shown(text, lines=True), "\n")
            for label, text in feedback_view.story(self.loaded)
        )

    def _to_name(self) -> str:
        return dict(self.offices).get(self.to, "")

    def _paint_outcomes(self) -> None:
        rows = [
            Row(one.id, one.label, right=_("ends it") if one.final else "")
            for one in self._outcomes()
        ]
        found = self.query_one("#outcomes", RowList)
        found.show(rows)
        if self.outcome:
            found.select(self.outcome)
        found.focus()

    def _paint_text(self) -> None:
        rules = feedback_view.rules()
        chosen = self._chosen(self.outcome)
        self.query_one("#hint", Static).update(
            Content.assemble((chosen.label, "bold"), "  ", (chosen.hint, "$mh-look"))
        )
        never = Content.styled("; ".join(rules.never), "$mh-look")
        self.query_one("#never", Static).update(
            Content.assemble((_("Never in an answer: "), "bold"), never, "\n", rules.rule)
        )
        area = self.query_one(Writing)
        text = self.texts.get(self.outcome, chosen.text)
        if area.value != text:
            area.put(text)
        self._in_area = self.outcome
        area.focus()
        self._to_gap()
        self._counted()

    def _to_gap(self) -> bool:
        """The cursor at what is still to be filled in: typing takes its place."""
        area = self.query_one(Writing)
        gap = feedback.gap_in(self.outcome, area.text)
        if gap:
            row, line = next(
                (row, line) for row, line in enumerate(area.text.split("\n")) if gap in line
            )
            at = line.index(gap)
            area.selection = Selection((row, at), (row, at + len(gap)))
        return gap is not None

    def _outcomes(self) -> list[feedback_view.Outcome]:
        loaded = self.loaded
        there = loaded is not None and feedback_view.to_office(loaded, self.to)
        return feedback_view.outcomes(to_office=there)

    def _passages(self) -> list[str]:
        return feedback_view.passages(self.loaded, self.to) if self.loaded is not None else []

    def _chosen(self, code: str) -> feedback_view.Outcome:
        known = {one.id: one for one in self._outcomes()}
        return known.get(code) or next(iter(known.values()))

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.row is None:
            return
        one = self._chosen(event.row.id)
        parts = [Content.styled(one.hint, "$mh-look"), Content(self.texts.get(one.id, one.text))]
        self.query_one("#about", Static).update(Content("\n\n").join(parts))

    def _counted(self) -> None:
        count = self.query_one(Count)
        count.limit = self.query_one(Writing).limit
        count.count = len(self.query_one(Writing).value)

    # -- what a person does -----------------------------------------------------------

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._write(event.row.id)

    def _write(self, outcome: str) -> None:
        self.outcome, self.writing = outcome, True
        self.changed()
        self.paint()

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.writing:
            self.texts[self.outcome] = self.query_one(Writing).value
            self._counted()
            if self._lacks and feedback.gap_in(self.outcome, self.texts[self.outcome]) is None:
                self._lacks = False
                self.query_one(Notice).clear()

    def action_outcome(self) -> None:
        self.writing = False
        self.paint()

    def action_passage(self) -> None:
        known = self._passages()
        options = [(str(at), text) for at, text in enumerate(known)]
        self.app.push_screen(
            Choose(N_("Which sentence?"), lambda: options, lambda at: self._quote(known[int(at)]))
        )

    def _quote(self, passage: str) -> None:
        """Before the place of the question, or where the cursor is."""
        area = self.query_one(Writing)
        start, _end = sorted((area.selection.start, area.selection.end))
        area.insert(_("You wrote: “{passage}” ").format(passage=passage), start)
        self.texts[self.outcome] = area.value
        self.changed()
        self._to_gap()

    def action_whom(self) -> None:
        self.app.push_screen(Choose(N_("To whom?"), lambda: self.offices, self._whom, self.to))

    def _whom(self, office: str) -> None:
        self.to = office
        self.changed()
        self.paint()

    def action_go_on(self) -> None:
        if not self.writing:
            row = self.query_one("#outcomes", RowList).current
            if row is not None:
                self._write(row.id)
            return
        if self._to_gap():
            self._lacks = True
            self.tell(_(
                "Your question is not in it yet: write it in the place of […]. Nothing was sent."
            ), "error")  # fmt: skip
            return
        answers = [
            Answer("v", N_("Send this answer"), self._send),
            Answer("w", N_("Change it"), lambda: None),
        ]
        self.app.push_screen(Ask(lambda: _("Send this answer?"), self._asked, answers))

    def _asked(self) -> list[str]:
        return [
            _("To: {office}").format(office=safe(self._to_name())),
            _("Outcome: {outcome}").format(outcome=self._chosen(self.outcome).label),
            "",
            safe(self.query_one(Writing).value, lines=True),
            "",
            _("Never in an answer: ") + "; ".join(feedback_view.rules().never),
            "",
            _("You cannot take an answer back. It leaves with Send and collect."),
        ]

    def _send(self) -> None:
        text = self.query_one(Writing).value
        if self.attempt(lambda: self._given(text), {"text": _("Answer")}):
            self.finished()
            self.mh.back()

    def _given(self, text: str) -> bool:
        try:
            feedback.give(self.session, self.signal_id, outcome=self.outcome, to=self.to, text=text)
        except feedback.ForbiddenContent as error:
            error.field = _("Answer")
            self.tell(error.message(), "error")
            return False
        return True

    def gather(self) -> dict[str, Any]:
        if not self._opened:
            return self.filled
        ready = {one.id: one.text for one in self._outcomes()}
        if self._in_area == self.outcome and self.writing:  # its news may still be coming
            self.texts[self.outcome] = self.query_one(Writing).value
        texts = {code: text for code, text in self.texts.items() if text != ready.get(code)}
        return {"texts": texts, "outcome": self.outcome, "to": self.to}

    def untouched(self) -> dict[str, Any]:
        return {"to": self.offices[0][0] if self.offices else ""}
