"""A region to play with: five real offices with seven devices, in one process.

- The profiles are made once a session (``make``) and copied for each region (``Region``).
- A passphrase costs a plain hash here; nothing else differs from the real thing.
- Each device has a clock of its own that a test may set wrong (``Watch``).
- ``MH_TUI_CAMPAIGN=1 pytest tests/bundle tests/projection tests/services tests/faults`` runs
  the long forms of their tests: every byte, many more days, many more kills (about half an hour).
- ``rows`` shows a projection by natural keys, so that two installations can be compared.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mh_tui.bundle.outcome import Outcome
from mh_tui.journal import clock
from mh_tui.journal.entry import LOCAL
from mh_tui.journal.entry import REGION as REGION_AUDIENCE
from mh_tui.journal.streams import NewEntry
from mh_tui.projection import rebuild
from mh_tui.services import admitting, exporting, intake, recording, setup
from mh_tui.services.session import Session, open_session
from mh_tui.trust import fingerprint
from mh_tui.vault import sealing

CAMPAIGN = os.environ.get("MH_TUI_CAMPAIGN") == "1"
PASSPHRASE = "een lange zin van de regio"
SIGNAL: dict[str, Any] = {
    "context": "balie_brp",
    "acute": "nee",
    "municipality": "Hoorn",
    "observed_at": "2026-11-20T14:05+01:00",
    "indicators": ["ALG-01", "ARB-03"],
    "narrative": "Drie paspoorten uit één map",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A device: ``first`` names the earlier device of the same office, if any.

    ``title``: what the office calls itself, or None for the name of its organisation.
    """

    name: str
    role: str
    organisation: str
    user: str
    first: str | None = None
    title: str | None = None

    @property
    def office(self) -> str:
        return self.first or self.name


PLACES = (
    Place("desk", "desk", "hoorn", "Annelies"),
    Place("desk2", "desk", "hoorn", "Annelies", first="desk"),
    Place("field", "field", "medemblik", "Cor"),
    Place("focal", "focal-point", "hoorn", "Dewi"),
    Place("focal2", "focal-point", "hoorn", "Els", first="focal"),
    Place("other", "focal-point", "medemblik", "Fem"),
    Place("coord", "coordinator", "riec-nhn", "Gijs"),
)
NAMES = tuple(place.name for place in PLACES)
_LINKS = (
    ("desk", "focal", ("melding",)),
    ("field", "focal", ("melding",)),
    ("focal", "coord", ("tafel", "registratie")),
    ("other", "coord", ("tafel", "registratie")),
    ("focal", "other", ()),
)
"""(who reports, to whom, for which profiles); each admits the other."""


def quick(passphrase: bytes, salt: bytes, cost: sealing.Cost) -> bytes:
    """In place of Argon2id: these tests are about something else."""
    return hashlib.sha256(salt + bytes([cost.lanes]) + passphrase).digest()


def make(folder: Path, places: Sequence[Place] = PLACES, *, demo: bool = False) -> Path:
    """Real profiles that admitted each other and exchanged that: the region knows everybody."""
    sessions: dict[str, Session] = {}
    for place in places:
        first = None if place.first is None else sessions[place.first].me.office
        sessions[place.name] = setup.create(
            folder / place.name,
            role=place.role,
            organisation=place.organisation,
            name=place.title,
            user=place.user,
            passphrase=PASSPHRASE,
            demo=demo,
            office=first,
        ).session
    for place in places:
        if place.first is not None:
            join(sessions[place.first], sessions[place.name])
    for below, above, profiles in _LINKS:
        if below in sessions and above in sessions:
            admit(sessions[below], sessions[above], profiles)
            admit(sessions[above], sessions[below])
    ready = Region(folder, sessions)
    ready.settle()
    ready.close()
    for stick in folder.glob("stick*"):
        shutil.rmtree(stick)
    return folder


def admit(here: Session, there: Session, profiles: Sequence[str] = ()) -> None:
    digits = fingerprint.fingerprint(there.me.device)
    admitting.admit(here, there.keys.card, fingerprint=digits, upstream=profiles)


def join(first: Session, second: Session) -> None:
    """A further device of an office: both admit, and the first vouches for it to the others."""
    admit(first, second)
    admit(second, first)
    card = base64.b64encode(second.keys.card.raw).decode()
    with first.write() as work:
        work.say(NewEntry("trust.vouched", REGION_AUDIENCE, {"card": card}))


