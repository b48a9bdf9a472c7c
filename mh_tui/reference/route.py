"""The report route: states, steps, questions, deadlines, code lists and feedback, as data.

- A person takes every step; nothing here lets the program take one (rule R7).
- All deadlines are proposals and settings; they remind, they never move a signal.
- Labels are shown in the language of the person; ids are what is stored.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mh_tui.reference import loading
from mh_tui.reference.route_model import (
    Deadline,
    Decision,
    Outcome,
    Parallel,
    Requirement,
    Route,
    State,
    Transition,
)
from mh_tui.reference.route_words import CodeItem, CodeList, Config, Field, Handover

__all__ = [
    "CodeItem",
    "CodeList",
    "Config",
    "Deadline",
    "Decision",
    "Field",
    "Handover",
    "Outcome",
    "Parallel",
    "Requirement",
    "Route",
    "State",
    "Transition",
    "load",
    "route",
]


def load(path: Path | None = None, *, pinned: bool = True) -> Route:
    """The route of the release, or of another file with ``pinned=False``."""
    from mh_tui.reference.route_check import check

    return loading.load(Route, "route.toml", check, path, pinned)


@cache
def route() -> Route:
    return load()
