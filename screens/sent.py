"""After sending: what happens next, by whom, by when, and whether it has left this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.services import drafting, form_model, labels
from screens.keys import Key, bindings
from screens.page import Page
from screens.rooms import ROOMS
from screens.safe import safe
from screens.widgets.advice import ALWAYS

HOME = Key("sent.home", "enter", "home", N_("Home"), N_("Back to home"), "escape", footer=30)
LIKE = Key("sent.like", "k", "like", N_("Same visit"),
           N_("Another signal of the same visit: place and company are filled in"), footer=31,
           palette=True)  # fmt: skip


class SentPage(Page):
    """``sent``: what became of it."""

    CSS_PATH = "sent.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (HOME, LIKE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_("Your signal is recorded. Here you read who does what, and when.")

    def __init__(self, sent: drafting.Sent) -> None:
        super().__init__()
        self.sent = sent

    def body(self) -> ComposeResult:
        yield Static(id="text", markup=False)

    def title_text(self) -> str:
        return _("Recorded")

    def paint(self) -> None:
        self.query_one("#text", Static).update(sent_text(self.sent, self.mh.config))

    def action_home(self) -> None:
        self.mh.go_home()

    def action_like(self) -> None:
        self.mh.replace("entry", like=self.sent.id)


def sent_text(sent: drafting.Sent, config: Mapping[str, Any]) -> Content:
    """In a few sentences; ``config``: the office's settings."""
    from mh_tui.reference.indicators import indicators

    title = _("Your correction is recorded.") if sent.corrected else _("Your signal is recorded.")
    level = indicators().advice.levels[sent.advice]
    number = _("Number {id}").format(id=sent.id)
    parts = [
        Content.assemble((f"✓ {title}", "bold $mh-good"), "   ", number),
        *_call(sent),
        Content.styled(travel(sent, config), "$mh-look" if not sent.stays_here else "$mh-ink"),
        Content.assemble((_("What happens next: "), "bold"), _next(sent, config)),
        Content.assemble((f"{level.label}. ", "bold"), level.text),
        Content(
            _("You read the answer under Messages. Do not investigate and do not talk about it.")
        ),
        Content.styled(_(ALWAYS), "$mh-quiet"),
    ]
    return Content("\n\n").join(parts)


def _call(sent: drafting.Sent) -> list[Content]:
    """Danger, and nobody called: that first, and where the call is written down afterwards."""
    if not sent.not_called:
        return []
    text = _(
        "Write the call down until the signal was received: home, your signal, w. After that tell"
        " your focal point."
    )
    loud = Content.styled(f"! {form_model.not_called()}", "bold $mh-late")
    return [Content.assemble(loud, " ", _("F2: what to say."), "\n", (text, "$mh-look"))]


def _next(sent: drafting.Sent, config: Mapping[str, Any]) -> str:
    """Who does what by when, and where they are reached, where that is known."""
    step = drafting.next_step(sent)
    if sent.stays_here or not sent.handed_on or not config.get("focal_point_phone"):
        return step
    known = (config.get("focal_point_name"), config["focal_point_phone"])
    whom = safe(", ".join(str(part) for part in known if part))
    return " ".join([step, _("Your focal point: {whom}.").format(whom=whom)])


def travel(sent: drafting.Sent, config: Mapping[str, Any]) -> str:
    """Whether it has left this machine; it never has at this moment, and that is said."""
    if sent.stays_here:
        return _("It is stored in your office.")
    if not sent.handed_on:
        text = _(
            "It waits on this computer: the card of {name} was not admitted yet (home, k). If it"
            " cannot wait, call {whom}."
        )
        return text.format(
            name=safe(labels.focal_point_name(config)), whom=safe(labels.focal_point(config))
        )
    if "exchange" in ROOMS:
        return _("It has not left this computer yet: F5 sends it.")
    return _("It has not left this computer yet: it goes with the next exchange.")
