"""An unlocked profile at work: who is here, what may be done, and how anything is written.

- Every change goes through ``Session.write``: entries first, rows as a fold of them, commit,
  then ``head.bin``. Nothing else writes rows.
- A profile whose journal lies behind ``head.bin``, or behind what others confirmed, may be
  read; own words are refused until a new device is opened (DESIGN, Vault).
- What a user may do follows from the app role alone (``roles.toml``, rule R13).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mh_tui.errors import NotAllowed, RolledBack
from mh_tui.journal import clock, kinds
from mh_tui.journal.entry import LOCAL, StreamKey
from mh_tui.journal.streams import Journal, NewEntry, Stored
from mh_tui.language import N_
from mh_tui.projection import traffic
from mh_tui.projection.items import Item, Me
from mh_tui.projection.rows import Rows
from mh_tui.trust import admission, card
from mh_tui.vault.profile import Vault

if TYPE_CHECKING:
    from sqlalchemy import Connection

REPORTER, FOCAL_POINT, DEPUTY = "reporter", "focal_point", "deputy_focal_point"
COORDINATOR = "regional_coordinator"
RECORDERS = frozenset({REPORTER, FOCAL_POINT, DEPUTY})
HANDLERS = frozenset({FOCAL_POINT, DEPUTY})
ANSWERERS = HANDLERS | {COORDINATOR}
READERS = RECORDERS | {COORDINATOR}
ADMITTERS = READERS | {"admin"}
"""Who may admit, revoke, and add or remove users."""

SCHEMA_KEY = "schema"


@dataclass(frozen=True, slots=True)
class Person:
    """The user of this session: name and app role."""

    name: str
    role: str


class Session:
    """Made by ``open_session`` and by ``setup.create``."""

    def __init__(self, vault: Vault, keys: card.DeviceKeys) -> None:
        self.vault = vault
        self.keys = keys
        self.me = Me(keys.card.device, keys.card.office, keys.card.role)
        self.journal = Journal(keys.card.device, keys.card.office)
        self.demo = vault.demo
        self.person = Person(vault.user, "none")
        self.rolled_back = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.vault.database.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Work]:
        """One change: all of it stands, or nothing does. ``head.bin`` follows the commit."""
        with self.vault.database.write() as connection:
            work = Work(self, connection)
            yield work
            work.settle()
            position = self.journal.own_position(connection) if work.spoke else None
        # A profile that was put back keeps the head it lacks: that is how it is known.
        if position is not None and not self.rolled_back:
            count, key, head = position
            if key is not None and head is not None:
                self.vault.head.write(count, key.audience, head.seq, head.link)

    def trust(self, connection: Connection) -> admission.Trust:
        return admission.load(connection, self.me.office, demo=self.demo)

    def require(self, allowed: Iterable[str], text: str | None = None) -> None:
        """Raise NotAllowed unless this user's app role is one of ``allowed``."""
        if self.person.role not in allowed:
            raise NotAllowed("not_allowed", text)

    def close(self) -> None:
        self.vault.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class Work:
    """The inside of one ``Session.write``."""

    def __init__(self, session: Session, connection: Connection) -> None:
        self.session = session
        self.connection = connection
        self.spoke = False
        self._touched: set[int] = set()
        self._fresh: dict[int, list[Item]] = {}
        self._settings = False
        self._rows: Rows | None = None

    def say(self, *entries: NewEntry) -> list[Stored]:
        """Append own entries; raises RolledBack for all but local ones where that holds."""
        return self.say_all(entries)

    def say_all(self, entries: Sequence[NewEntry]) -> list[Stored]:
        session = self.session
        if session.rolled_back and any(entry.audience != LOCAL for entry in entries):
            raise RolledBack
        stored = session.journal.append(self.connection, entries, user=session.person.name or None)
        self.spoke = self.spoke or bool(stored)
        for one in stored:
            self._note(one)
        return stored

    def _note(self, stored: Stored) -> None:
        fold = stored.kind.fold
        if fold is kinds.Fold.SIGNAL and stored.subject is not None:
            if stored.fresh or stored.subject in self._fresh:
                self._fresh.setdefault(stored.subject, []).append(self._item(stored))
            else:
                self._touched.add(stored.subject)
        elif fold in (kinds.Fold.TRUST, kinds.Fold.OFFICE):
            self._settings = True
        elif fold is kinds.Fold.TRAFFIC:
            self._traffic(stored)

    def _item(self, stored: Stored) -> Item:
        """An own entry as the fold takes it, without reading it back."""
        return Item(
            stored.time,
            stored.stream.device,
            stored.stream.audience,
            stored.row & ((1 << 40) - 1),
            stored.row,
            self.session.me.office,
            stored.kind.name,
            stored.body["fields"],
            stored.digest,
            stored.body["by"].get("user"),
            clock.to_ms(stored.time),
            0,
        )

    def _traffic(self, stored: Stored) -> None:
        number = stored.row & ((1 << 40) - 1)
        self.heard(stored.kind.name, stored.body["fields"], number, clock.to_ms(stored.time))

    def heard(self, kind: str, fields: dict[str, Any], number: int, at: int) -> None:
        """Apply a traffic entry of this office: ours, or one that a colleague's device sent."""
        if kind in ("ack.noted", "ack.relayed"):
            self._touch_confirmed(fields, at)
        traffic.apply(self.connection, self.session.journal, kind, fields, number, at)
        if fields.get("beyond"):
            self.session.rolled_back = True

    def _touch_confirmed(self, fields: dict[str, Any], at: int) -> None:
        """The signals that this acknowledgement shows received, or received earlier."""
        key = StreamKey(bytes.fromhex(fields["device"]), bytes.fromhex(fields["audience"]))
        stream = self.session.journal.stream(self.connection, key)
        if stream is None or fields["office"] != fields["audience"]:
            return
        before = self.connection.exec_driver_sql(
            "SELECT coalesce(max(seq), 0) FROM confirmed WHERE stream=? AND at<=?",
            (stream.id, at),
        ).scalar_one()
        found = self.connection.exec_driver_sql(
            "SELECT subject FROM handed WHERE stream=? AND seq>? AND seq<=?",
            (stream.id, before, fields["seq"]),
        )
        self._touched.update(found.scalars())

    def touch(self, subjects: Iterable[int]) -> None:
        """Have these subjects folded anew when the change settles."""
        self._touched.update(subjects)

    def settings_changed(self) -> None:
        self._settings = True

    def rows(self) -> Rows:
        """The writer of rows, for whoever folds in bulk."""
        if self._rows is None:
            self._rows = Rows(self.connection, self.session.journal, self.session.me)
        return self._rows

    def refold_settings(self) -> admission.Trust:
        """Fold all settings anew; a revocation takes signals beyond its cut along."""
        self._settings = False
        session = self.session
        known = session.trust(self.connection).devices
        before = {number: device.cuts for number, device in known.items()}
        trust = admission.refold(self.connection, session.me.office, demo=session.demo)
        for number, device in trust.devices.items():
            if device.cuts is not None and device.cuts != before.get(number):
                seqs = {audience: seq for audience, (seq, _link) in device.cuts.items()}
                self._touched |= session.journal.subjects_beyond(self.connection, number, seqs)
        return trust

    def settle(self) -> None:
        """Fold what changed."""
        if self._settings:
            self.refold_settings()
        if self._touched or self._fresh or self._rows is not None:
            rows = self.rows()
            rows.refresh()
            for subject, items in self._fresh.items():
                if subject not in self._touched:
                    rows.add_new(subject, sorted(items, key=lambda item: item[:4]))
            rows.refold(sorted(self._touched))
            rows.flush()


