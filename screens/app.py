"""The app: its start, its keys, hiding and quitting; everything else lives in a page of its own.

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
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType

from mh_tui import language
from mh_tui.errors import MhError
from mh_tui.language import _
from mh_tui.services import presence
from screens.in_order import InOrder
from screens.keys import APP_KEYS, HIDING, bindings
from screens.locking import LockingApp
from screens.page import Page
from screens.walking import HIDDEN, LOCK, SETUP, WORK
from screens.widgets.notice import error_text

if TYPE_CHECKING:
    from mh_tui.services.session import Session

FREE_WHILE_LOCKED = frozenset({"help", "call_112", "quit_app", "panic"})
"""App actions that need no unlocked profile and show nothing of one."""
IDLE_CHECK = 5.0  # seconds between two looks at the idle time


class MhApp(LockingApp):
    """``home``: the profile's folder. With ``session`` it starts unlocked (tests, demo)."""

    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP_KEYS)

    def __init__(self, home: Path, lang: str = "nl", session: Session | None = None) -> None:
        super().__init__()
        language.use(lang)
        self.home = home
        self.typing = InOrder(self, super().on_event)
        self._given = session

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

    # -- actions ----------------------------------------------------------------------

    def action_help(self) -> None:
        if isinstance(self.screen, Page) and not self.screen.IS_HELP:
            self.push_screen(self.page_of("help:Help", about=self.screen))

    def action_call_112(self) -> None:
        from screens.call_112 import Call112

        if not isinstance(self.screen, Call112):
            self.read_config()
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
            self._quit_setup()
            return
        failed: list[MhError] = []
        for page in reversed(self.pages()):
            try:
                page.put_away()
            except MhError as error:  # better to hear it now than to find it gone
                failed.append(error)

        def reasons() -> list[str]:
            unsent = [reason for page in self.pages() if (reason := page.unsent())]
            not_kept = _("The last that you typed is not kept. {why}")
            return [*(not_kept.format(why=error_text(error)) for error in failed), *unsent]

        if not reasons():
            self.leave()
            return
        from screens.ask import Ask

        self.push_screen(Ask.quit(reasons, kept=not failed))

    def _quit_setup(self) -> None:
        """From the lock, the panic page or the set-up; the last may have something to say."""
        page = self.screen
        if self.current_mode == SETUP and isinstance(page, Page) and page.unsent():
            from screens.ask import Ask

            self.push_screen(Ask.quit(lambda: [page.unsent()], kept=False))
        else:
            self.leave()

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
        if session is None:
            return
        try:
            session.vault.drafts.set_setting(session.person.name, name, value)
        except MhError as error:  # it holds now; the next time it is asked again
            if isinstance(self.screen, Page):
                self.screen.tell_error(error)


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
