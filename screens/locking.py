"""Opening and locking: what a person has open, what is saved at a lock, when it locks by itself.

- A lock saves what was typed, closes the profile, drops the pages of the work, and remembers by
  name which ones were open; the same person finds them again.
- Work in a thread holds the profile open until it has ended (``screens.holding``).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

from mh_tui import language
from mh_tui.errors import Locked, MhError
from mh_tui.language import _
from screens.holding import Asked, Holding
from screens.page import Page, Place
from screens.walking import HIDDEN, LOCK, SETUP, WORK, WalkingApp

if TYPE_CHECKING:
    from mh_tui.services.session import Session


class LockingApp(WalkingApp):
    """``config``: settings of the office, while a profile is open."""

    def __init__(self) -> None:
        super().__init__()
        self.leaving: Holding | None = None
        self.config: dict[str, Any] = {}
        self.last_input = time.monotonic()
        self._places: tuple[str, list[Place]] = ("", [])
        self._asked: set[Asked] = set()
        """Jobs of which the thread has not begun."""
        self._unsaved: MhError | None = None
        """Why the last lock could not keep what was typed."""
        self._broken: MhError | None = None
        """Why drafts and personal settings could not be read."""

    @property
    def at_lock(self) -> bool:
        """Whether the lock is in sight, or what opens from it: not hidden, not at work."""
        return self.current_mode == LOCK

    def unlocked(self, session: Session) -> None:
        """A profile was opened: show home, and what this person had open before a lock."""
        self.holding = Holding(session)
        self.leaving = None
        self._settings(session)
        if self._screen_stacks.get(SETUP):
            self._forget_setup()
        self.last_input = time.monotonic()
        user, places = self._places
        self._places = ("", [])
        self.switch_mode(WORK)
        if user == session.person.name:
            for place in places:
                self.go(place.room, **place.args)
        self.call_after_refresh(self._say_what_is_lost)

    def _say_what_is_lost(self) -> None:
        """On the first page after the lock: who waits for it would never know."""
        unsaved, self._unsaved = self._unsaved, None
        broken, self._broken = self._broken, None
        error = unsaved or broken
        if error is not None and isinstance(self.screen, Page):
            text = (
                _("The last that you typed before the lock was not kept. {why}")
                if unsaved is not None
                else _("Drafts and your own settings cannot be read; signals can. {why}")
            )
            self.screen.tell(text.format(why=error.message()), "look")

    def _forget_setup(self) -> None:
        """The profile stands: the set-up, and the panic page that led to it, go."""
        self.call_after_refresh(self.remove_mode, SETUP)
        if self._screen_stacks.get(HIDDEN):
            self.call_after_refresh(self._renew_hidden)

    async def _renew_hidden(self) -> None:
        await self.remove_mode(HIDDEN)
        self.add_mode(HIDDEN, self._mode_screens()[HIDDEN])

    def _settings(self, session: Session) -> None:
        self.read_config()
        try:
            personal = session.vault.drafts.settings(session.person.name)
        except MhError as error:  # what was recorded stands in another file, and is whole
            personal, self._broken = {}, error
        self.use_theme(personal.get("theme", self.theme.removeprefix("mh-")))
        language.use(personal.get("language", language.current()))

    def read_config(self) -> None:
        """What an exchange may have brought: whom to call, and how to reach them."""
        from mh_tui.services import starting

        session = self.session
        if session is not None:
            with contextlib.suppress(MhError):  # what was known shows whom to call all the same
                self.config = starting.call_config(session)

    async def lock(self, show: str = LOCK) -> None:
        """Save what was typed, close the profile, drop its pages; show only the lock."""
        if self.holding is None:
            return
        if self.screen_stack and self.current_mode != HIDDEN:
            self._put_away()
        self.switch_mode(show)
        self._end_session()
        await self.remove_mode(WORK)
        self.add_mode(WORK, self._mode_screens()[WORK])

    def _put_away(self) -> None:
        """Save the drafts of all open pages and remember where the person was."""
        session = self.session
        if session is None:
            return
        places: list[Place] = []
        for page in self.pages():
            try:
                page.put_away()
            except MhError as error:  # the disk is gone: the rest is still saved and closed
                self._unsaved = error
            place = page.place()
            if place is not None:
                places.append(place)
        self._places = (session.person.name, places)

    def _end_session(self) -> None:
        if self.holding is not None and not self.holding.end():
            self.leaving = self.holding
        self.holding = None
        self.config = {}
        self.clear_notifications()
        self._clipboard = ""

    def leave(self) -> None:
        """Save what was typed, close the profile and end the program."""
        self._put_away()
        self._end_session()
        for asked in tuple(self._asked):
            asked.give_up()
        for screen in self._screen_stacks.get(SETUP, []):
            if isinstance(screen, Page):
                screen.close_profile()
        self.exit(0)

    def is_kept(self) -> bool:
        return not self.is_locked

    def _handle_exception(self, error: Exception) -> None:
        """What a page on its way out could not read after a lock is no failure."""
        if not (self.is_locked and isinstance(error, Locked)):
            super()._handle_exception(error)

    def look_at_idle(self) -> None:
        """Lock after the office's idle time."""
        minutes = int(self.config.get("idle_minutes", 5))
        if not self.is_locked and time.monotonic() - self.last_input > minutes * 60:
            self.run_worker(self.lock(), exclusive=True, group="lock")

    def run_held(self, page: Page, work: Callable[[], Message | None]) -> None:
        """See ``Page.run_job``. It runs to its end also where a lock takes the page away first."""
        holding, held = self.holding, contextlib.ExitStack()
        if holding is not None:
            held.enter_context(holding.use())  # from now, not from when the thread begins
        asked = Asked(held)
        self._asked.add(asked)

        def body() -> None:
            self._asked.discard(asked)
            if not asked.begin():
                return
            with held:
                try:
                    message = work()
                except MhError as error:
                    message = Page.Failed(error)
            if message is not None and holding is self.holding:
                page.post_message(message)

        self.run_worker(body, thread=True, name="job", group="job", description="job")
