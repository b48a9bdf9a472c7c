"""What every page of the entry is: it shows the draft and says what a person changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from textual.containers import Vertical

from mh_tui.services import drafting
from screens.keys import NEXT, Key

if TYPE_CHECKING:
    from screens.app import MhApp
    from screens.signal_entry import SignalEntry


class Asking(Protocol):
    """A page that asks the acute question and what one recognises: the entry, and a practice."""

    draft: drafting.SignalDraft
    asked_again: bool

    @property
    def mh(self) -> MhApp: ...

    def changed(self, draft: drafting.SignalDraft) -> None:
        """A person answered something."""

    def tell(self, text: str, kind: str = "good") -> None:
        """Say something above the footer."""

    async def go_on(self) -> None:
        """To the next page that is asked."""

    async def ask_acute_again(self) -> None:
        """Something that can point to danger was ticked."""


class Stage(Vertical):
    """One page. ``ready`` gives the focus to what a person does first."""

    DEFAULT_CSS = "Stage { height: 1fr; }"
    KEYS: ClassVar[tuple[Key, ...]] = ()
    """Keys of this page that help names; they work through ``on_key`` or the widgets."""
    ABOUT: ClassVar[str] = ""
    ONWARD: ClassVar[Key] = NEXT
    """What F6 does on this page."""

    @property
    def entry(self) -> SignalEntry:
        return cast("SignalEntry", self.screen)

    @property
    def asking(self) -> Asking:
        """The page, as far as a stage may know it that others than the entry show too."""
        return cast("Asking", self.screen)

    @property
    def draft(self) -> drafting.SignalDraft:
        return self.asking.draft

    def ready(self) -> None:
        """Take the focus."""

    def change(self, path: str, value: Any) -> None:
        """A person answered."""
        self.asking.changed(drafting.put(self.draft, path, value))

    async def onward(self) -> bool:
        """F6: True where this page did something else than go on."""
        return False

    def leave(self) -> bool:
        """Before the next page: False stays here, and said why."""
        return True

    def step_back(self) -> bool:
        """Esc: True where this page had something of its own to undo."""
        return False
