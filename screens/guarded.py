"""What Textual does by itself and must not do here (TERMINAL.md 2): tell, copy, picture, crash.

- A crash prints the kind of error and its place; values of variables may be somebody's data.
- No toasts, no screenshots, nothing by OSC 52; every line passes ``Harmless`` before it is painted.
- Our own palettes only; the one without colour leaves the terminal its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text
from textual.app import App
from textual.filter import LineFilter
from textual.worker import WorkerFailed

from mh_tui.errors import MhError
from mh_tui.language import _
from screens import driver, themes
from screens.safe import Harmless


class GuardedApp(App[int]):
    """Textual's app with its leaks closed."""

    TITLE = "mh_tui"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    COMMANDS = set()  # noqa: RUF012 - Textual's own commands are not offered

    def __init__(self) -> None:
        super().__init__(driver_class=driver.for_this_system())
        self._harmless = Harmless()
        self._colourless = themes.NoColour(enabled=False)
        for name in themes.PALETTES:
            self.register_theme(themes.theme(name))
        self._first_theme("plain" if self.no_color else next(iter(themes.PALETTES)))

    def secret_in_sight(self) -> bool:
        """Whether what has the focus must not be copied."""
        return bool(getattr(self.focused, "password", False))

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Nothing: a picture of the screen would lie in clear on the disk."""

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing leaves by the clipboard (OSC 52); within a field it works as it does."""
        self._clipboard = "" if self.secret_in_sight() else text

    def notify(self, message: str, **_details: Any) -> None:
        """No toasts: they stay on any screen that comes above (TERMINAL.md 2.8)."""

    def action_help_quit(self) -> None:
        """Ctrl+C copies; it never ends the program nor shows a toast."""

    # -- look ---------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        own = [self._harmless, self._colourless] if self._colourless.enabled else [self._harmless]
        return [*(one for one in super().get_line_filters() if not self.no_color), *own]

    def use_theme(self, name: str) -> None:
        """Dark, light, contrast or plain; an unknown name is the first."""
        name = name if name in themes.PALETTES else next(iter(themes.PALETTES))
        self._colourless.enabled = name == "plain"
        self.theme = f"mh-{name}"

    def _first_theme(self, name: str) -> None:
        """As ``use_theme``, before anything is painted: without making all styles anew."""
        self._colourless.enabled = name == "plain"
        self.set_reactive(GuardedApp.theme, f"mh-{name}")
        self.stylesheet.set_variables(self.get_css_variables())

    # -- the one edge -----------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Only the kind of error and where: values of variables may be somebody's data."""
        error = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error if isinstance(error.error, Exception) else error
        kept = self.is_kept() and not isinstance(error, MhError)  # of ours: it could not be stored
        self._exit_renderables.append(Text(f"{last_words(kept=kept)}\n{where(error)}"))
        self._close_messages_no_wait()

    def is_kept(self) -> bool:
        """Whether what was typed lies in a profile."""
        return False

    def _print_error_renderables(self) -> None:
        for renderable in self._exit_renderables:
            self.error_console.print(renderable)
        self._exit_renderables.clear()

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()


def where(error: BaseException | None) -> str:
    """Type, file and line of an error; nothing that was typed."""
    if error is None:
        return "mh_tui: unexpected"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"mh_tui: {type(error).__name__}{place}"


def last_words(*, kept: bool) -> str:
    """What a person has to know when the program ends by an error of its own."""
    if kept:
        return _(
            "Something went wrong in this program. What you typed is kept, perhaps without the"
            " last letters. Start it again, and report this:"
        )
    return _("Something went wrong in this program. Start it again, and report this:")
