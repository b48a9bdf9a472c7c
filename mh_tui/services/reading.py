"""Look at signals: lists, one signal, and who may see what of it (rules R13, R14, R16).

- A reporter sees own signals only, and after receipt only what R14 leaves.
- Everything shown of one signal is folded from its entries at that moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput, NotAllowed
from mh_tui.journal import clock
from mh_tui.language import N_
from mh_tui.projection import fold, listing, traffic
from mh_tui.projection.items import Item, Places, of_subject
from mh_tui.projection.listing import Filter, Line
from mh_tui.services.identity import open_identity
from mh_tui.services.session import READERS, REPORTER, Session
from mh_tui.signals import signal_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

AFTER_RECEIPT = (
    "id",
    "observed_at",
    "municipality",
    "context",
    "forms",
    "advice",
    "state",
    "receipt",
    "version",
    "feedback",
)
"""All that a reporter sees of a signal once it was received (R14)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A signal as folded, and the copy that was asked for. ``line``: its row in the lists."""

    subject: bytes
    line: Line
    folded: fold.Folded
    copy: fold.Copy


def page(
    session: Session,
    wanted: Filter,
    *,
    limit: int = 50,
    after: str | None = None,
    mine: bool = False,
) -> tuple[list[Line], str | None]:
    """The newest signals this user may see, and the cursor of the next page."""
    from dataclasses import replace

    session.require(READERS)
    if not 1 <= limit <= 1000:
        raise InvalidInput("out_of_range", N_("{field}: give 1 to 1,000."), field="limit")
    if mine or session.person.role == REPORTER:
        wanted = replace(wanted, author=session.person.name)
    with session.read() as connection:
        return listing.page(connection, wanted, limit=limit, after=after)


def since_ms(text: str) -> int:
    """A day or a moment as typed, in ms UTC; InvalidInput where it is neither."""
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            moment = datetime(day.year, day.month, day.day).astimezone()
        else:
            moment = datetime.fromisoformat(text)
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(
            "invalid_date", N_("{field}: give a date as 2026-11-25."), field="since"
        ) from error


def line_json(line: Line) -> dict[str, Any]:
    """A line of a list as CLI.md has it."""
    return {
        "id": signal_id.show(line.subject),
        "observed_at": line.observed_at,
        "municipality": line.municipality,
        "context": line.context,
        "forms": list(line.forms),
        "advice": line.advice,
        "state": line.state,
        "receipt": line.receipt,
        "updated_at": clock.show_iso(line.updated),
    }


# -- one signal -----------------------------------------------------------------------


def items(connection: Connection, subject: int) -> list[Item]:
    """The entries of one subject (its register number) in fold order."""
    return of_subject(connection, Places(connection), subject)


def folded(session: Session, connection: Connection, subject: int) -> fold.Folded:
    """The fold of one subject (its register number) at this moment."""
    return fold.fold(
        items(connection, subject), session.me, fold.Confirmations(traffic.confirmed(connection))
    )


def find(
    session: Session,
    connection: Connection,
    typed_id: str,
    suits: Callable[[Line], bool] = lambda line: True,
) -> Found:
    """The signal a person means by an id or a start of it, as far as this user may see it.

    ``suits`` picks among copies of several offices. Raises InvalidInput ``not_found``,
    ``ambiguous`` or ``mistyped_id``.
    """
    session.require(READERS)
    read = signal_id.read(typed_id)
    low, high = (read, read) if isinstance(read, bytes) else (read.low, read.high)
    lines = [
        line
        for line in listing.copies(connection, low, high)
        if session.person.role != REPORTER
        or (line.profile == fold.OWN and line.author == session.person.name)
    ]
    if not lines:
        raise InvalidInput("not_found", N_("There is no signal with this number."), field="id")
    if len({line.subject for line in lines}) > 1:
        raise InvalidInput(
            "ambiguous", N_("More than one signal begins like this. Type more of it."), field="id"
        )
    suiting = [line for line in lines if suits(line)]
    own = [line for line in suiting if line.profile == fold.OWN]
    chosen = (own or suiting or lines)[0]
    number = session.journal.subject_number(connection, chosen.subject)
    whole = folded(session, connection, number)
    return Found(chosen.subject, chosen, whole, whole.copies[chosen.sender])


def own(session: Session, connection: Connection, typed_id: str) -> Found:
    """A signal of this office's own words; a reporter's own signal. Raises NotAllowed."""
    found = find(session, connection, typed_id, lambda line: line.profile == fold.OWN)
    if found.copy.profile != fold.OWN:
        raise NotAllowed(
            "not_own", N_("Another office wrote this signal. Only they can change it.")
        )
    return found


def show(session: Session, typed_id: str) -> dict[str, Any]:
    """One signal as CLI.md's JSON, reduced for a reporter after receipt."""
    with session.read() as connection:
        found = find(session, connection, typed_id)
        return signal_json(session, found)


def signal_json(session: Session, found: Found) -> dict[str, Any]:
    copy = found.copy
    content = dict(copy.current.content or copy.summary or {})
    advice = {key: content.pop(key, default) for key, default in _ADVICE.items()}
    reporter = dict(content.get("reporter", {}))
    if reporter or "reporter" in content:
        content["reporter"] = reporter | _identity(session, found)
    shown = (
        {"id": signal_id.show(found.subject)}
        | content
        | advice
        | {
            "state": copy.state,
            "receipt": found.line.receipt,
            "from": copy.sender.hex(),
            "version": (copy.summary or {}).get("version", len(copy.versions)),
            "history": [_event(event) for event in sorted(copy.events, key=lambda e: e.at)],
            "feedback": _feedback(found, session),
        }
    )
    if len(copy.heads) > 1:
        shown["conflict"] = [head.content for head in copy.heads]
    if is_reduced(session, found):
        shown.setdefault("forms", [])
        return {key: shown[key] for key in AFTER_RECEIPT if key in shown}
    return shown


_ADVICE: dict[str, Any] = {"advice": "", "why": [], "reference_version": ""}


def is_reduced(session: Session, found: Found) -> bool:
    """Whether this user sees only the summary of this signal (R14)."""
    received = fold.RECEIPTS.index(found.line.receipt) >= fold.RECEIVED
    return session.me.reports and received


def _identity(session: Session, found: Found) -> dict[str, str]:
    """The reporter's name and contact; a later entry adds to or replaces an earlier one."""
    known: dict[str, str] = {}
    for item in found.folded.identities:
        if item.fields is not None and item.office == found.copy.sender:
            known |= open_identity(session, found.subject, item.fields["sealed"])
    return known


def _event(event: fold.Event) -> dict[str, Any]:
    what = f"{event.what}:{event.detail}" if event.detail else event.what
    return {"at": clock.show_iso(event.at), "what": what, "by": event.by or event.office.hex()}


def _feedback(found: Found, session: Session) -> list[dict[str, Any]]:
    """Messages about this copy, oldest first."""
    own_copy = found.copy.profile == fold.OWN
    return [
        {
            "outcome": message.outcome,
            "text": message.text,
            "from": message.item.office.hex(),
            "at": clock.show_iso(message.item.at),
            "read": message.read_at is not None,
        }
        for message in found.folded.messages
        if own_copy or message.peer == found.copy.sender or message.incoming
    ]
