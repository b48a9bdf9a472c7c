"""Drop the body of entries and keep what the chain needs (DESIGN, Purge).

- Trust and other settings are never purged.
- Digest, link, kind, time and subject stay; salt and body go, so that nobody can guess a
  short body back from its digest.
- ``secure_delete`` overwrites the freed pages; the caller folds the subject anew and lets
  the database checkpoint, so that the write-ahead log holds no word of it either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mh_tui.journal.entry import digest_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


def purge(connection: Connection, rows: Iterable[int]) -> int:
    """Purge the entries with these row ids; returns how many had a body."""
    count = 0
    for row in rows:
        found = connection.exec_driver_sql(
            "SELECT salt, body FROM entry WHERE id=? AND body IS NOT NULL AND kind > 9", (row,)
        ).first()
        if found is None:
            continue
        connection.exec_driver_sql(
            "UPDATE entry SET salt=NULL, body=NULL, digest=? WHERE id=?",
            (digest_of(*found), row),
        )
        count += 1
    return count
