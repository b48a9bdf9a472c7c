"""A profile to work on: made once a process, copied for each test.

Argon2id is replaced by a plain hash where a test is about something else; tests that are about
passphrases ask for ``real_stretch``.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mh_tui.vault import sealing
from mh_tui.vault.drafts import Draft
from mh_tui.vault.head import NewestOwn
from mh_tui.vault.profile import Vault

ANNA = "een lange zin van Anna"
BOB = "een lange zin van Bob"
ROWS = 200
NEWEST = NewestOwn(7, b"a" * 32, 7, b"l" * 32)


def quick(passphrase: bytes, salt: bytes, cost: sealing.Cost) -> bytes:
    numbers = f"{cost.memory_kib},{cost.passes},{cost.lanes}".encode()
    return hashlib.sha256(salt + numbers + passphrase).digest()


@dataclass(frozen=True, slots=True)
class Profile:
    """A closed profile of Anna (who can open identities) and Bob (who cannot)."""

    folder: Path
    code: str

    def open(self, user: str = "Anna", passphrase: str = ANNA) -> Vault:
        return Vault.open(self.folder, user=user, passphrase=passphrase)


@pytest.fixture(autouse=True)
def quick_stretch(request, monkeypatch):
    if "real_stretch" not in request.fixturenames:
        monkeypatch.setattr(sealing, "stretch", quick)


@pytest.fixture
def real_stretch():
    """This test pays for Argon2id."""


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Profile:
    folder = tmp_path_factory.mktemp("template") / "profile"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "stretch", quick)
        vault, code = Vault.create(
            folder, user="Anna", passphrase=ANNA, identity=True, prepare=fill
        )
        vault.add_user("Bob", BOB, identity=False)
        vault.drafts.save(Draft("Bob", "signal", '{"narrative": "from Bob"}'))
        vault.drafts.save(Draft("Anna", "signal", '{"narrative": "from Anna"}'))
        vault.close()
    return Profile(folder, code)


@pytest.fixture
def profile(template, tmp_path) -> Profile:
    return Profile(shutil.copytree(template.folder, tmp_path / "profile"), template.code)


@pytest.fixture
def vault(profile):
    """Anna's session."""
    opened = profile.open()
    yield opened
    opened.close()


@pytest.fixture
def clock(monkeypatch) -> Callable[[float], None]:
    """Move the clock of the waiting time forward by so many seconds."""
    from mh_tui.vault import tries

    moment = [tries.now_ms()]
    monkeypatch.setattr(tries, "now_ms", lambda: moment[0])

    def forward(seconds: float) -> None:
        moment[0] += int(1000 * seconds)

    return forward


def fill(connection) -> NewestOwn:
    """What an upper layer does at creation: its own tables and first rows."""
    connection.exec_driver_sql("CREATE TABLE row(id INTEGER PRIMARY KEY, body TEXT)")
    connection.exec_driver_sql(
        "INSERT INTO row(body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
        f" WHERE i < {ROWS}) SELECT hex(randomblob(500)) FROM n"
    )
    return NEWEST


def count_rows(vault: Vault) -> int:
    with vault.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        return connection.exec_driver_sql("SELECT count(*) FROM row").scalar()


def draft_texts(vault: Vault) -> set[tuple[str, str]]:
    return {(d.user, d.body) for user in ("Anna", "Bob", "Cas") for d in vault.drafts.list(user)}
