"""The app: which screen, lock, panic; everything else lives in a page of its own.

For who adds a screen:

- Write ``screens/<name>.py`` with a ``Page`` (``screens.page``) and ``<name>.tcss`` beside it
  (``CSS_PATH = "<name>.tcss"``; only ``$mh-…`` colours of ``screens.themes``), and add one line
  to ``screens.rooms.ROOMS``. Open it with ``self.mh.go("name", signal="…")``; go back with
  ``self.mh.back()``. A room with a letter stands on home for its roles.
- Keys are data: ``KEYS = (BACK, Key(...))`` and ``BINDINGS = bindings(KEYS)``
  (``screens.keys``). Footer, help and palette follow from them. Labels are msgids.
- ``body()`` yields the widgets, ``paint()`` fills them from values of the page. Both run again
  when the language changes, so keep no text that was translated.
- What takes time: ``self.run_job(function)``; the function runs in a thread, gets nothing, reads
  ``session`` from a variable of its own, and returns a small message that is posted to the page.
  What it raises of ours arrives as ``Page.Failed``. Short reads may be done at once, in
  ``self.attempt(lambda: ...)``, which shows the error.
- Data (all that people or files wrote) is shown through ``safe.shown`` or ``safe.safe``.
- Where something is typed the page is a ``kept.Form``: it is saved at every pause and comes
  back; put the page in ``tests/screens/forms.py``. ``place`` says how to open it after a lock.
- Widgets: ``widgets.rows.RowList`` (lists), ``widgets.field`` (label, input, error),
  ``widgets.progress`` (bar with time left), ``self.tell`` and ``self.tell_error``.
- Tests: ``tests/screens/conftest.py`` has ``office`` (an unlocked small profile, one a module)
  and ``office.open()`` (the app under Pilot); wait with ``until(pilot, predicate)``.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from mh_tui import language
from mh_tui.errors import Locked, MhError
from mh_tui.services import presence
from screens.guarded import GuardedApp
from screens.holding import Holding
from screens.in_order import InOrder
from screens.keys import APP_KEYS, bindings
from screens.page import Page, Place
from screens.rooms import ROOMS
from screens.widgets.notice import error_text

if TYPE_CHECKING:
    from mh_tui.services.session import Session

LOCK, WORK, HIDDEN, SETUP = "lock", "work", "hidden", "setup"
FREE_WHILE_LOCKED = frozenset({"help", "call_112", "quit_app", "panic"})
"""App actions that need no unlocked profile and show nothing of one."""
HIDING = frozenset(
    name for key in APP_KEYS if key.id == "app.panic" for name in (key.key, key.fallback)
)
"""The keys that never wait for another."""
IDLE_CHECK = 5.0  # seconds between two looks at the idle time


class MhApp(GuardedApp):
    """``home``: the profile's folder. With ``session`` it starts unlocked (tests, demo)."""

    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP_KEYS)
    DEFAULT_MODE = LOCK

    def __init__(self, home: Path, lang: str = "nl", session: Session | None = None) -> None:
        super().__init__()
        language.use(lang)
        self.home = home
        self.holding: Holding | None = None
        self.leaving: Holding | None = None
        self.config: dict[str, Any] = {}
        self.last_input = time.monotonic()
        self.typing = InOrder(self, super().on_event)
        self._places: tuple[str, list[Place]] = ("", [])
        self._given = session
        for mode, make in self._mode_screens().items():
            self.add_mode(mode, make)

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

    # -- start and end ----------------------------------------------------------------

    def on_mount(self) -> None:
        self.set_interval(IDLE_CHECK, self.look_at_idle)
        self._end_on_signals()
        if self._given is not None:
            self.unlocked(self._given)
        elif not presence.exists(self.home):
            self.switch_mode(SETUP)

    def _end_on_signals(self) -> None:
        """A closed window or a kill leaves a clean terminal and a saved draft."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.leave)

    def leave(self) -> None:
        """Save what was typed, close the profile and end the program."""
        self._put_away()
        self._end_session()
        for screen in self._screen_stacks.get(SETUP, []):
            if isinstance(screen, Page):
                screen.close_profile()
        self.exit(0)

    # -- where one is -----------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        return self.holding.session if self.holding is not None else None

    @property
    def is_locked(self) -> bool:
        return self.holding is None

    @property
    def at_lock(self) -> bool:
        """Whether the lock is in sight, or what opens from it: not hidden, not at work."""
        return self.current_mode == LOCK

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
        if session is not None and session.person.role in ROOMS[room].roles:
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
        self.switch_screen(self.page_of(ROOMS[room].place, **args))

    def pages(self) -> list[Page]:
        """The pages of the work that is open, home first."""
        stack = self._screen_stacks.get(WORK, [])
        return [screen for screen in stack if isinstance(screen, Page)]

    # -- lock -------------------------------------------------------------------------

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

    def _forget_setup(self) -> None:
        """The profile stands: the set-up, and the panic page that led to it, go."""
        self.call_after_refresh(self.remove_mode, SETUP)
        if self._screen_stacks.get(HIDDEN):
            self.call_after_refresh(self._renew_hidden)

    async def _renew_hidden(self) -> None:
        await self.remove_mode(HIDDEN)
        self.add_mode(HIDDEN, self._mode_screens()[HIDDEN])

    def _settings(self, session: Session) -> None:
        from mh_tui.services import starting

        self.config = starting.call_config(session)
        personal = session.vault.drafts.settings(session.person.name)
        self.use_theme(personal.get("theme", self.theme.removeprefix("mh-")))
        language.use(personal.get("language", language.current()))

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
                self.log(error.code)
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

    def look_at_idle(self) -> None:
        """Lock after the office's idle time."""
        minutes = int(self.config.get("idle_minutes", 5))
        if not self.is_locked and time.monotonic() - self.last_input > minutes * 60:
            self.run_worker(self.lock(), exclusive=True, group="lock")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.MouseEvent, events.Paste)):
            self.last_input = time.monotonic()
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key in HIDING:
            self.typing.drop()
            await super().on_event(event)
        else:
            self.typing.add(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While locked nothing works but what shows no data."""
        if action == "lock" and self.current_mode != WORK:
            return False
        if action == "help" and self.current_mode == HIDDEN:
            return False
        if not self.is_locked or action not in _OWN_ACTIONS:
            return True
        return action in FREE_WHILE_LOCKED

    def is_kept(self) -> bool:
        return not self.is_locked

    def _handle_exception(self, error: Exception) -> None:
        """What a page on its way out could not read after a lock is no failure."""
        if not (self.is_locked and isinstance(error, Locked)):
            super()._handle_exception(error)

    # -- work -------------------------------------------------------------------------

    def run_held(self, page: Page, work: Callable[[], Message | None]) -> None:
        """See ``Page.run_job``."""
        holding = self.holding

        def body() -> None:
            with holding.use() if holding is not None else contextlib.nullcontext():
                try:
                    message = work()
                except MhError as error:
                    message = Page.Failed(error)
            if message is not None and holding is self.holding:
                page.post_message(message)

        page.run_worker(body, thread=True, name="job", group="job", description="job")

    # -- actions ----------------------------------------------------------------------

    def action_help(self) -> None:
        if isinstance(self.screen, Page):
            self.push_screen(self.page_of("help:Help", about=self.screen))

    def action_call_112(self) -> None:
        from screens.call_112 import Call112

        if not isinstance(self.screen, Call112):
            if self.current_mode == HIDDEN:
                self.switch_mode(LOCK)
            self.push_screen(Call112())

    def action_exchange(self) -> None:
        """Send and collect, from wherever one is."""
        from screens.bundles import begin_exchange

        if self.current_mode == WORK:
            begin_exchange(self)

    def action_palette(self) -> None:
        from screens.palette import Palette

        if isinstance(self.screen, Page) and not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.screen))

    async def action_lock(self) -> None:
        await self.lock()

    async def action_panic(self) -> None:
        """Blank first, save and lock after that."""
        if self.current_mode == HIDDEN:
            return
        if not self.is_locked:
            self._put_away_later()
        for screen in self._screen_stacks.get(SETUP, []):
            if isinstance(screen, Page):
                screen.put_away()
        self.switch_mode(HIDDEN)

    def _put_away_later(self) -> None:
        async def close() -> None:
            self._put_away()
            await self.lock(HIDDEN)

        self.call_after_refresh(close)

    def action_quit_app(self) -> None:
        """Quit; with something unsent it says so first."""
        if self.is_locked or self.current_mode != WORK:
            self.leave()
            return
        failed: list[MhError] = []
        for page in reversed(self.pages()):
            try:
                page.put_away()
            except MhError as error:  # better to hear it now than to find it gone
                failed.append(error)

        def reasons() -> list[str]:
            unsent = [reason for page in self.pages() if (reason := page.unsent())]
            return [*map(error_text, failed), *unsent]

        if not reasons():
            self.leave()
            return
        from screens.ask import Ask

        self.push_screen(Ask.quit(reasons))

    def secret_in_sight(self) -> bool:
        return self.is_locked or super().secret_in_sight()

    async def action_quit(self) -> None:
        self.action_quit_app()

    # -- look -------------------------------------------------------------------------

    def choose_theme(self, name: str) -> None:
        """Use a theme and remember it for this person."""
        self.use_theme(name)
        self._remember("theme", name)

    async def choose_language(self, lang: str) -> None:
        """Use a language at once, and remember it for this person."""
        language.use(lang)
        self._remember("language", lang)
        stacks = {id(page): page for page in (*self.pages(), *self.screen_stack)}
        for page in stacks.values():
            if isinstance(page, Page):
                await page.relabel()

    def _remember(self, name: str, value: str) -> None:
        session = self.session
        if session is not None:
            session.vault.drafts.set_setting(session.person.name, name, value)


_OWN_ACTIONS = frozenset(key.action.removeprefix("app.") for key in APP_KEYS) | {"palette"}


def run(home: Path, lang: str) -> int:
    """Open the app; returns the exit code."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    if encoding != "utf8":
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
    app = MhApp(home, lang)
    app.run()
    return app.return_code or 0
