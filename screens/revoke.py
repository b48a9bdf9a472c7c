"""Withdraw a device: what that means, why, and then for good."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from mh_tui.services import admitting, trust_view
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.safe import safe
from screens.trust import about
from screens.widgets.field import TextField

WITHDRAW = Key("revoke.withdraw", "f6", "withdraw", N_("Withdraw"), N_("Withdraw it, for good"),
               "ctrl+s", footer=30, priority=True)  # fmt: skip


class Revoke(Form):
    """``device``: its id in hex."""

    CSS_PATH = "revoke.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, WITHDRAW)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_("For a lost or stolen device, or an office that stops. It cannot be undone.")

    def __init__(self, device: str) -> None:
        super().__init__()
        self.device = device

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="who", markup=False)
            yield Static(id="warning", markup=False)
            reason = self.filled.get("reason", "")
            yield TextField("reason", N_("Why? (stays in your log)"), value=reason, id="reason")

    def title_text(self) -> str:
        return _("Withdraw a device")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("revoke", {"device": self.device})

    def paint(self) -> None:
        found = self.attempt(lambda: trust_view.devices(self.session)) or []
        one = next((one for one in found if one.id == self.device), None)
        if one is None:
            return
        self.query_one("#who", Static).update(about(one))
        lines = [
            Content.styled(_("▲ This cannot be undone."), "bold $mh-late"),
            Content(
                _(
                    "What {name} sent until now still counts. Nothing new from this device will,"
                    " and it gets nothing more from you. To work with this office again you"
                    " admit a new device of theirs."
                ).format(name=safe(one.name))
            ),
        ]
        self.query_one("#warning", Static).update(Content("\n").join(lines))
        self.query_one("#reason", TextField).focus_input()

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter alone withdraws nothing: that takes F6."""
        event.stop()
        self.tell(_("Press F6 to withdraw this device, Esc to leave it as it is."), "look")

    def action_withdraw(self) -> None:
        field = self.query_one("#reason", TextField)
        if not field.value.strip():
            field.complain(_("Give a short reason."))
            return
        if not self.was_seen("F6"):
            return
        if self.attempt(lambda: admitting.revoke(self.session, self.device, reason=field.value)):
            self.finished()
            self.mh.back()
