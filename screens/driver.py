"""The Windows driver without the kitty keyboard request.

Windows Terminal 1.25 and later loses AltGr characters such as € under that protocol, and Textual's
driver always asks for it (TERMINAL.md 1.4).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

KITTY = frozenset({"\x1b[>1u", "\x1b[<u"})
"""What asks for the protocol and what gives it back."""


def for_this_system() -> type[Driver] | None:
    """The driver to use; None is Textual's own choice."""
    if os.name != "nt":
        return None
    from textual.drivers.windows_driver import WindowsDriver

    return without_kitty(WindowsDriver)


def without_kitty(driver: type[Driver]) -> type[Driver]:
    """A driver that never writes the request."""

    class QuietDriver(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            if data not in KITTY:
                super().write(data)

    return QuietDriver
