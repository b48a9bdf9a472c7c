"""Offices and cards: who is in, what each gets from us; admit a card, write ours, withdraw."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.services import labels, trust_view
from mh_tui.services.trust_view import DeviceView
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.rows import Row, RowList

ADMIT = Key("trust.admit", "t", "admit", N_("Admit"), N_("Admit an office by its card"), footer=10,
            palette=True)  # fmt: skip
OURS = Key("trust.ours", "k", "ours", N_("Our card"), N_("Write our card and read out its digits"),
           footer=11, palette=True)  # fmt: skip
REVOKE = Key("trust.revoke", "x", "revoke", N_("Withdraw"), N_("Withdraw this device, for good"),
             footer=12, palette=True)  # fmt: skip


class TrustPage(Page):
    """The list; the panel shows the device under the cursor."""

    CSS_PATH = "trust.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, ADMIT, OURS, REVOKE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    ABOUT = N_(
        "Only an office whose card you admitted can send you something. Compare the fingerprint"
        " over the telephone first: call a number you know, not one that stands in a message."
    )

    def __init__(self) -> None:
        super().__init__()
        self.devices: list[DeviceView] = []

    def body(self) -> ComposeResult:
        with Vertical(id="sides"):
            yield RowList(id="devices", one_click=False)
            with VerticalScroll(id="panel", can_focus=False):
                yield Static(id="about", markup=False)

    def title_text(self) -> str:
        return _("Offices and cards")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("trust")

    def on_screen_resume(self) -> None:
        if self.devices and self.mh.session is not None:
            self.paint()

    def paint(self) -> None:
        self.devices = self.attempt(lambda: trust_view.devices(self.session)) or []
        rows = [_row(one) for one in self.devices]
        if len(rows) == 1:
            text = _("Nobody is admitted yet. Press t to admit an office by its card.")
            rows.append(Row("", text, tone="quiet"))
        found = self.query_one("#devices", RowList)
        found.show(rows)
        found.focus()

    @property
    def current(self) -> DeviceView | None:
        row = self.query_one("#devices", RowList).current
        return next((one for one in self.devices if row is not None and one.id == row.id), None)

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        one = self.current
        self.query_one("#about", Static).update(about(one) if one is not None else "")

    def action_admit(self) -> None:
        self.mh.go("admit")

    def action_ours(self) -> None:
        self.mh.go("own_card")

    def action_revoke(self) -> None:
        one = self.current
        if one is None or one.own:
            self.tell(_("This is the device you work on. Choose another line."), "look")
        elif one.revoked:
            self.tell(_("This device was withdrawn already."), "look")
        else:
            self.mh.go("revoke", device=one.id)


def _row(one: DeviceView) -> Row:
    mark = "▲" if one.revoked else "●"
    tone = "quiet" if one.revoked else ""
    return Row(one.id, safe(f"{one.name}, {one.role}"), one.state, mark, tone)


def about(one: DeviceView) -> Content:
    """What one compares, and what it gets from us."""
    lines = [
        Content.styled(safe(one.name), "bold"),
        _line(_("Organisation"), safe(one.organisation)),
        _line(_("Role"), one.role),
        _line(_("State"), one.state),
    ]
    if one.profiles:
        lines.append(_line(_("Gets from us"), ", ".join(map(labels.profile, one.profiles))))
    lines += [Content.styled(_("Fingerprint"), "$mh-quiet"), digits(one.groups)]
    return Content("\n").join(lines)


def _line(label: str, text: str) -> Content:
    return Content.assemble((f"{label}: ", "$mh-quiet"), text)


def digits(groups: tuple[str, ...]) -> Content:
    """Six groups of five, two rows of three, as they are read out."""
    rows = ("   ".join(groups[:3]), "   ".join(groups[3:]))
    return Content("\n").join(Content.styled(f"  {row}", "bold $mh-accent") for row in rows)
