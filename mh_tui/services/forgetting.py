"""A desk forgets what was received: after a number of days the words go, the receipt stays.

- Only what the addressee confirmed is forgotten, every correction too (rules R14, R53).
- A local entry written with it keeps what the reporter may still see.
- The freed pages are overwritten and the write-ahead log emptied: no word stays behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mh_tui.journal import clock
from mh_tui.journal.entry import LOCAL
from mh_tui.journal.purge import purge
from mh_tui.journal.streams import NewEntry
from mh_tui.projection import fold, traffic
from mh_tui.services import reading
from mh_tui.services.session import Session, Work
from mh_tui.services.setup import PROGRAM_SETTINGS, stored_config

if TYPE_CHECKING:
    from sqlalchemy import Connection

SETTING = "forget_after_days"
_SUMMARY = ("observed_at", "municipality", "context", "forms", "advice")
_WORDS_OF_OURS = frozenset(
    {"signal.recorded", "signal.amended", "handover.melding", "reporter.identity"}
)


def forget_due(session: Session, *, now_ms: int | None = None) -> int:
    """Forget what was confirmed long enough ago; returns how many signals."""
    if not session.me.reports or session.rolled_back:
        return 0
    now = clock.wall_ms() if now_ms is None else now_ms
    with session.read() as connection:
        days = stored_config(connection).get(SETTING, PROGRAM_SETTINGS[SETTING])
        found = _due(connection, now - int(days) * clock.DAY_MS)
    if not found:
        return 0
    with session.write() as work:
        confirmed = fold.Confirmations(traffic.confirmed(work.connection))
        done = sum(_forget(session, work, confirmed, subject) for subject in found)
    session.vault.database.checkpoint()
    return done


def _due(connection: Connection, before: int) -> list[int]:
    """Own subjects whose handing on was confirmed before this moment (ms)."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.subject FROM signal s"
        " JOIN confirmed c ON c.stream = s.sent_stream AND c.seq >= s.sent_seq"
        " WHERE s.profile = 'own' AND s.receipt >= ? AND c.at < ?"
        " AND EXISTS(SELECT 1 FROM entry e WHERE e.subject = s.subject AND e.body IS NOT NULL"
        " AND e.kind IN (10, 11, 13, 22))",
        (fold.RECEIVED, before),
    )
    return list(rows.scalars())


def _forget(session: Session, work: Work, confirmed: fold.Confirmations, subject: int) -> bool:
    items = reading.items(work.connection, subject)
    own = [
        item for item in items if item.office == session.me.office and item.kind in _WORDS_OF_OURS
    ]
    sent = [item for item in own if item.audience != session.me.office]
    if any(confirmed.at(item) is None for item in sent):
        return False
    copy = fold.fold(items, session.me, confirmed).copies[session.me.office]
    content = copy.current.content or {}
    summary: dict[str, Any] = {key: content[key] for key in _SUMMARY if key in content}
    summary["version"] = len(copy.versions)
    if copy.author is not None:
        summary["author"] = copy.author
    key = work.connection.exec_driver_sql(
        "SELECT key FROM subject WHERE id=?", (subject,)
    ).scalar_one()
    work.say(NewEntry("signal.forgotten", LOCAL, {"summary": summary}, key))
    purge(work.connection, [item.row for item in own])
    return True
