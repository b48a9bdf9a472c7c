"""Wordings of one signal side by side: who wrote it and when, and only what differs.

A person says which one holds. Of another office's signal only they can.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.services import dossier_view, wordings
from screens.dossier import section_text
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe

MOST = 4
"""Wordings beside each other: devices of one office that changed one signal at the same time. Of
still more the history keeps the words."""
NAMES = (N_("The first"), N_("The second"), N_("The third"), N_("The fourth"))

PICK = tuple(
    Key(f"wordings.{n}", str(n), f"pick({n})", label, N_("This wording holds"), footer=9 + n)
    for n, label in enumerate(NAMES, 1)
)


class Wordings(Page):
    """``signal``, ``sender``: as the dossier has them."""

    CSS_PATH = "wordings.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, *PICK)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "Two people changed the same wording. Of your own signal you choose which one holds; of"
        " another office's signal only they can: call them."
    )

    def __init__(self, signal: str, sender: str = "") -> None:
        super().__init__()
        self.signal_id = signal
        self.sender = sender
        self.loaded: dossier_view.Loaded | None = None
        self.shown: tuple[wordings.Wording, ...] = ()

    def body(self) -> ComposeResult:
        yield Static(id="hint", markup=False)
        with Horizontal(id="both"):
            for n in range(1, MOST + 1):
                with VerticalScroll(id=f"side{n}", classes="side"):
                    yield Static(id=f"text{n}", markup=False)

    def title_text(self) -> str:
        return _("Wordings side by side")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("wordings", {"signal": self.signal_id, "sender": self.sender})

    @property
    def ours(self) -> bool:
        return self.loaded is not None and self.loaded.sender == self.loaded.office

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "pick":
            return True
        return self.ours and isinstance(parameters[0], int) and parameters[0] <= len(self.shown)

    def paint(self) -> None:
        sender = bytes.fromhex(self.sender) if self.sender else None
        self.loaded = self.attempt(lambda: dossier_view.load(self.session, self.signal_id, sender))
        if self.loaded is None:
            return
        self.shown = wordings.wordings(self.loaded)[:MOST]
        for n in range(1, MOST + 1):
            self.query_one(f"#side{n}").display = n <= len(self.shown)
        for n, wording in enumerate(self.shown, 1):
            self.query_one(f"#text{n}", Static).update(_text_of(n, wording))
        hint = (
            _("Only what differs is shown. Press the number of the one that holds from now on.")
            if self.ours
            else _("Only what differs is shown. Call the other office: they say which one holds.")
        )
        self.query_one("#hint", Static).update(Content.styled(hint, "$mh-look"))
        self.query_one("#side1").focus()
        self.paint_frame()

    def action_pick(self, number: int) -> None:
        loaded = self.loaded
        if loaded is None or not self.ours:
            return
        if self.attempt(lambda: wordings.settle(self.session, loaded, number - 1)):
            self.mh.back()


def _text_of(number: int, wording: wordings.Wording) -> Content:
    title = Content.styled(_("Wording {n}").format(n=number), "bold")
    by = Content.styled(safe(", ".join(filter(None, (wording.by, wording.at)))), "$mh-quiet")
    head = Content("\n").join([title, by])
    return Content("\n\n").join([head, *map(section_text, wording.sections)])
