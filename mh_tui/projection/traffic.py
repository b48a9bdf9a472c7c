"""What was sent, acknowledged and received: a fold of the traffic entries.

- Marks only ever rise, so the entries of several devices fold in any order.
- Numbers are seqs of the local stream: this device's own order, whatever the clocks say.
- An acknowledgement is due once an office brought entries after we last sent to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mh_tui.journal.entry import StreamKey

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.journal.streams import Journal


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a stream went with a peer: last seq exported and last seq acknowledged."""

    stream: int
    key: StreamKey
    peer: bytes
    exported: int
    acked: int


def apply(
    connection: Connection, journal: Journal, kind: str, fields: dict[str, Any], seq: int, at: int
) -> None:
    """Apply one own traffic entry, number ``seq`` of the local stream, written at ``at`` ms."""
    if kind == "import.done":
        _imported(connection, journal, fields, seq, at)
    elif kind == "export.done":
        office = journal.office_number(connection, bytes.fromhex(fields["to"]))
        _peer(connection, office)
        connection.exec_driver_sql("UPDATE peer SET last_out=? WHERE office=?", (seq, office))
        for part in fields["slices"]:
            _raise(connection, journal, part, "exported", part["last"], fields["to"])
    elif kind in ("ack.noted", "ack.relayed"):
        if fields.get("beyond"):
            _roll_back(connection, journal, fields)
        else:
            if kind == "ack.relayed":
                _register(connection, journal, fields)
            _raise(connection, journal, fields, "acked", fields["seq"], peer_of(journal, fields))
            _confirm(connection, journal, fields, at)


def _imported(
    connection: Connection, journal: Journal, fields: dict[str, Any], seq: int, at: int
) -> None:
    if "office" not in fields:
        return
    office = journal.office_number(connection, bytes.fromhex(fields["office"]))
    _peer(connection, office)
    connection.exec_driver_sql("UPDATE peer SET heard=? WHERE office=?", (at, office))
    bundle = bytes.fromhex(fields["bundle"])
    before = connection.exec_driver_sql(
        "SELECT count(*) FROM seen_bundle WHERE bundle=?", (bundle,)
    ).scalar_one()
    connection.exec_driver_sql("INSERT OR IGNORE INTO seen_bundle(bundle) VALUES(?)", (bundle,))
    if fields.get("entries") and not before:
        connection.exec_driver_sql("UPDATE peer SET last_in=? WHERE office=?", (seq, office))
    for part in fields.get("slices", ()):
        key = StreamKey(bytes.fromhex(part["device"]), bytes.fromhex(part["audience"]))
        stream = journal.stream(connection, key)
        if stream is not None:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO arrival(stream, last, first, number, at) VALUES(?,?,?,?,?)",
                (stream.id, part["last"], part["first"], seq, at),
            )


def _peer(connection: Connection, office: int) -> None:
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO peer(office, last_in, last_out) VALUES(?,0,0)", (office,)
    )


def peer_of(journal: Journal, fields: dict[str, Any]) -> str:
    """Who confirmed, in hex: another office as one, in our own office each device apart."""
    own = fields["office"] == journal.office.hex()
    return str(fields.get("by", fields["office"]) if own else fields["office"])


def _register(connection: Connection, journal: Journal, fields: dict[str, Any]) -> None:
    """A colleague may pass on a receipt before the stream itself: it waits for it, empty."""
    key = StreamKey(bytes.fromhex(fields["device"]), bytes.fromhex(fields["audience"]))
    journal.open_stream(connection, key, journal.office)


def _raise(
    connection: Connection, journal: Journal, part: dict[str, Any], what: str, seq: int, peer: str
) -> None:
    key = StreamKey(bytes.fromhex(part["device"]), bytes.fromhex(part["audience"]))
    stream = journal.stream(connection, key)
    if stream is None:
        return
    who = bytes.fromhex(peer)
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO mark(stream, peer, exported, acked) VALUES(?,?,0,0)",
        (stream.id, who),
    )
    connection.exec_driver_sql(
        f"UPDATE mark SET {what}=max({what}, ?) WHERE stream=? AND peer=?", (seq, stream.id, who)
    )


def _confirm(connection: Connection, journal: Journal, fields: dict[str, Any], at: int) -> None:
    """Keep the earliest moment at which the addressee itself confirmed this seq."""
    if fields["office"] != fields["audience"]:
        return
    key = StreamKey(bytes.fromhex(fields["device"]), bytes.fromhex(fields["audience"]))
    stream = journal.stream(connection, key)
    if stream is not None:
        connection.exec_driver_sql(
            "INSERT INTO confirmed(stream, seq, at) VALUES(?,?,?)"
            " ON CONFLICT(stream, seq) DO UPDATE SET at=min(at, excluded.at)",
            (stream.id, fields["seq"], at),
        )


def _roll_back(connection: Connection, journal: Journal, fields: dict[str, Any]) -> None:
    if bytes.fromhex(fields["device"]) == journal.device:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO meta(name, value) VALUES('rolled_back', 'acknowledged')"
        )


def marks(connection: Connection) -> list[Mark]:
    rows = connection.exec_driver_sql(
        "SELECT m.stream, s.device, s.audience, m.peer, m.exported, m.acked FROM mark m"
        " JOIN stream s ON s.id = m.stream"
    )
    return [Mark(row[0], StreamKey(row[1], row[2]), *row[3:]) for row in rows]


Confirmed = tuple[bytes, bytes, int, int]
"""(device, audience, seq, ms): the addressee held this stream up to ``seq`` at that moment."""


def confirmed(connection: Connection) -> list[Confirmed]:
    """All confirmations by addressees, by stream and seq."""
    rows = connection.exec_driver_sql(
        "SELECT s.device, s.audience, c.seq, c.at FROM confirmed c"
        " JOIN stream s ON s.id = c.stream ORDER BY c.stream, c.seq"
    )
    return [(device, audience, seq, at) for device, audience, seq, at in rows]


def rolled_back(connection: Connection) -> bool:
    found = connection.exec_driver_sql("SELECT 1 FROM meta WHERE name='rolled_back'").first()
    return found is not None


def was_imported(connection: Connection, bundle: bytes) -> bool:
    found = connection.exec_driver_sql(
        "SELECT 1 FROM seen_bundle WHERE bundle=?", (bundle,)
    ).first()
    return found is not None


def ack_due(connection: Connection, office: int) -> bool:
    """Whether this office brought entries after the last export to it."""
    found = connection.exec_driver_sql(
        "SELECT last_in > last_out FROM peer WHERE office=?", (office,)
    ).scalar()
    return bool(found)
