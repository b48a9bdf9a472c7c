"""The drivers of Textual, with what goes wrong in them for our users.

- Windows: without the kitty keyboard request. Windows Terminal 1.25 and later loses AltGr
  characters such as € under that protocol, and Textual's driver always asks for it
  (TERMINAL.md 1.4).
- Elsewhere: a byte that is no UTF-8, from a terminal with another encoding or from a bad line, is
  one unknown character and does not end the program; a continue signal counts only after a stop
  that the driver itself took part in, else each one would start one more reader of the keyboard.
"""

from __future__ import annotations

import codecs
import os
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver

KITTY = frozenset({"\x1b[>1u", "\x1b[<u"})
"""What asks for the protocol and what gives it back."""


def for_this_system() -> type[Driver]:
    """The driver to use."""
    if os.name == "nt":
        from textual.drivers.windows_driver import WindowsDriver

        return without_kitty(WindowsDriver)
    from textual.drivers import linux_driver

    vars(linux_driver)["getincrementaldecoder"] = forgiving
    return steady(linux_driver.LinuxDriver)


def forgiving(encoding: str) -> Any:
    """A decoder that puts one unknown character in the place of what it cannot read."""
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


def steady(driver: type[Driver]) -> type[Driver]:
    """A driver that goes on only after it was stopped by Ctrl+Z or its like."""

    class SteadyDriver(driver):  # type: ignore[misc, valid-type]
        is_stopped = False

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
