"""Two wordings of one signal side by side: only what differs; a person says which one holds."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mh_tui.journal import clock
from mh_tui.language import N_, _
from mh_tui.services import dossier_view
from screens.dossier import section_text
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place

PICK = tuple(
    Key(f"wordings.{n}", str(n), f"pick({n})", label, N_("This wording holds"), footer=9 + n)
    for n, label in ((1, N_("The first")), (2, N_("The second")))
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

    def body(self) -> ComposeResult:
        yield Static(id="hint", markup=False)
        with Horizontal(id="both"):
            for n in (1, 2):
                with VerticalScroll(id=f"side{n}", classes="side"):
                    yield Static(id=f"text{n}", markup=False)

    def title_text(self) -> str:
        return _("Two wordings")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("wordings", {"signal": self.signal_id, "sender": self.sender})

    @property
    def ours(self) -> bool:
        return self.loaded is not None and self.loaded.sender == self.loaded.office

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "pick" or self.ours

    def paint(self) -> None:
        sender = bytes.fromhex(self.sender) if self.sender else None
        self.loaded = self.attempt(lambda: dossier_view.load(self.session, self.signal_id, sender))
        if self.loaded is None:
            return
        view = dossier_view.view(self.loaded, now=clock.wall_ms())
        for n, wording in enumerate(view.wordings[:2], 1):
            title = Content.styled(_("Wording {n}").format(n=n), "bold")
            text = Content("\n\n").join([title, *map(section_text, wording)])
            self.query_one(f"#text{n}", Static).update(text)
        hint = (
            _("Only what differs is shown. Press 1 or 2: that wording holds from now on.")
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
        if self.attempt(lambda: dossier_view.settle(self.session, loaded, number - 1)):
            self.mh.back()