def open_session(
    home: Path, *, user: str | None, passphrase: str, today: date | None = None
) -> Session:
    """Unlock the profile in ``home``; raises what ``Vault.open`` raises."""
    return start(Vault.open(home, user=user, passphrase=passphrase), today=today)


def start(vault: Vault, *, today: date | None = None) -> Session:
    """A session on an opened vault: checks head and schema, records wrong tries."""
    try:
        session = Session(vault, _device_keys(vault))
        _check_schema(session)
        with session.read() as connection:
            session.person = _person(connection, vault.user)
            session.rolled_back = _behind(session, connection) or traffic.rolled_back(connection)
        _mandate(session, session.person.name, today)
        _record_tries(session)
    except BaseException:
        vault.close()
        raise
    return session


def _device_keys(vault: Vault) -> card.DeviceKeys:
    parts = [vault.secrets.get(name) for name in ("device_card", "device_sign", "device_hpke")]
    raw, sign, hpke = (part or b"" for part in parts)
    return card.DeviceKeys(card.read(raw, demo=vault.demo), sign, hpke)


def _check_schema(session: Session) -> None:
    """Build the disposable rows anew where another version made them."""
    from mh_tui.projection import SCHEMA

    with session.read() as connection:
        exists = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name='meta'").first()
        found = (
            exists
            and connection.exec_driver_sql(
                "SELECT value FROM meta WHERE name=?", (SCHEMA_KEY,)
            ).scalar()
        )
    if found == str(SCHEMA):
        return
    from mh_tui.projection import rebuild

    with session.vault.database.write() as connection:
        rebuild.rebuild(connection, session.journal, session.me, demo=session.demo)


def _person(connection: Connection, name: str) -> Person:
    role = connection.exec_driver_sql(
        "SELECT role FROM user WHERE name=? AND removed IS NULL ORDER BY created DESC", (name,)
    ).scalar()
    return Person(name, role or "none")


def _behind(session: Session, connection: Connection) -> bool:
    """Whether the journal lacks the entry that ``head.bin`` names."""
    head = session.vault.head.read()
    if head is None:
        return False
    count, _, _ = session.journal.own_position(connection)
    stream = session.journal.stream(connection, StreamKey(session.me.device, head.audience))
    if stream is None or stream.head.seq < head.seq or count < head.own_count:
        return True
    return session.journal.link_at(connection, stream, head.seq) != head.link


def may_work(vault: Vault, name: str) -> None:
    """Raise NotAllowed("mandate_over") for a deputy outside the dates; ``vault``: opened."""
    session = Session(vault, _device_keys(vault))
    _check_schema(session)
    _mandate(session, name, None)


def _mandate(session: Session, name: str, today: date | None) -> None:
    """A deputy works between two dates only (rule R17)."""
    day = (today or datetime.now().astimezone().date()).isoformat()
    with session.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT since, until FROM user WHERE name=? AND removed IS NULL", (name,)
        ).first()
    since, until = found or (None, None)
    if (since and day < since) or (until and day > until):
        raise NotAllowed(
            "mandate_over", N_("Your period as deputy has not begun or is over. Ask for new dates.")
        )


def _record_tries(session: Session) -> None:
    tries = session.vault.failed_tries()
    if not tries:
        return
    with session.write() as work:
        work.say(*(audit("unlock", "refused", count=one.count) for one in tries))
    session.vault.tries_recorded()


def audit(
    action: str,
    outcome: str,
    *,
    object: str | None = None,
    reason: str | None = None,
    count: int | None = None,
) -> NewEntry:
    """A line of the log: no content ever (rules R38, R39)."""
    fields: dict[str, Any] = {"action": action, "outcome": outcome}
    fields |= {
        key: value
        for key, value in (("object", object), ("reason", reason), ("count", count))
        if value is not None
    }
    return NewEntry("audit.noted", LOCAL, fields)
