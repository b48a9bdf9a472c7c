"""What a measuring terminal runs: ``python -m tests.bench.stage WHAT PROFILE``.

``hello`` is the bare Textual program that the first paint is held against; the others are the
real app, unlocked already, where the measurement begins.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mh_tui.services.session import Session

TEXT = "Een verhaal met veel woorden over wat iemand zag en hoorde aan de balie. "
LENGTH = 20_000


def hello() -> None:
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Hello(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("Hello, World!")

    Hello().run()


def table(profile: str) -> None:
    """At home; the letter ``a`` opens the table."""
    from screens.app import MhApp
    from tests.bench.offices import unlocked

    MhApp(Path(profile), "nl", unlocked(Path(profile))).run()


def narrative(profile: str) -> None:
    """In the field for the narrative of a draft that is nearly full."""
    from mh_tui.services import drafting
    from screens.app import MhApp
    from tests.bench.offices import unlocked

    session = unlocked(Path(profile))
    text = (TEXT * (LENGTH // len(TEXT) + 1))[: LENGTH - 500]
    signal = {"context": "balie_brp", "acute": "nee", "narrative": text}
    draft = drafting.save(session, drafting.SignalDraft(signal, page="seen"))

    app = MhApp(Path(profile), "nl", session)
    unlocked_as_ever = app.unlocked

    def then_write(session: Session) -> None:
        unlocked_as_ever(session)
        app.go("entry", draft=draft.id)

    app.unlocked = then_write  # type: ignore[method-assign]
    app.run()


STAGES: dict[str, Callable[..., None]] = {"hello": hello, "table": table, "narrative": narrative}

if __name__ == "__main__":
    STAGES[sys.argv[1]](*sys.argv[2:])
