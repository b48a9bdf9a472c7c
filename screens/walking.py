"""Where one is: the four modes, and the pages that are open in them.

- A mode has screens of its own: the lock, the work, the hidden page, the set-up.
- A room is opened by its name (``screens.rooms``), and only for the roles that may come there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from screens.guarded import GuardedApp
from screens.holding import Holding
from screens.page import Page
from screens.rooms import ROOMS

if TYPE_CHECKING:
    from mh_tui.services.session import Session

LOCK, WORK, HIDDEN, SETUP = "lock", "work", "hidden", "setup"


class WalkingApp(GuardedApp):
    """Pages upon pages. ``holding``: the profile that is open, None while locked."""

    DEFAULT_MODE = LOCK

    def __init__(self) -> None:
        super().__init__()
        self.holding: Holding | None = None
        for mode, make in self._mode_screens().items():
            self.add_mode(mode, make)

    @property
    def session(self) -> Session | None:
        """The profile that is open, or None while locked."""
        return self.holding.session if self.holding is not None else None

    @property
    def is_locked(self) -> bool:
        return self.holding is None

    def _mode_screens(self) -> dict[str, Callable[[], Screen[Any]]]:
        return {
            LOCK: lambda: self.page_of("unlock:Unlock"),
            WORK: lambda: self.page_of(ROOMS["home"].place),
            HIDDEN: lambda: self.page_of("hidden:Hidden", then=self._behind()),
            SETUP: lambda: self.page_of("setup_wizard:SetupWizard"),
        }

    def _behind(self) -> str:
        """What comes after the panic page: the set-up while there is no profile, else the lock."""
        return SETUP if self._screen_stacks.get(SETUP) else LOCK

    def page_of(self, place: str, **args: Any) -> Screen[Any]:
        """A new screen from ``module:class``; its module is imported now."""
        from importlib import import_module

        module, name = place.split(":")
        screen = getattr(import_module(f"screens.{module}"), name)(**args)
        assert isinstance(screen, Screen)
        if isinstance(screen, Page):
            screen.works_in(self.session)
        return screen

    def go(self, room: str, **args: Any) -> None:
        """Open a room on top of this one; silently not where this user's role may not."""
        session = self.session
        if not self.is_at_work or session is None:
            return
        if session.person.role in ROOMS[room].roles:
            self.push_screen(self.page_of(ROOMS[room].place, **args))

    def back(self) -> None:
        """To the page before; home stays."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def go_home(self) -> None:
        """Close every page above home."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def replace(self, room: str, **args: Any) -> None:
        """Open a room in the place of this page."""
        self.show_instead(self.page_of(ROOMS[room].place, **args))

    @property
    def is_at_work(self) -> bool:
        """Whether the pages of the work are in sight: not hidden, not at the lock."""
        return self.current_mode == WORK

    def show_above(self, screen: Screen[Any]) -> None:
        """On top of this page; what ends while the screen is hidden shows nothing."""
        if self.is_at_work:
            self.push_screen(screen)

    def show_instead(self, screen: Screen[Any]) -> None:
        """In the place of this page, likewise."""
        if self.is_at_work:
            self.switch_screen(screen)

    def pages(self) -> list[Page]:
        """The pages of the work that is open, home first."""
        stack = self._screen_stacks.get(WORK, [])
        return [screen for screen in stack if isinstance(screen, Page)]
