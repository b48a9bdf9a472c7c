"""Fold subjects into the rows of the lists, the inbox and the search index.

- The only writer of these rows; each is replaced whole by a fresh fold.
- The search index gets the old words before the row changes: words that go are gone.
- What a reporter handed on is found by its words only until it was received (R14).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mh_tui.projection import deadlines, fold, searching, traffic
from mh_tui.projection.items import Item, Me, Places, of_subject

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.journal.streams import Journal

BATCH = 2000
_COLUMNS = (
    "id, subject, sender, profile, author, observed_at, observed, municipality, context, forms,"
    " advice, acute, state, receipt, sent_stream, sent_seq, created, updated, due, conflict, words"
)
_INSERT = f"INSERT INTO signal({_COLUMNS}) VALUES({','.join('?' * 21)})"
_INSERT_WORDS = "INSERT INTO signal_words(rowid, words) VALUES(?,?)"
_INSERT_INBOX = (
    "INSERT INTO inbox(row, n, arrival, time, subject, office, digest, outcome, text, at, read,"
    " open) VALUES(?,NULL,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT(row) DO UPDATE SET outcome=excluded.outcome, text=excluded.text,"
    " read=excluded.read, open=excluded.open"
)


class Rows:
    """Writes the rows of one transaction; call ``flush`` at its end."""

    def __init__(self, connection: Connection, journal: Journal, me: Me) -> None:
        self._connection = connection
        self._journal = journal
        self.me = me
        self.refresh()
        self._offices: dict[bytes, int] = {}
        self._next: int | None = None
        self._signals: list[tuple[Any, ...]] = []
        self._handed: list[tuple[Any, ...]] = []
        self._inbox: list[tuple[Any, ...]] = []

    def refresh(self) -> None:
        """Look at streams, cuts and marks again: they may have changed in this transaction."""
        self.places = Places(self._connection)
        self._confirmed = fold.Confirmations(traffic.confirmed(self._connection))

    def refold(self, subjects: Iterable[int]) -> None:
        """Fold these subjects anew from their entries."""
        for subject in subjects:
            items = of_subject(self._connection, self.places, subject)
            self._replace(subject, self.folded(items))

    def folded(self, items: Sequence[Item]) -> fold.Folded:
        return fold.fold(items, self.me, self._confirmed)

    def add_new(self, subject: int, items: Sequence[Item]) -> None:
        """Fold a subject that has no rows yet from all of its entries."""
        self._write(subject, self.folded(items), {})

    def flush(self) -> None:
        """Write what is held back, and number the messages that came in."""
        self._flush_rows()
        self._number_inbox()

    def _replace(self, subject: int, folded: fold.Folded) -> None:
        self._flush_rows()
        connection = self._connection
        old = connection.exec_driver_sql(
            "SELECT sender, id, words FROM signal WHERE subject=?", (subject,)
        ).all()
        if old:
            self._know_ids()  # before the newest of them goes, or its number is given twice
        for _sender, row, words in old:
            if words is not None:
                connection.exec_driver_sql(
                    "INSERT INTO signal_words(signal_words, rowid, words) VALUES('delete',?,?)",
                    (row, words),
                )
        connection.exec_driver_sql("DELETE FROM signal WHERE subject=?", (subject,))
        connection.exec_driver_sql("DELETE FROM handed WHERE subject=?", (subject,))
        self._drop_messages(subject, {message.item.row for message in _incoming(folded)})
        self._write(subject, folded, {sender: row for sender, row, _words in old})

    def _drop_messages(self, subject: int, kept: set[int]) -> None:
        """What was purged, or lies beyond the cut of a device, leaves the inbox."""
        found = self._connection.exec_driver_sql(
            "SELECT row FROM inbox WHERE subject=?", (subject,)
        ).scalars()
        for row in set(found) - kept:
            self._connection.exec_driver_sql("DELETE FROM inbox WHERE row=?", (row,))

    def _write(self, subject: int, folded: fold.Folded, ids: dict[int, int]) -> None:
        for copy in folded.copies.values():
            sender = self.office(copy.sender)
            row = ids.get(sender)
            values = self.values(folded, copy)
            self._signals.append((self._new_id() if row is None else row, subject, sender, *values))
        for handed in folded.handed.values():
            at = handed.item
            self._handed.append(
                (subject, self.office(handed.office), at.row >> 40, at.seq, at.at, handed.answer)
            )
        self._inbox += [self._inbox_row(subject, message) for message in _incoming(folded)]
        if len(self._signals) >= BATCH:
            self._flush_rows()

    def values(self, folded: fold.Folded, copy: fold.Copy) -> tuple[Any, ...]:
        """The columns of a copy from ``profile`` on."""
        content = copy.current.content or copy.summary or {}
        observed_at = content.get("observed_at", "")
        sent = self._sent(folded, copy)
        return (
            copy.profile,
            copy.author,
            observed_at,
            observed_ms(observed_at),
            content.get("municipality", ""),
            content.get("context", ""),
            json.dumps(forms) if (forms := content.get("forms")) else "[]",
            content.get("advice", ""),
            folded.acute(copy),
            copy.state,
            copy.receipt,
            sent[0] if sent else None,
            sent[1] if sent else None,
            copy.created,
            max(folded.updated, copy.created),
            deadlines.due(copy, content),
            len(copy.heads) > 1,
            self._words(copy, content),
        )

    def _sent(self, folded: fold.Folded, copy: fold.Copy) -> tuple[int, int] | None:
        if copy.profile != fold.OWN or not folded.handed:
            return None
        first = min(folded.handed.values(), key=lambda handed: handed.item[:4])
        return first.item.row >> 40, first.item.seq

    def _words(self, copy: fold.Copy, content: dict[str, Any]) -> str | None:
        if copy.profile == fold.OWN and self.me.reports and copy.receipt >= fold.RECEIVED:
            return None
        return searching.words(content) or None

    def _inbox_row(self, subject: int, message: fold.Message) -> tuple[Any, ...]:
        item = message.item
        return (
            item.row,
            item.arrival,
            item.time,
            subject,
            self.office(message.peer),
            item.digest,
            message.outcome,
            message.text,
            item.at,
            message.read_at is not None,
            message.open,
        )

    def office(self, key: bytes) -> int:
        number = self._offices.get(key)
        if number is None:
            number = self._offices[key] = self._journal.office_number(self._connection, key)
        return number

    def _know_ids(self) -> int:
        if self._next is None:
            top = self._connection.exec_driver_sql("SELECT max(id) FROM signal").scalar()
            self._next = int(top or 0)
        return self._next

    def _new_id(self) -> int:
        self._next = self._know_ids() + 1
        return self._next

    def _flush_rows(self) -> None:
        if self._signals:
            self._connection.exec_driver_sql(_INSERT, self._signals)
            indexed = [(row[0], row[-1]) for row in self._signals if row[-1] is not None]
            if indexed:
                self._connection.exec_driver_sql(_INSERT_WORDS, indexed)
        if self._handed:
            self._connection.exec_driver_sql(
                "INSERT INTO handed(subject, office, stream, seq, at, answer) VALUES(?,?,?,?,?,?)",
                self._handed,
            )
        if self._inbox:
            self._connection.exec_driver_sql(_INSERT_INBOX, self._inbox)
        self._signals, self._handed, self._inbox = [], [], []

    def _number_inbox(self) -> None:
        """Give numbers in order of arrival; a number once given stays."""
        connection = self._connection
        fresh = connection.exec_driver_sql(
            "SELECT i.row FROM inbox i JOIN stream s ON s.id = i.row >> 40 WHERE i.n IS NULL"
            " ORDER BY i.arrival, i.time, s.device, s.audience, i.row"
        ).all()
        if not fresh:
            return
        top = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM inbox").scalar_one()
        connection.exec_driver_sql(
            "UPDATE inbox SET n=? WHERE row=?",
            [(top + at, row) for at, (row,) in enumerate(fresh, start=1)],
        )


def _incoming(folded: fold.Folded) -> list[fold.Message]:
    return [one for one in folded.messages if one.incoming and one.item.fields is not None]


def observed_ms(text: str) -> int:
    """When it was seen, in ms; 0 where the text is no time."""
    try:
        return int(datetime.fromisoformat(text).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


def set_aside(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Remember which entries are kept but not applied: (row id, reason)."""
    known = list(rows)
    if known:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO set_aside(row, reason) VALUES(?,?)", known
        )
