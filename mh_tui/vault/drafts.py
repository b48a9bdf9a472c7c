"""Drafts and personal settings, in a database of their own with the same key.

- Saved at every pause, also while an import holds the main database: hence its own file.
- Drafts are not entries: gone when sent or discarded, and a late save does not bring one back.
- A reporter's identity waits here, sealed or not, while there is no upstream to seal it to.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mh_tui.errors import InvalidInput
from mh_tui.language import N_

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.vault.database import Database


@dataclass(frozen=True, slots=True)
class Draft:
    """``kind`` names the form, ``body`` is its JSON text; ``id`` is None until saved."""

    user: str
    kind: str
    body: str = field(repr=False)
    id: int | None = None
    updated_ms: int = 0


# Named here because the method ``list`` hides the type inside the class.
DraftList = list[Draft]
IdentityList = list[tuple[bytes, bytes]]


class Drafts:
    """Opened at the first use, so that a command that needs no draft pays nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._ready = False

    def list(self, user: str) -> DraftList:
        """The drafts of one user, newest first."""
        with self._opened().read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT user, kind, body, id, updated_ms FROM draft WHERE user = ?"
                " ORDER BY updated_ms DESC, id DESC",
                (user,),
            )
            return [Draft(*row) for row in rows]

    def get(self, draft_id: int) -> Draft | None:
        with self._opened().read() as connection:
            row = connection.exec_driver_sql(
                "SELECT user, kind, body, id, updated_ms FROM draft WHERE id = ?", (draft_id,)
            ).one_or_none()
            return Draft(*row) if row else None

    def save(self, draft: Draft) -> Draft:
        """Durable when it returns; gives the draft with its id and time.

        Raises InvalidInput("draft_gone") for one that was sent or discarded meanwhile.
        """
        now = time.time_ns() // 1_000_000
        with self._opened().write() as connection:
            if draft.id is None:
                number = connection.exec_driver_sql(
                    "INSERT INTO draft(user, kind, body, updated_ms) VALUES(?, ?, ?, ?)",
                    (draft.user, draft.kind, draft.body, now),
                ).lastrowid
                return replace(draft, id=number, updated_ms=now)
            done = connection.exec_driver_sql(
                "UPDATE draft SET user = ?, kind = ?, body = ?, updated_ms = ? WHERE id = ?",
                (draft.user, draft.kind, draft.body, now, draft.id),
            )
            if done.rowcount == 0:
                raise InvalidInput("draft_gone", N_("This draft was already sent or removed."))
        return replace(draft, updated_ms=now)

    def discard(self, draft_id: int) -> None:
        """Gone; one that is gone already stays so."""
        self._run("DELETE FROM draft WHERE id = ?", (draft_id,))

    def settings(self, user: str) -> dict[str, str]:
        """All personal settings of a user."""
        with self._opened().read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT name, value FROM setting WHERE user = ?", (user,)
            )
            return {row[0]: row[1] for row in rows}

    def setting(self, user: str, name: str) -> str | None:
        return self.settings(user).get(name)

    def set_setting(self, user: str, name: str, value: str | None) -> None:
        """None forgets it."""
        if value is None:
            self._run("DELETE FROM setting WHERE user = ? AND name = ?", (user, name))
            return
        self._run(
            "INSERT INTO setting(user, name, value) VALUES(?, ?, ?)"
            " ON CONFLICT(user, name) DO UPDATE SET value = excluded.value",
            (user, name, value),
        )

    def put_identity(self, subject: bytes, body: bytes) -> None:
        """Keep a reporter's identity until it can be sealed; a second one replaces it."""
        self._run(
            "INSERT INTO waiting_identity(subject, body) VALUES(?, ?)"
            " ON CONFLICT(subject) DO UPDATE SET body = excluded.body",
            (subject, body),
        )

    def identity(self, subject: bytes) -> bytes | None:
        return dict(self.identities()).get(subject)

    def identities(self) -> IdentityList:
        """(subject, body) of all that wait."""
        with self._opened().read() as connection:
            rows = connection.exec_driver_sql("SELECT subject, body FROM waiting_identity")
            return [(subject, body) for subject, body in rows]

    def drop_identity(self, subject: bytes) -> None:
        self._run("DELETE FROM waiting_identity WHERE subject = ?", (subject,))

    def pass_on(self, leaver: str, heir: str) -> None:
        """Give the drafts of one user to another; the leaver's settings go."""
        with self._opened().write() as connection:
            connection.exec_driver_sql("UPDATE draft SET user = ? WHERE user = ?", (heir, leaver))
            connection.exec_driver_sql("DELETE FROM setting WHERE user = ?", (leaver,))

    def close(self) -> None:
        self.database.close()

    def _run(self, sql: str, values: tuple[object, ...]) -> None:
        with self._opened().write() as connection:
            connection.exec_driver_sql(sql, values)

    def _opened(self) -> Database:
        if not self._ready:
            self._make_missing()
            self._ready = True
        return self.database

    def _make_missing(self) -> None:
        """A lost drafts.db costs the drafts, not the profile."""
        from mh_tui.vault.files import make_empty

        if not self.database.path.exists():
            make_empty(self.database.path)
        with self.database.read() as connection:
            if _has_tables(connection):
                return
        with self.database.write() as connection:
            create(connection)


class Keeper:
    """Saves one draft from any thread: never twice under two numbers, never an older over a newer.

    After ``drop`` or ``close`` nothing is saved any more: it was sent or thrown away.
    """

    def __init__(self, drafts: Drafts, draft_id: int | None = None) -> None:
        self._drafts = drafts
        self._id = draft_id
        self._newest = 0
        self._dropped = False
        self._guard = threading.Lock()

    @property
    def id(self) -> int | None:
        """The number of the draft as it was saved last."""
        return self._id

    @property
    def newest(self) -> int:
        """The version that was saved last, 0 before the first."""
        return self._newest

    def keep(self, draft: Draft | None, version: int) -> Draft | None:
        """Durable when it returns; None: nothing is left to keep. ``version`` counts the changes.

        Gives what was saved, or None where nothing was: an older version, or after ``drop``.
        """
        with self._guard:
            if self._dropped or version < self._newest:
                return None
            kept = None
            if draft is not None:
                kept = self._drafts.save(replace(draft, id=self._id))
            elif self._id is not None:
                self._drafts.discard(self._id)
            self._id = kept.id if kept is not None else None
            self._newest = version
            return kept

    def drop(self) -> int | None:
        """No more saving; the number of the draft that is left."""
        with self._guard:
            self._dropped = True
            return self._id

    def close(self) -> None:
        """No more saving, and what was saved goes."""
        with self._guard:
            self._dropped = True
            if self._id is not None:
                self._drafts.discard(self._id)
            self._id = None

    def take_up(self) -> None:
        """Sending failed: go on saving."""
        with self._guard:
            self._dropped = False


def _has_tables(connection: Connection) -> bool:
    row = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('draft', 'setting', 'waiting_identity')"
    ).scalar()
    return row == 3


def create(connection: Connection) -> None:
    """Make the tables of ``drafts.db``."""
    from mh_tui.vault.tables import DRAFT_TABLES, make

    make(connection, DRAFT_TABLES)