class Watch:
    """Stands in for the module ``time`` in ``journal.clock``: seconds off, per device."""

    def __init__(self) -> None:
        self.off: dict[str, float] = {}
        self.who = ""
        self._now = time.time()

    def time(self) -> float:
        self._now += 0.001
        return self._now + self.off.get(self.who, 0.0)


@dataclass
class Region:
    """The devices at work. ``stick`` counts the folders that bundles travelled in."""

    folder: Path
    sessions: dict[str, Session] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)
    sticks: int = 0

    @classmethod
    def copy(cls, template: Path, folder: Path) -> Region:
        shutil.copytree(template, folder)
        region = cls(folder)
        for name in sorted(path.name for path in folder.iterdir() if path.is_dir()):
            region.open(name)
        return region

    def open(self, name: str) -> Session:
        session = open_session(self.folder / name, user=None, passphrase=PASSPHRASE)
        self.sessions[name] = session
        return session

    def close(self) -> None:
        for session in self.sessions.values():
            session.close()

    def __getitem__(self, name: str) -> Session:
        """The session, with this device's own clock from now on."""
        self.watch.who = name
        return self.sessions[name]

    def office(self, name: str) -> bytes:
        return self.sessions[name].me.office

    def stick(self) -> Path:
        self.sticks += 1
        return self.folder / f"stick{self.sticks}"

    # -- the work of a day -----------------------------------------------------------

    def record(self, name: str, **changes: Any) -> str:
        """A signal recorded there; returns its id."""
        return record(self[name], **changes)

    def export(self, name: str, to: str, *, everything: bool = False) -> list[Path]:
        """Bundles of ``name`` for the office of ``to`` (or "all"), in a folder of their own."""
        wanted = to if to in ("all", "upstream") else self.office(to).hex()
        done = exporting.export(self[name], wanted, self.stick(), everything=everything)
        return [written.path for _office, written in done.bundles]

    def take(self, name: str, *paths: Path) -> list[Outcome]:
        return [result.outcome for result in intake.import_paths(self[name], paths)]

    def ship(self, name: str, to: str, *, everything: bool = False) -> list[Outcome]:
        """Export and import at once."""
        paths = self.export(name, to, everything=everything)
        return self.take(to, *paths) if paths else []

    def settle(self, names: Iterable[str] | None = None, *, rounds: int = 8) -> int:
        """Exchange everything until nobody has anything to send; returns the rounds it took."""
        chosen = list(names or self.sessions)
        for done in range(rounds):
            paths = [path for name in chosen for path in self.export(name, "all")]
            if not paths:
                return done
            for name in chosen:
                for folder in {path.parent for path in paths}:
                    self.take(name, folder)
        raise AssertionError("the exchange does not come to rest")


def record(session: Session, **changes: Any) -> str:
    signal = {key: value for key, value in (SIGNAL | changes).items() if value is not None}
    items = recording.parse(json.dumps(signal).encode())
    done = recording.add(session, recording.check(session, items, not_bsn=False))
    return done[0].id


# -- rows by natural keys -------------------------------------------------------------

