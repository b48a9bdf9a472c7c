"""Every kind of entry, as one table (DESIGN, Kinds).

- A published kind is frozen; a change is a new version beside it.
- ``by`` are the office roles that may ever write it: a file in which another role says it
  is refused whole.
- ``to`` are the roles of the office a kind may be addressed to (empty: any).
- ``number`` is how the entry table names it; numbers are never used twice, and those of
  settings (trust, upstreams, configuration, users) lie below 10: one small index finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DESK, FIELD, FOCAL_POINT, COORDINATOR = "desk", "field", "focal-point", "coordinator"
OFFICE_ROLES = (DESK, FIELD, FOCAL_POINT, COORDINATOR)
REPORTERS = frozenset({DESK, FIELD})
"""Office roles that report signals."""
RECEIVERS = frozenset({FOCAL_POINT, COORDINATOR})
"""Office roles that receive them."""
ALL = frozenset(OFFICE_ROLES)
_FOCAL = frozenset({FOCAL_POINT})
_RECORDERS = REPORTERS | _FOCAL


class Reach(StrEnum):
    """What kind of audience a stream has, seen from its author."""

    LOCAL = "local"
    OFFICE = "office"
    REGION = "region"
    ADDRESSEE = "addressee"


class Fold(StrEnum):
    """Which fold an entry belongs to."""

    SIGNAL = "signal"
    TRUST = "trust"
    OFFICE = "office"
    TRAFFIC = "traffic"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Kind:
    number: int
    name: str
    fold: Fold
    reach: frozenset[Reach]
    by: frozenset[str]
    to: frozenset[str] = frozenset()
    version: int = 1


_LOCAL = frozenset({Reach.LOCAL})
_OFFICE = frozenset({Reach.OFFICE})
_REGION = frozenset({Reach.REGION})
_OUT = frozenset({Reach.ADDRESSEE})

KINDS: tuple[Kind, ...] = (
    Kind(1, "device.card", Fold.TRUST, _REGION, ALL),
    Kind(2, "trust.admitted", Fold.TRUST, _REGION, ALL),
    Kind(3, "trust.revoked", Fold.TRUST, _REGION, ALL),
    Kind(4, "trust.vouched", Fold.TRUST, _REGION, ALL),
    Kind(5, "trust.upstream", Fold.OFFICE, _OFFICE, ALL),
    Kind(6, "config.set", Fold.OFFICE, _OFFICE, ALL),
    Kind(7, "user.added", Fold.OFFICE, _LOCAL, ALL),
    Kind(8, "user.removed", Fold.OFFICE, _LOCAL, ALL),
    Kind(9, "reference.contact", Fold.OFFICE, _REGION, RECEIVERS),
    Kind(10, "signal.recorded", Fold.SIGNAL, _OFFICE, _RECORDERS),
    Kind(11, "signal.amended", Fold.SIGNAL, _OFFICE, _RECORDERS),
    Kind(12, "signal.withdrawn", Fold.SIGNAL, _OFFICE | _OUT, _RECORDERS),
    Kind(13, "handover.melding", Fold.SIGNAL, _OUT, REPORTERS, RECEIVERS),
    Kind(14, "handover.tafel", Fold.SIGNAL, _OUT, _FOCAL, frozenset({COORDINATOR})),
    Kind(15, "handover.registratie", Fold.SIGNAL, _OUT, _FOCAL, frozenset({COORDINATOR})),
    Kind(16, "handover.doorzetten", Fold.SIGNAL, _OUT, _FOCAL, _FOCAL),
    Kind(17, "handover.approved", Fold.SIGNAL, _OFFICE, _FOCAL),
    Kind(18, "signal.status", Fold.SIGNAL, _OUT, RECEIVERS),
    Kind(19, "feedback.given", Fold.SIGNAL, _OUT, RECEIVERS),
    Kind(20, "feedback.reply", Fold.SIGNAL, _OUT, ALL),
    Kind(21, "feedback.read", Fold.SIGNAL, _OUT, ALL),
    Kind(22, "reporter.identity", Fold.SIGNAL, _OFFICE | _OUT, _RECORDERS, _FOCAL),
    Kind(23, "signal.forgotten", Fold.SIGNAL, _LOCAL, ALL),
    Kind(24, "signal.note", Fold.SIGNAL, _OFFICE, _FOCAL | {COORDINATOR}),
    Kind(25, "signal.triaged", Fold.SIGNAL, _OFFICE, _FOCAL),
    Kind(32, "import.done", Fold.TRAFFIC, _LOCAL, ALL),
    Kind(33, "export.done", Fold.TRAFFIC, _LOCAL, ALL),
    Kind(34, "ack.noted", Fold.TRAFFIC, _LOCAL, ALL),
    Kind(35, "ack.relayed", Fold.TRAFFIC, _OFFICE, ALL),
    Kind(36, "audit.noted", Fold.AUDIT, _LOCAL, ALL),
)

BY_NAME = {kind.name: kind for kind in KINDS}
BY_NUMBER = {kind.number: kind for kind in KINDS}
LAST_SETTING = 9
"""The highest number of a settings kind."""
UNKNOWN = 0
"""The number of an entry whose kind or version this program does not know."""

HANDOVERS = {
    "melding": "handover.melding",
    "tafel": "handover.tafel",
    "registratie": "handover.registratie",
    "doorzetten": "handover.doorzetten",
}
"""Profile of ``route.toml`` to the kind that carries it (``terugkoppeling``: feedback.given)."""
PROFILE_OF = {kind: profile for profile, kind in HANDOVERS.items()}


def known(name: str, version: int) -> Kind | None:
    kind = BY_NAME.get(name)
    return kind if kind is not None and kind.version == version else None


def may_say(kind: Kind, author_role: str, reach: Reach, addressee: str | None) -> bool:
    """Whether an office of ``author_role`` may say this in a stream of that reach.

    ``addressee``: the role of the office it is said to; None where the reader does not know it
    (a colleague shares what went to an office that this device never met).
    """
    if author_role not in kind.by or reach not in kind.reach:
        return False
    return reach is not Reach.ADDRESSEE or not kind.to or addressee in (None, *kind.to)
