"""Our own card: write it to a folder, and read out the fingerprint group by group."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from mh_tui.services import admitting, exchange, trust_view
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.safe import safe
from screens.widgets.field import TextField

WRITE = Key("card.write", "f6", "write", N_("Write"), N_("Write the card to this folder"),
            "ctrl+s", footer=30, priority=True)  # fmt: skip


class OwnCard(Form):
    """A card is not secret; that it is ours is what the digits prove."""

    CSS_PATH = "own_card.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, WRITE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "Give the card to the other office, by stick or mail. Then let them call you, and read"
        " out the digits, group by group. Only then they admit it."
    )

    UNTIL_LEFT = True
    """A path is no work of anybody's: it outlives a lock, but nothing of it waits as a draft."""

    def __init__(self, again: bool = False) -> None:
        super().__init__(again=again)
        self.proposed = ""

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="digits", markup=False)
            yield TextField(
                "folder", N_("Folder or file for the card"),
                value=self.filled.get("folder", ""), limit=1000, id="folder",
            )  # fmt: skip
            yield Static(id="after", markup=False)

    def title_text(self) -> str:
        return _("Our card")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("own_card", {"again": True})

    def about(self) -> dict[str, str]:
        return {}

    def paint(self) -> None:
        session = self.session
        lines = [
            Content.styled(safe(session.keys.card.name), "bold"),
            Content.styled(_("Fingerprint, to read out over the telephone:"), "$mh-quiet"),
            *(
                Content.assemble(
                    (_("group {n}").format(n=n), "$mh-quiet"),
                    "    ",
                    (" ".join(group), "bold $mh-accent"),
                )
                for n, group in enumerate(trust_view.groups(session.me.device), 1)
            ),
        ]
        self.query_one("#digits", Static).update(Content("\n").join(lines))
        field = self.query_one("#folder", TextField)
        known = trust_view.folders(session)
        self.proposed = str(known[0]) if known else ""
        if not field.value:
            field.value = self.proposed
        field.focus_input()

    def untouched(self) -> dict[str, str]:
        return {"folder": self.proposed}

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        field = self.query_one("#folder", TextField)
        if not field.value.strip():
            field.complain(_("Type a folder or a file."))
            return
        path = trust_view.card_path(self.session, field.value)
        if self.attempt(lambda: self._written(path), {"out": _("File")}):
            self.finished()
            text = _("Written: {path}. Now let the other office call you.")
            self.tell(text.format(path=safe(str(path))))

    def _written(self, path: Path) -> bool:
        admitting.write_card(self.session, path)
        exchange.remember_cards(self.session, path.parent)
        return True
