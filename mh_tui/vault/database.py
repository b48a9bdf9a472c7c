"""One encrypted SQLite file: its engines, PRAGMAs and failures. All dialect stands here.

- One writer at a time, in the order they came, without a time limit; readers beside it.
- The key comes first, then the PRAGMAs; a wrong key shows at the first connection.
- Every failure of SQLite or the disk leaves as StorageFailed or Busy.
- On a network share WAL has no shared memory: one exclusive connection does both.
- Elsewhere the WAL's index stands in this process's own memory where the system offers that:
  mapped from a file, it ends the whole program (SIGBUS) when the disk goes or turns read-only.
Source: DESIGN, Vault; the engine is the recipe that was tried with these versions.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from mh_tui.errors import Busy, Locked, StorageFailed
from mh_tui.language import N_
from mh_tui.vault.files import os_failures, storage_failed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

READERS = 4
LOCK_SECONDS = 5  # how long SQLite waits for another program that reads the file
POOL_SECONDS = 30
ON_POSIX = os.name == "posix"
NO_ROOM = 64 * 1024  # bytes; where the WAL's index is a file (Windows) it grows by 32 KiB

# Entries are 1 to 2 kB: pages of 4 KiB hold two of them and waste a quarter.
_PRAGMAS = (
    "cipher_page_size=8192",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "cache_size=-16000",
)
GONE = N_("A file of this profile is missing.")
# What SQLite says, and the code it becomes; the first that occurs in the message counts.
_FAILURES = (
    ("is full", "disk_full"),
    ("readonly database", "read_only"),
    ("unable to open database", "read_only"),
    ("not a database", "damaged"),
    ("malformed", "damaged"),
    ("hmac check", "damaged"),
    ("unsupported file format", "damaged"),
    ("disk i/o error", "io_failed"),
)


class Turns:
    """A lock that is handed on in the order it was asked for, with no time limit."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._owner: int | None = None

    def mine(self) -> bool:
        """Whether this thread holds the turn."""
        return self._owner == threading.get_ident()

    @contextmanager
    def take(self) -> Iterator[None]:
        """A second turn inside the first would wait for itself: RuntimeError."""
        if self.mine():
            raise RuntimeError("a write inside a write")
        self._wait()
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._owner = None
            self._hand_on()

    def _wait(self) -> None:
        gate = threading.Lock()
        gate.acquire()
        with self._guard:
            self._waiting.append(gate)
            if len(self._waiting) == 1:
                return
        try:
            gate.acquire()
        except BaseException:
            self._leave(gate)
            raise

    def _leave(self, gate: threading.Lock) -> None:
        """Whoever was interrupted while waiting must not hold up those behind."""
        with self._guard:
            if self._waiting[0] is not gate:
                self._waiting.remove(gate)
                return
        self._hand_on()

    def _hand_on(self) -> None:
        with self._guard:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].release()


