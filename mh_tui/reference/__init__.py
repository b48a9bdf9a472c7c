"""The reference data of the region, typed: what ``assets/*.toml`` holds, and nothing else.

- One file is loaded when it is first asked for, and only as it was released (rule R72).
- Texts answer in the language of the person.
"""

from __future__ import annotations

from mh_tui.reference.indicators import indicators
from mh_tui.reference.partners import partners
from mh_tui.reference.roles import roles
from mh_tui.reference.route import route
from mh_tui.reference.shape import ReferenceBroken
from mh_tui.reference.shelter import shelter

__all__ = ["ReferenceBroken", "indicators", "partners", "roles", "route", "shelter", "version"]


def version() -> str:
    """The version that all five files carry; it is kept with every signal (rule R72)."""
    return indicators().meta.version
