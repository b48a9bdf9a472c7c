"""A desk and its focal point with any number of signals between them, made once a run.

- What is measured starts from copies: a run never meets what an earlier one left.
- The desk's entries are appended in bulk and its lists left empty: only its streams travel.
- Everything else is the real thing: profiles, keys, passphrases, admission, bundles.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from mh_tui.services import admitting, contents, exporting, intake, recording, setup
from mh_tui.services.session import Session, open_session
from mh_tui.signals import signal_id
from mh_tui.trust import fingerprint
from tests.bench import data

PASSPHRASE = "een lange zin om te meten"
USER = "Anna"
_AT_ONCE = 10_000
_PLACES = (("desk", "desk"), ("focal", "focal-point"))


@dataclass(frozen=True, slots=True)
class Exchange:
    """``count`` signals of a desk: its profile, its focal point's before the import, the bundle
    on its way, and the same contents as JSON lines."""

    desk: Path
    focal: Path
    bundle: Path
    lines: Path
    count: int


@dataclass(slots=True)
class Store:
    """Keeps what was made, by its parameters, in ``folder``."""

    folder: Path
    _copies: int = field(default=0)

    def exchange(self, count: int) -> Exchange:
        """A desk that has sent ``count`` signals, none of them received yet."""
        folder = self._made(
            f"exchange-{count}", lambda half: _make_exchange(self.pair(), half, count)
        )
        (bundle,) = (folder / "stick").glob("*.mhb")
        return Exchange(folder / "desk", folder / "focal", bundle, folder / "signals.jsonl", count)

    def filled(self, count: int) -> Path:
        """The profile of a focal point that received ``count`` signals."""

        def fill(half: Path) -> None:
            sent = self.exchange(count)
            shutil.copytree(sent.focal, half / "focal")
            with unlocked(half / "focal") as session:
                (result,) = intake.import_paths(session, [sent.bundle])
            if result.new < count:
                raise RuntimeError(f"the import took only {result.new}: {result.outcome}")

        return self._made(f"filled-{count}", fill) / "focal"

    def pair(self) -> Path:
        """The folder of a desk and a focal point that admitted each other."""
        return self._made("pair", _make_pair)

    @contextmanager
    def copy(self, profile: Path) -> Iterator[Path]:
        """A copy of a profile to spoil, gone afterwards."""
        self._copies += 1
        target = self.folder / f"copy-{os.getpid()}-{self._copies}"
        shutil.copytree(profile, target)
        try:
            yield target
        finally:
            shutil.rmtree(target)

    def _made(self, name: str, fill: Callable[[Path], None]) -> Path:
        """The folder of that name, which ``fill`` makes: whole, or not there."""
        folder = self.folder / name
        if not folder.exists():
            half = self.folder / (name + ".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(parents=True)
            fill(half)
            half.rename(folder)
        return folder


def unlocked(profile: Path) -> Session:
    return open_session(profile, user=None, passphrase=PASSPHRASE)


def _make_pair(folder: Path) -> None:
    made = [
        setup.create(
            folder / name,
            role=role,
            organisation="hoorn",
            name=None,
            user=USER,
            passphrase=PASSPHRASE,
        ).session
        for name, role in _PLACES
    ]
    desk, focal = made
    _admit(desk, focal, ("melding",))
    _admit(focal, desk, ())
    for session in made:
        session.close()


def _admit(here: Session, there: Session, upstream: tuple[str, ...]) -> None:
    digits = fingerprint.fingerprint(there.me.device)
    admitting.admit(here, there.keys.card, fingerprint=digits, upstream=upstream)


def _make_exchange(pair: Path, folder: Path, count: int) -> None:
    for name, _role in _PLACES:
        shutil.copytree(pair / name, folder / name)
    with unlocked(folder / "desk") as desk, open(folder / "signals.jsonl", "wb") as lines:
        invented = data.signals(count)
        while batch := list(islice(invented, _AT_ONCE)):
            reported = _report(desk, batch)
            lines.writelines(
                json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in reported
            )
        exporting.export(desk, "upstream", folder / "stick")


def _report(desk: Session, signals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Hand these on to the focal point; returns the contents as they go."""
    with desk.vault.database.write() as connection:
        (to,) = set(desk.trust(connection).upstream.values())
        entries = []
        for signal in signals:
            nonce = os.urandom(16)
            subject = signal_id.subject_of(desk.me.office, nonce)
            content = contents.with_advice(contents.split_identity(signal)[0])
            recorded = {"office": desk.me.office.hex(), "nonce": nonce.hex(), "content": content}
            entries.append(recording.melding(to, subject, recorded, base=()))
        desk.journal.append(connection, entries, user=USER)
    return [entry.fields["content"] for entry in entries]
