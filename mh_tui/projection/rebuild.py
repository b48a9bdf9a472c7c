"""Make the disposable rows, build them all anew, and hold them against a fresh fold.

- Nothing here is ever the only copy: it all follows from the entries.
- A newer program judges again what an older one set aside.
- Numbers in the inbox follow from the order of arrival, so they survive a rebuild.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from mh_tui.journal import clock, kinds, parsing
from mh_tui.journal.entry import LOCAL, StreamKey, split_id
from mh_tui.projection import SCHEMA, traffic
from mh_tui.projection.items import Me, Places, judge, of_subject
from mh_tui.projection.rows import Rows, set_aside
from mh_tui.trust import admission

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.journal.streams import Journal

Progress = Callable[[int, int], None]
"""Called with (done, total) subjects."""

_WORDS = """
CREATE VIRTUAL TABLE signal_words USING fts5(
    words, content='signal', content_rowid='id', tokenize="unicode61 remove_diacritics 2"
)
"""
_WORDS_SETTINGS = (("secure-delete", 1), ("hashsize", 8 << 20), ("pgsz", 3900))
"""Purged words go for good; bytes gathered before a segment is written; bytes of a leaf (two fit
in a page of the database, one of the default size takes a page and a half)."""


def create(connection: Connection) -> None:
    """Make the disposable tables, empty."""
    from sqlmodel import SQLModel

    from mh_tui.projection import tables
    from mh_tui.trust import tables as trust_tables

    trust_rows: tuple[type[SQLModel], ...] = (
        trust_tables.DeviceRow,
        trust_tables.UpstreamRow,
        trust_tables.ConfigRow,
        trust_tables.ContactRow,
        trust_tables.UserRow,
    )
    names = [row.__tablename__ for row in (*tables.ROWS, *trust_rows)]
    chosen = [SQLModel.metadata.tables[str(name)] for name in names]
    connection.exec_driver_sql("DROP TABLE IF EXISTS signal_words")
    SQLModel.metadata.drop_all(connection, tables=chosen)
    SQLModel.metadata.create_all(connection, tables=chosen)
    connection.exec_driver_sql(_WORDS)
    for setting in _WORDS_SETTINGS:
        connection.exec_driver_sql(
            "INSERT INTO signal_words(signal_words, rank) VALUES(?,?)", setting
        )
    connection.exec_driver_sql("INSERT INTO meta(name, value) VALUES('schema', ?)", (str(SCHEMA),))


def rebuild(
    connection: Connection,
    journal: Journal,
    me: Me,
    *,
    demo: bool,
    progress: Progress | None = None,
) -> None:
    """Drop every disposable row and fold all entries anew."""
    create(connection)
    judge_again(connection, journal)
    admission.refold(connection, me.office, demo=demo)
    for kind, fields, seq, at in traffic_entries(connection, journal):
        traffic.apply(connection, journal, kind, fields, seq, at)
    rows = Rows(connection, journal, me)
    subjects = connection.exec_driver_sql("SELECT id FROM subject ORDER BY id").scalars().all()
    for done, subject in enumerate(subjects):
        rows.add_new(subject, of_subject(connection, rows.places, subject))
        if progress is not None and done % 500 == 0:
            progress(done, len(subjects))
    rows.flush()


def judge_again(connection: Connection, journal: Journal) -> None:
    """Judge every entry without a subject: some may be known by now, some stay aside."""
    found = connection.exec_driver_sql(
        "SELECT e.id, e.body, o.key FROM entry e JOIN stream s ON s.id = e.id >> 40"
        " JOIN office o ON o.id = s.office WHERE e.subject IS NULL AND e.body IS NOT NULL"
    ).all()
    aside = []
    for row, body, office in found:
        reason, kind, subject = judged(body, office)
        if reason is not None:
            aside.append((row, reason))
        elif subject is not None and kind is not None:
            connection.exec_driver_sql(
                "UPDATE entry SET subject=?, kind=? WHERE id=?",
                (journal.subject_number(connection, subject), kind.number, row),
            )
    set_aside(connection, aside)


def judged(body: bytes, office: bytes) -> tuple[str | None, kinds.Kind | None, bytes | None]:
    """(why it is set aside or None, its kind, its subject) of a stored body."""
    parsed = parsing.parse(body)
    if isinstance(parsed, parsing.Fault):
        return parsed.why, parsed.kind, None
    kind = kinds.BY_NAME[parsed["kind"]]
    subject = bytes.fromhex(parsed["subject"]) if kind.fold is kinds.Fold.SIGNAL else None
    return judge(parsed, office, subject or b""), kind, subject


def traffic_entries(
    connection: Connection, journal: Journal
) -> Iterator[tuple[str, dict[str, Any], int, int]]:
    """(kind, fields, seq of the local stream, ms) of all traffic: ours first, as it was written.

    What a colleague relayed counts from its arrival here: our clock alone says how long ago.
    """
    local = journal.stream(connection, StreamKey(journal.device, LOCAL))
    own = 0 if local is None else local.id
    found = connection.exec_driver_sql(
        "SELECT e.id, e.time, e.body FROM entry e JOIN stream s ON s.id = e.id >> 40"
        " WHERE e.subject IS NULL AND e.kind BETWEEN 32 AND 35 AND e.body IS NOT NULL"
        " AND e.id NOT IN (SELECT row FROM set_aside) ORDER BY e.id >> 40 <> ?, e.id",
        (own,),
    ).all()
    places = Places(connection)
    for row, time, body in found:
        parsed = parsing.parse(body)
        if isinstance(parsed, dict):
            stream, seq = split_id(row)
            if stream == own:
                yield parsed["kind"], parsed["fields"], seq, clock.to_ms(time)
                continue
            arrival = places.arrived(connection, stream, seq)
            at = clock.to_ms(time) if arrival is None else arrival[1]
            yield parsed["kind"], parsed["fields"], 0, at


def differences(connection: Connection, journal: Journal, me: Me) -> int:
    """How many subjects have other rows than a fresh fold gives."""
    fresh = Rows(connection, journal, me)
    places = Places(connection)
    wrong = 0
    subjects = connection.exec_driver_sql("SELECT id FROM subject ORDER BY id").scalars().all()
    for subject in subjects:
        folded = fresh.folded(of_subject(connection, places, subject))
        stored = connection.exec_driver_sql(
            "SELECT sender, profile, author, observed_at, observed, municipality, context, forms,"
            " advice, acute, state, receipt, sent_stream, sent_seq, created, updated, due,"
            " conflict, words FROM signal WHERE subject=? ORDER BY sender",
            (subject,),
        ).all()
        expected = sorted(
            (fresh.office(copy.sender), *fresh.values(folded, copy))
            for copy in folded.copies.values()
        )
        wrong += [tuple(row) for row in stored] != expected
    return wrong
