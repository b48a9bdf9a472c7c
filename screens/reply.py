"""An answer of one's own to a message: what was asked above, what one types below."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import TextArea

from mh_tui.language import N_, _
from mh_tui.services import feedback, labels, messages
from mh_tui.services.session import HANDLERS
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.parts import Part, Parts
from screens.widgets.writing import Count, Writing

SEND = Key("reply.send", "f6", "send", N_("Send"),
           N_("Send this answer; it leaves with the next exchange"), "ctrl+s", footer=10,
           palette=True, priority=True)  # fmt: skip


class Reply(Form):
    """``n``: the number of the message. What is typed is kept until it is sent."""

    CSS_PATH = "reply.tcss"
    HIDDEN_APP_KEYS: ClassVar[frozenset[str]] = frozenset({"app.exchange"})
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SEND)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "Tell only what you already know; do not go and look. F6 sends your answer to whoever"
        " wrote the message. Esc keeps what you typed for later."
    )

    def __init__(self, n: int) -> None:
        super().__init__()
        self.n = n

    def body(self) -> ComposeResult:
        with VerticalScroll(id="asked", can_focus=False):
            yield Parts(id="message")
        yield Writing(self.filled.get("text", ""), limit=feedback.REPLY_LENGTH, id="text")
        yield Count(id="count")

    def title_text(self) -> str:
        return _("Answer")

    def place(self) -> Place:
        return Place("reply", {"n": self.n})

    def paint(self) -> None:
        session = self.session
        line = self.attempt(lambda: feedback.item(session, self.n))
        if line is not None:
            to = self.attempt(lambda: messages.office_of(session, line)) or ""
            kind = _("Reply")
            if line.outcome:
                up = session.person.role in HANDLERS
                kind = labels.outcome(line.outcome, to_office=up)
            title = f"{labels.day(line.at)} · {kind}"
            self.query_one(Parts).show(
                [
                    Part("", _("To: {office}").format(office=safe(to))),
                    Part("", safe(title), "quiet"),
                    Part("", safe(line.text, lines=True)),
                ]
            )
        self.query_one(Writing).focus()
        self._counted()

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._counted()

    def _counted(self) -> None:
        count = self.query_one(Count)
        count.limit = feedback.REPLY_LENGTH
        count.count = len(self.query_one(Writing).value)

    def action_send(self) -> None:
        session, text = self.session, self.query_one(Writing).value
        labels_of = {"text": _("Your answer")}
        if self.attempt(lambda: feedback.reply(session, self.n, text), labels_of) is None:
            return
        self.finished()
        self.mh.back()
        page = self.mh.screen
        if isinstance(page, Page):
            page.tell(_("Your answer is recorded. It leaves with the next exchange."))
