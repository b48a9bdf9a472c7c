"""The filters of the table: what can be chosen, what it means for the list, how it is told.

What is chosen is a small dict of codes, so that it can be kept and opened again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mh_tui.language import N_, _, ngettext
from mh_tui.projection import ordering
from mh_tui.projection.listing import Filter
from mh_tui.services import alike, dossier_view, labels
from mh_tui.services.session import Session

DAY_MS = 86_400_000
PERIODS = (7, 30, 90, 365)
"""Days that can be looked back."""
STATES = (
    "ontvangen", "ingebracht", "doorgezet_andere_gemeente", "terugkoppeling_melder",
    "gemeld", "ingetrokken",
)  # fmt: skip
"""The states that this program gives, as a person goes through them."""
ORDERS = {
    ordering.NEWEST: N_("newest first"),
    ordering.TERM: N_("by term"),
    ordering.STATE: N_("by state"),
    ordering.TOWN: N_("by municipality"),
    ordering.OLDEST: N_("oldest first"),
}
"""Order -> how it is told."""
LABELS = {
    "state": N_("State"),
    "urgency": N_("Advice"),
    "municipality": N_("Municipality"),
    "form": N_("Form of exploitation"),
    "since": N_("Seen since"),
    "sender": N_("Office"),
}
"""Filters of which one code is chosen."""
TOGGLES = {
    "late": N_("over the term"),
    "acute": N_("danger not ruled out"),
    "unanswered": N_("not answered yet"),
}
"""Filters that hold or not."""


def search(session: Session, chosen: Mapping[str, Any], words: str, *, now: int) -> Filter:
    """``filter_of``, and only what is like a chosen signal. Reads; takes time."""
    wanted = filter_of(chosen, words, now=now)
    if not chosen.get("like"):
        return wanted
    return alike.narrowed(session, wanted, chosen["like"])


def filter_of(chosen: Mapping[str, Any], words: str, *, now: int) -> Filter:
    """The list's own filter. ``now``: ms UTC."""
    typed = words.strip()
    days = int(chosen.get("since") or 0)
    sender = chosen.get("sender")
    return Filter(
        state=chosen.get("state"),
        form=chosen.get("form"),
        municipality=chosen.get("municipality"),
        since=now - days * DAY_MS if days else None,
        urgency=chosen.get("urgency"),
        overdue_at=now if chosen.get("late") else None,
        words=typed if any(char.isalnum() for char in typed) else None,
        sender=bytes.fromhex(sender) if sender else None,
        acute=bool(chosen.get("acute")),
        unanswered=bool(chosen.get("unanswered")),
        order=order(chosen),
    )


def names(session: Session) -> dict[bytes, str]:
    """The names of all offices, and a word for our own."""
    with session.read() as connection:
        trust = session.trust(connection)
    found = {office: _short(trust.of_office(office)) for office in trust.offices()}
    return {**found, session.me.office: _("our office")}


def _short(device: Any) -> str:
    """The name of an office in a column: what every name begins with is left out."""
    name = str(device.name)
    for word in ("Gemeente ", "Municipality of "):
        name = name.removeprefix(word)
    return name if device.role == "focal-point" else f"{name}, {labels.office_role(device.role)}"


def options(session: Session, name: str) -> Sequence[tuple[str, str]]:
    """(code, label) to choose from; the first takes the filter away."""
    return [("", _("all")), *_OPTIONS[name](session)]


def _states(_session: Session) -> Iterator[tuple[str, str]]:
    return ((code, labels.state(code)) for code in STATES)


def _levels(_session: Session) -> Iterator[tuple[str, str]]:
    from mh_tui.reference.indicators import indicators

    levels = indicators().advice.levels.values()
    return ((one.id, one.label) for one in sorted(levels, key=lambda one: -one.order))


def _towns(_session: Session) -> Iterator[tuple[str, str]]:
    from mh_tui.reference.partners import partners

    return ((town, town) for town in partners().meta.municipalities)


def _forms(_session: Session) -> Iterator[tuple[str, str]]:
    from mh_tui.reference.indicators import indicators

    return ((code, one.label) for code, one in indicators().forms.items())


def _periods(_session: Session) -> Iterator[tuple[str, str]]:
    return ((str(days), period(days)) for days in PERIODS)


def _offices(session: Session) -> Iterator[tuple[str, str]]:
    with session.read() as connection:
        trust = session.trust(connection)
    return (
        (office.hex(), dossier_view.office_name(trust.of_office(office)))
        for office in trust.offices()
    )


_OPTIONS = {
    "state": _states,
    "urgency": _levels,
    "municipality": _towns,
    "form": _forms,
    "since": _periods,
    "sender": _offices,
}


def period(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)


def order(chosen: Mapping[str, Any]) -> str:
    """One of ``ordering.ORDERS``."""
    wanted = chosen.get("order")
    return wanted if wanted in ordering.ORDERS else ordering.NEWEST


def next_order(chosen: Mapping[str, Any], step: int) -> str:
    """The order that comes after the one of now, or before it."""
    at = ordering.ORDERS.index(order(chosen))
    return ordering.ORDERS[(at + step) % len(ordering.ORDERS)]


def told(chosen: Mapping[str, Any], known: Mapping[bytes, str]) -> list[str]:
    """Each filter that holds, in words. ``known``: names of offices."""
    words: dict[str, Callable[[str], str]] = {
        "state": labels.state,
        "urgency": labels.advice,
        "municipality": str,
        "form": lambda code: labels.forms([code]),
        "since": lambda days: _("last {period}").format(period=period(int(days))),
        "sender": lambda office: known.get(bytes.fromhex(office), office[:8]),
        "like": lambda signal: _("like {id}").format(id=signal[:9]),
    }
    yes = [_(text) for name, text in TOGGLES.items() if chosen.get(name)]
    return [say(chosen[name]) for name, say in words.items() if chosen.get(name)] + yes
