"""Open the screens without paying for the command line: neither click nor a command is loaded.

- ``mh-tui`` alone on a terminal comes here at once; everything else goes through click.
- What the screens could not catch is answered at the one edge (``answer``).
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from types import TracebackType

from mh_tui.language import DEFAULT, LANGUAGES


def default_home() -> Path:
    """``MH_TUI_HOME``, else the user's data folder of this system."""
    named = os.environ.get("MH_TUI_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_dir

    return Path(user_data_dir("mh-tui", appauthor=False))


def default_language() -> str:
    """``MH_TUI_LANG``, else Dutch; an unknown value is Dutch as well."""
    named = os.environ.get("MH_TUI_LANG", "").lower()
    return named if named in LANGUAGES else DEFAULT


def can_paint() -> bool:
    """Whether this terminal can show screens: elsewhere than on Windows they go to stderr."""
    streams = [sys.stdin, sys.stdout]
    if os.name != "nt":
        streams.append(sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return False
    return os.name == "nt" or os.environ.get("TERM", "") not in ("", "dumb", "unknown")


def open_app(home: Path, lang: str) -> int:
    """Open the screens on a profile; returns their exit code."""
    from screens.app import run

    return int(run(home, lang) or 0)


def open_alone() -> int:
    """Open the screens on the profile of this user, with nothing else loaded."""
    _say_little()
    try:
        return open_app(default_home(), default_language())
    except Exception as error:  # noqa: BLE001 - handed to the one edge, which answers for it
        return _answer(error)


def _answer(error: Exception) -> int:
    from mh_tui.cli import answer

    def fail(args: list[str], wishes: answer.Wishes) -> int:
        raise error

    return answer.run(fail, [])


def _say_little() -> None:
    """No traceback of a forgotten thread either: its message may hold what was typed."""

    def confess(error: BaseException | None, trace: TracebackType | None) -> None:
        from mh_tui.cli import answer

        answer.confess(error or RuntimeError(), trace)

    sys.excepthook = lambda kind, error, trace: confess(error, trace)
    sys.unraisablehook = lambda hook: confess(hook.exc_value, hook.exc_traceback)
    threading.excepthook = lambda hook: confess(hook.exc_value, hook.exc_traceback)