class Database:
    """Nothing is opened before the first ``read`` or ``write``. Thread-safe.

    ``key``: 32 bytes. ``exclusive``: for a network share; read and write then take turns.
    """

    def __init__(self, path: Path, key: bytes, *, exclusive: bool = False) -> None:
        self.path = path
        self.exclusive = exclusive
        self.key = key
        self._closed = False
        self._turns = Turns()
        self._readers = 0
        self._quiet = threading.Condition()
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        self._writing: Connection | None = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction from BEGIN IMMEDIATE to commit; any exception rolls it back."""
        with self._turns.take(), failures(self.path), self._write_engine().begin() as connection:
            self._must_be_there()
            self._writing = connection
            try:
                yield connection
            finally:
                self._writing = None

    def _must_be_there(self) -> None:
        """Into a file that was deleted meanwhile one can write, and nobody finds it again."""
        if not self.path.exists():
            raise storage_failed("damaged", GONE)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of committed rows.

        On a network share inside ``write`` of the same thread it is that same transaction.
        """
        if not self.exclusive:
            with self._reading(), failures(self.path), self._read_engine().begin() as connection:
                yield connection
        elif self._turns.mine() and self._writing is not None:
            yield self._writing
        else:
            with (
                self._turns.take(),
                failures(self.path),
                self._write_engine().begin() as connection,
            ):
                yield connection

    def rekey(self, new: bytes) -> None:
        """Put every page under ``new`` (32 bytes); waits for writers and readers.

        After a kill the whole file opens with the old key or with the new one. A file that is
        under ``new`` already only has its key taken over.
        """
        with self._turns.take(), self._alone(), failures(self.path):
            self._dispose()
            if self.key == new or fits(self.path, new, exclusive=self.exclusive):
                self.key = new
                return
            self._rewrite(new)
            self.key = new

    def _rewrite(self, new: bytes) -> None:
        """PRAGMA rekey answers "ok" on a full disk too and leaves the file as it was, under the
        old key: only opening proves that it worked. Closing folds the WAL into the file."""
        connection = connect(self.path, self.key, exclusive=self.exclusive)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"").fetchall()
        finally:
            connection.close()
        if not fits(self.path, new, exclusive=self.exclusive):
            room = shutil.disk_usage(self.path.parent).free > self.path.stat().st_size
            raise storage_failed("io_failed" if room else "disk_full")

    def checkpoint(self) -> None:
        """Move the WAL into the file and empty it, as far as readers allow."""
        with self._turns.take(), failures(self.path):
            raw = self._write_engine().raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()

    def close(self) -> None:
        """Close all connections; the last one folds the WAL into the file. Later use: Locked."""
        with self._turns.take(), self._alone(), failures(self.path):
            self._closed = True
            self._dispose()

    def _dispose(self) -> None:
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None

    def _write_engine(self) -> Engine:
        if self._writer is None:
            self._writer = self._engine(1, "BEGIN IMMEDIATE")
        return self._writer

    def _read_engine(self) -> Engine:
        with self._quiet:
            if self._reader is None:
                self._reader = self._engine(READERS, "BEGIN")
            return self._reader

    def _engine(self, connections: int, begin: str) -> Engine:
        if self._closed:
            raise Locked
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: connect(self.path, self.key, exclusive=self.exclusive),
            poolclass=QueuePool,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            hide_parameters=True,
        )
        event.listen(engine, "begin", lambda c: c.exec_driver_sql(begin))
        return engine

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._quiet:
            self._readers += 1
        try:
            yield
        finally:
            with self._quiet:
                self._readers -= 1
                self._quiet.notify_all()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No reader holds a connection, and none can take one."""
        with self._quiet:
            self._quiet.wait_for(lambda: self._readers == 0)
            yield


def connect(path: Path, key: bytes, *, exclusive: bool = False) -> Any:
    """A keyed sqlcipher connection; the file must exist. Raises sqlcipher.Error on a wrong key."""
    with os_failures():
        if not path.exists():
            raise storage_failed("damaged", GONE)
    connection = sqlcipher.connect(
        _address(path),
        uri=ON_POSIX,
        check_same_thread=False,
        isolation_level=None,
        timeout=LOCK_SECONDS,
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # it writes to stderr, over a screen
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if exclusive:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        for pragma in _PRAGMAS:
            connection.execute("PRAGMA " + pragma)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _address(path: Path) -> str:
    """On Windows only the default access exists, and SQLite's URI knows no network path."""
    return path.absolute().as_uri() + "?vfs=unix-excl" if ON_POSIX else str(path)


def fits(path: Path, key: bytes, *, exclusive: bool = False) -> bool:
    """Whether the file opens with this key. Raises for every other failure."""
    try:
        with failures(path):
            connect(path, key, exclusive=exclusive).close()
    except StorageFailed as error:
        if error.code != "damaged":
            raise
        return False
    return True


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Turn what SQLite, the pool or the disk raise into errors with a code.

    A broken constraint or wrong SQL is a fault of the caller and passes as it is.
    """
    try:
        with os_failures():
            yield
    except PoolTimeout as error:
        raise Busy("too_many_readers") from error
    except DBAPIError as error:
        _raise_failure(path, str(error.orig), error)
        raise
    except sqlcipher.Error as error:
        _raise_failure(path, str(error), error)
        raise


def _raise_failure(path: Path, said: str, cause: Exception) -> None:
    lowered = said.lower()
    for words, code in _FAILURES:
        if words in lowered:
            raise storage_failed(_code(path, code)) from cause
    if "is locked" in lowered:
        raise Busy from cause


def _code(path: Path, code: str) -> str:
    """Without room for the index of its WAL SQLite only says that the disk fails."""
    if code == "io_failed":
        with suppress(OSError):
            if shutil.disk_usage(path.parent).free < NO_ROOM:
                return "disk_full"
    return code
