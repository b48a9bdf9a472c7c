"""Every screen by its name: where it lives, who may open it, and how home calls it.

- One line a screen; a screen that does not exist has no line.
- A module is imported when its screen is first opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mh_tui.language import N_

RECORDERS = frozenset({"reporter", "focal_point", "deputy_focal_point"})
HANDLERS = frozenset({"focal_point", "deputy_focal_point"})
COORDINATOR = frozenset({"regional_coordinator"})
WORKERS = RECORDERS | COORDINATOR
EVERYONE: frozenset[str] = WORKERS | {"admin"}


@dataclass(frozen=True, slots=True)
class Room:
    """``place`` is ``module:class`` under ``screens``. With a ``letter`` it stands on home.

    ``roles``: app roles that may open it. ``label``: msgid of one line; ``hint``: what it is for.
    """

    place: str
    label: str
    roles: frozenset[str] = EVERYONE
    letter: str = ""
    hint: str = ""


ROOMS: Mapping[str, Room] = {
    "home": Room("home:Home", N_("Home")),
    "entry": Room("signal_entry:SignalEntry", N_("New signal"), RECORDERS, "n"),
    "checklist": Room(
        "checklist:Checklist",
        N_("Look at the indicators"),
        EVERYONE,
        "c",
        N_("without a signal, to think with"),
    ),
    "own_signal": Room("own_signal:OwnSignal", N_("Your signal"), RECORDERS),
}
"""Name -> room, in the order in which home lists them."""
