"""An own signal after it was sent: how it stands, correct it, withdraw it, start one like it.

After receipt a reporter sees only the summary (R14); then it cannot be corrected here any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.errors import MhError
from mh_tui.language import N_, _, format_datetime
from mh_tui.reference.indicators import indicators
from mh_tui.reference.route import route
from mh_tui.services import counted, drafting, form_model, messages, moments, reading
from mh_tui.signals import signal_id
from mh_tui.signals.advice import rests_on_something
from screens.ask import Answer, Ask
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place, hanging
from screens.safe import safe
from screens.widgets.field import TextField

T = TypeVar("T")

CORRECT = Key("own.correct", "w", "correct", N_("Correct"), N_("Change what you wrote"),
              footer=10, palette=True)  # fmt: skip
WITHDRAW = Key("own.withdraw", "x", "withdraw", N_("Withdraw"), N_("Withdraw this signal"),
               footer=11, palette=True)  # fmt: skip
ANSWER = Key("own.answer", "r", "answer", N_("Answer"),
             N_("Answer the question about this signal"), footer=9, palette=True)  # fmt: skip
LIKE = Key("own.like", "k", "like", N_("Same visit"),
           N_("Another signal of the same visit: place and company are filled in"), footer=12,
           palette=True)  # fmt: skip


class OwnSignal(Form):
    """``signal``: its id."""

    CSS_PATH = "own_signal.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, ANSWER, CORRECT, WITHDRAW, LIKE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_("Here you see how it stands. What the focal point received you cannot read back.")

    def __init__(self, signal: str) -> None:
        super().__init__()
        self.signal_id = signal
        self.found: dict[str, Any] = {}
        self.question: int | None = None
        """The number of the question that waits for an answer."""
        self.asking = False
        """Whether the reason of a withdrawal is being typed."""

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Static(id="text", markup=False)
        reason = self.filled.get("reason", "")
        if self.filled:
            self.asking = bool(self.filled.get("asking"))
        yield TextField("reason", N_("Why do you withdraw it?"), value=reason, id="reason")

    def gather(self) -> dict[str, Any]:
        reason = super().gather()
        return reason | {"asking": self.asking} if reason["reason"].strip() else {}

    def kept_text(self) -> str:
        return super().kept_text() if self.asking else ""

    def title_text(self) -> str:
        return _("Your signal {id}").format(id=self.signal_id)

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place | None:
        return Place("own_signal", {"signal": self.signal_id})

    def paint(self) -> None:
        session = self.session
        self.found = self._read(lambda: reading.show(session, self.signal_id)) or {}
        self.question = None
        if self.found:
            number = str(self.found["id"])
            self.question = self._read(lambda: messages.question(session, number))
            width = min(self.size.width - 5, WIDTH)
            self.query_one("#text", Static).update(
                signal_text(
                    self.found,
                    width,
                    own=session.me.office.hex(),
                    asked=self.question is not None,
                    changed=self._changed(),
                )
            )
        field = self.query_one("#reason", TextField)
        field.display = self.asking
        if self.asking:
            field.focus_input()
        else:
            self.query_one("#scroll").focus()
        self.paint_frame()

    def _read(self, work: Callable[[], T]) -> T | None:
        """As ``attempt``, but what was just told stays: this runs each time one comes back."""
        try:
            return work()
        except MhError as error:
            self.tell_error(error)
            return None

    def _changed(self) -> bool:
        """Whether a change or an answer about it did not leave this computer yet."""
        session = self.session
        found = self._read(lambda: counted.unsent(session))
        changed = found.changed if found is not None else frozenset()
        return str(self.found["id"]) in {signal_id.show(one) for one in changed}

    def on_screen_resume(self) -> None:
        if self.found:
            self.paint()

    def on_resize(self) -> None:
        if self.found:
            self.paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        withdrawn = self.found.get("state") == "ingetrokken"
        if action == "answer":
            return self.question is not None and not self.session.rolled_back
        if action == "correct":
            return "acute" in self.found and not withdrawn
        if action == "withdraw":
            return bool(self.found) and not withdrawn
        return True

    def action_answer(self) -> None:
        self.mh.go("reply", n=self.question)

    def action_correct(self) -> None:
        self.mh.go("entry", amends=self.signal_id)

    def action_like(self) -> None:
        self.mh.go("entry", like=self.signal_id)

    def action_withdraw(self) -> None:
        self.asking = True
        self.paint()
        self.changed()
        self.tell(_("Give a short reason and press Enter. Esc: do not withdraw."), "look")

    @on(Input.Submitted)
    def reason_given(self, event: Input.Submitted) -> None:
        """Asked once more: who types on without looking would withdraw it unseen."""
        event.stop()
        reason = self.query_one("#reason", TextField).value.strip()
        if not reason:
            self._withdraw()  # it says what is needed
            return
        answers = [
            Answer("l", N_("Leave it as it is"), lambda: None),
            Answer("i", N_("Withdraw it"), self._withdraw),
        ]
        title = lambda: _("Withdraw this signal?")  # noqa: E731 - called again in a new language
        self.mh.push_screen(Ask(title, lambda: [safe(reason)], answers))

    def _withdraw(self) -> None:
        field, session = self.query_one("#reason", TextField), self.session
        labels = {"reason": _(field.label)}
        if self.attempt(lambda: drafting.withdraw(session, self.signal_id, field.value), labels):
            self.asking = False
            self.finished()
            field.value = ""
            self.paint()
            self.tell(_("Withdrawn. Whoever received it learns so at the next exchange."))

    async def action_back(self) -> None:
        if self.asking:
            self.asking = False
            self.changed()
            self.paint()
            return
        await super().action_back()


WIDTH = 92  # cells: longer lines are hard to read


def _advice(found: dict[str, Any]) -> str:
    """Of nothing ticked no level is told, as long as what was ticked may be seen here."""
    if "acute" in found and not rests_on_something(found):
        return _("none: no indicator was ticked")
    level = indicators().advice.levels.get(found.get("advice", ""))
    return level.label if level is not None else ""


def signal_text(
    found: dict[str, Any], width: int, *, own: str, asked: bool = False, changed: bool = False
) -> Content:
    """What this person may see of a signal; ``own``: id of this office, in hex.

    ``asked``: a question about it waits for an answer; ``changed``: something did not leave yet.
    """
    receipt = route().codes["receipt"].items[found["receipt"]].label
    state = route().states[found["state"]].label
    stands = [state, receipt, *([_("not everything sent yet")] if changed else [])]
    rows = [(_("How it stands"), " · ".join(stands)), (_("Advice"), _advice(found))]
    if "acute" in found:
        view = form_model.form_view(found)
        rows += [(one.label, safe(one.text, lines=True)) for one in view.answers]
    else:
        context = indicators().contexts.get(found.get("context", ""))
        where = [context.label if context else "", moments.moment_text(found["observed_at"])]
        rows.append((_("Where"), ", ".join([*filter(None, where), safe(found["municipality"])])))
    parts = [hanging([row for row in rows if row[1]], width)]
    if asked:
        text = _("! A question about this signal waits for you, below. Answer with r.")
        parts = [Content.styled(text, "$mh-look"), Content(""), *parts]
    if "acute" not in found:
        text = _("It was received: its words are now read by the focal point only. More? Call.")
        parts += [Content(""), Content.styled(text, "$mh-quiet")]
    for message in found.get("feedback", ()):
        title = _("Your answer of {at}") if message["from"] == own else _("Message of {at}")
        at = datetime.fromisoformat(message["at"]).astimezone()
        title = title.format(at=format_datetime(at))
        parts += [Content(""), Content.styled(title, "bold")]
        parts.append(Content(safe(message["text"], lines=True)))
    return Content("\n").join(parts)
