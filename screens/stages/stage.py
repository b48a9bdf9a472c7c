"""What every page of the entry is: it shows the draft and says what a person changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.containers import Vertical

from mh_tui.services import drafting
from screens.keys import Key

if TYPE_CHECKING:
    from screens.signal_entry import SignalEntry


class Stage(Vertical):
    """One page. ``ready`` gives the focus to what a person does first."""

    DEFAULT_CSS = "Stage { height: 1fr; }"
    KEYS: ClassVar[tuple[Key, ...]] = ()
    """Keys of this page that help names; they work through ``on_key`` or the widgets."""
    ABOUT: ClassVar[str] = ""

    @property
    def entry(self) -> SignalEntry:
        return cast("SignalEntry", self.screen)

    @property
    def draft(self) -> drafting.SignalDraft:
        return self.entry.draft

    def ready(self) -> None:
        """Take the focus."""

    def change(self, path: str, value: Any) -> None:
        """A person answered."""
        self.entry.changed(drafting.put(self.draft, path, value))

    def leave(self) -> bool:
        """Before the next page: False stays here, and said why."""
        return True

    def step_back(self) -> bool:
        """Esc: True where this page had something of its own to undo."""
        return False
