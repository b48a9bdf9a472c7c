"""The drivers of Textual, with what goes wrong in them for our users.

- Everywhere: what was read from the terminal wakes the program once, however much it is. A wake-up
  for each letter takes turns with the work on the letters before it: the key that hides the screen
  waited 24 seconds behind a burst of 20,000. And once 280 of them stood in line, the system had no
  room left to tell of a closed window.
- Everywhere: a parser that forgives (``screens.reading``). That the window has the focus is no
  news: Textual restyles every widget for it.
- Windows: without the kitty keyboard request. Windows Terminal 1.25 and later loses AltGr
  characters such as € under that protocol, and Textual's driver always asks for it
  (TERMINAL.md 1.4).
- Elsewhere: a byte that is no UTF-8, from a terminal with another encoding or from a bad line, is
  one unknown character and does not end the program; a terminal that is gone or stops reading does
  not hold it (``screens.writer``); a continue signal counts only after a stop
  that the driver itself took part in, else each one would start one more reader of the keyboard.
"""

from __future__ import annotations

import codecs
import contextlib
import os
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events

from screens.keys import HIDING
from screens.reading import KeyParser

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

KITTY = frozenset({"\x1b[>1u", "\x1b[<u"})
"""What asks for the protocol and what gives it back."""


AHEAD = 32
"""Events that wait in the app at most; the others wait where a key that hides overtakes them."""
SOON = 0.002  # seconds


def for_this_system() -> type[Driver]:
    """The driver to use."""
    if os.name == "nt":
        from textual.drivers import win32
        from textual.drivers.windows_driver import WindowsDriver

        vars(win32)["XTermParser"] = KeyParser
        return without_kitty(together(WindowsDriver))
    from textual.drivers import linux_driver

    from screens.writer import TerminalWriter

    vars(linux_driver)["getincrementaldecoder"] = forgiving
    vars(linux_driver)["XTermParser"] = KeyParser
    vars(linux_driver)["WriterThread"] = TerminalWriter
    return steady(together(linux_driver.LinuxDriver))


def together(driver: type[Driver]) -> type[Driver]:
    """A driver that hands on all it has read at one turn of the loop."""

    class TogetherDriver(driver):  # type: ignore[misc, valid-type]
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._read: deque[Message] = deque()

        def send_message(self, message: Message) -> None:
            """From the thread that reads; nothing of a long line matters once one hides."""
            if isinstance(message, (events.AppFocus, events.AppBlur)):
                return
            if len(self._read) > AHEAD and _hides(message):
                self._read.clear()
            self._read.append(message)
            if len(self._read) == 1:
                with contextlib.suppress(RuntimeError):  # the loop has ended
                    self._loop.call_soon_threadsafe(self._hand_on)

        def _hand_on(self) -> None:
            """As much as the app deals with at once; the rest can still be overtaken."""
            for _one in range(AHEAD - self._app._message_queue.qsize()):  # noqa: SLF001
                try:
                    self._app.post_message(self._read.popleft())
                except IndexError:  # cleared meanwhile, or all is handed on
                    return
            if self._read:
                self._loop.call_later(SOON, self._hand_on)

    return TogetherDriver


def _hides(message: Message) -> bool:
    return isinstance(message, events.Key) and message.key in HIDING


def forgiving(encoding: str) -> Any:
    """A decoder that puts one unknown character in the place of what it cannot read."""
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


def steady(driver: type[Driver]) -> type[Driver]:
    """A driver that goes on only after it was stopped by Ctrl+Z or its like."""

    class SteadyDriver(driver):  # type: ignore[misc, valid-type]
        is_stopped = False

        def _run_input_thread(self) -> None:
            """Textual's own prints a traceback to whoever sits there."""
            try:
                self.run_input_thread()
            except Exception as error:  # noqa: BLE001 - the edge of a thread
                self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001

        def _sigtstp_application(self, *given: object) -> None:
            self.is_stopped = True
            super()._sigtstp_application(*given)

        def _sigcont_application(self, *given: object) -> None:
            if self.is_stopped:
                self.is_stopped = False
                super()._sigcont_application(*given)

    return SteadyDriver


def without_kitty(driver: type[Driver]) -> type[Driver]:
    """A driver that never writes the request."""

    class QuietDriver(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            if data not in KITTY:
                super().write(data)

    return QuietDriver