_OF_TIME = frozenset({"created", "updated", "due", "at", "n", "arrival", "time", "heard"})
"""Columns that tell when something was written or arrived here."""
_STREAM = "hex(s.device) || '/' || hex(s.audience)"
_TABLES = {
    "signal": (
        "SELECT hex(u.key) AS subject, hex(o.key) AS sender, r.profile, r.author, r.observed_at,"
        " r.observed, r.municipality, r.context, r.forms, r.advice, r.acute, r.state, r.receipt,"
        f" {_STREAM} AS sent_stream, r.sent_seq, r.created, r.updated, r.due, r.conflict, r.words,"
        " w.words AS indexed FROM signal r JOIN subject u ON u.id = r.subject"
        " JOIN office o ON o.id = r.sender LEFT JOIN stream s ON s.id = r.sent_stream"
        " LEFT JOIN signal_words w ON w.rowid = r.id"
    ),
    "handed": (
        f"SELECT hex(u.key) AS subject, hex(o.key) AS office, {_STREAM} AS stream, r.seq, r.at,"
        " r.answer FROM handed r JOIN subject u ON u.id = r.subject"
        " JOIN office o ON o.id = r.office LEFT JOIN stream s ON s.id = r.stream"
    ),
    "inbox": (
        f"SELECT {_STREAM} AS stream, r.row & 0xFFFFFFFFFF AS seq, r.n, r.arrival, r.time,"
        " hex(u.key) AS subject, hex(o.key) AS office, hex(r.digest) AS digest, r.outcome, r.text,"
        " r.at, r.read FROM inbox r JOIN subject u ON u.id = r.subject"
        " JOIN office o ON o.id = r.office LEFT JOIN stream s ON s.id = r.row >> 40"
    ),
    "set_aside": (
        f"SELECT {_STREAM} AS stream, r.row & 0xFFFFFFFFFF AS seq, r.reason FROM set_aside r"
        " JOIN stream s ON s.id = r.row >> 40"
    ),
    "mark": (
        f"SELECT {_STREAM} AS stream, hex(r.peer) AS peer, r.exported, r.acked FROM mark r"
        " JOIN stream s ON s.id = r.stream"
    ),
    "confirmed": (
        f"SELECT {_STREAM} AS stream, r.seq, r.at FROM confirmed r JOIN stream s ON s.id = r.stream"
    ),
    "arrival": (
        f"SELECT {_STREAM} AS stream, r.first, r.last, r.number, r.at FROM arrival r"
        " JOIN stream s ON s.id = r.stream"
    ),
    "peer": (
        "SELECT hex(o.key) AS office, r.last_in, r.last_out, r.heard FROM peer r"
        " JOIN office o ON o.id = r.office"
    ),
    "seen_bundle": "SELECT hex(bundle) AS bundle FROM seen_bundle",
    "device": (
        "SELECT hex(id) AS device, hex(office) AS office, role, organisation, name,"
        " hex(card) AS card, state, hex(via) AS via, cuts FROM device"
    ),
    "upstream": "SELECT profile, hex(office) AS office FROM upstream",
    "config": "SELECT name, value FROM config",
    "contact": "SELECT partner, hex(office) AS office, person, phone, note FROM contact",
    "meta": "SELECT name, value FROM meta",
}
SIGNALS = ("signal", "handed", "inbox", "set_aside", "device", "upstream", "config", "contact")
"""What follows from the entries of all, whatever this device sent or when."""


def rows(session: Session, tables: Iterable[str] = tuple(_TABLES), *, times: bool = True) -> Any:
    """``{table: sorted rows}`` by natural keys; without ``times`` only what is timeless."""
    found = {}
    with session.read() as connection:
        for table in tables:
            cursor = connection.exec_driver_sql(_TABLES[table])
            kept = [key for key in cursor.keys() if times or key not in _OF_TIME]  # noqa: SIM118
            found[table] = sorted(
                tuple((key, row[key]) for key in kept) for row in cursor.mappings().all()
            )
            found[table].sort(key=repr)
    return found


def assert_fold_is_fresh(session: Session) -> None:
    """The rows are those of a fold of all entries from nothing, in every table."""
    before = rows(session)
    with session.vault.database.write() as connection:
        assert rebuild.differences(connection, session.journal, session.me) == 0
        rebuild.rebuild(connection, session.journal, session.me, demo=session.demo)
    after = rows(session)
    for table, expected in after.items():
        assert before[table] == expected, table


def heads(session: Session) -> dict[tuple[bytes, bytes], tuple[int, bytes]]:
    """Where every stream but our local one stands."""
    with session.read() as connection:
        return {
            (s.key.device, s.key.audience): (s.head.seq, s.head.link)
            for s in session.journal.streams(connection)
            if s.head.seq and s.key.audience != LOCAL
        }


@contextmanager
def region(template: Path, folder: Path) -> Iterator[Region]:
    """A copy of the template at work, with clocks that tests may set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "stretch", quick)
        copied = Region.copy(template, folder)
        patch.setattr(clock, "_time", copied.watch)
        try:
            yield copied
        finally:
            copied.close()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def region_template(tmp_path_factory) -> Path:
    """The profiles of the whole region, made once a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "stretch", quick)
        return make(tmp_path_factory.mktemp("region") / "profiles")


@pytest.fixture
def play(region_template: Path, tmp_path: Path) -> Iterator[Region]:
    """The region at work, fresh for each test."""
    with region(region_template, tmp_path / "region") as copied:
        yield copied
