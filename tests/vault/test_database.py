"""What every layer above may rely on when it reads and writes."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from mh_tui.errors import Busy, StorageFailed
from mh_tui.vault import database as database_module
from mh_tui.vault import files
from mh_tui.vault.database import READERS, Database, Turns, connect, fits

KEY, OTHER = b"1" * 32, b"2" * 32


@pytest.fixture
def database(tmp_path):
    files.make_empty(tmp_path / "a.db")
    opened = Database(tmp_path / "a.db", KEY)
    with opened.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t(x INTEGER PRIMARY KEY, y TEXT)")
        connection.exec_driver_sql("INSERT INTO t VALUES(1, 'one')")
    yield opened
    opened.close()


def numbers(database) -> list[int]:
    with database.read() as connection:
        return list(connection.exec_driver_sql("SELECT x FROM t ORDER BY x").scalars())


def read_everything(path) -> None:
    database = Database(path, KEY)
    with database.read() as connection:
        connection.exec_driver_sql("SELECT x, y FROM t").all()
    database.close()


def put(database, number: int) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO t(x) VALUES(?)", (number,))


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_write_that_fails_halfway_leaves_nothing(database, error):
    def interrupted() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO t(x) VALUES(2)")
            raise error

    with pytest.raises(error):
        interrupted()
    assert numbers(database) == [1]
    put(database, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
def test_a_disk_that_goes_away_cannot_end_the_program_through_its_memory(database, tmp_path):
    put(database, 2)
    assert numbers(database) == [1, 2]
    assert str(tmp_path) not in Path("/proc/self/maps").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")
def test_nothing_is_written_into_a_file_that_was_deleted_meanwhile(database):
    database.path.unlink()
    with pytest.raises(StorageFailed) as caught:
        put(database, 2)
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("name", ["50% klaar", "Zoë's map", "a#b", "a&vfs=none"])
def test_a_folder_may_have_any_name(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    files.make_empty(folder / "a.db")
    database = Database(folder / "a.db", KEY)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t(x INTEGER PRIMARY KEY)")
    put(database, 7)
    assert numbers(database) == [7]
    database.close()
    assert fits(folder / "a.db", KEY)
    assert {path.name for path in folder.iterdir()} == {"a.db"}


def test_a_reader_sees_one_moment_also_while_others_write(database):
    with database.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM t").scalar()
        put(database, 2)
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == before
    assert numbers(database) == [1, 2]


def test_a_reader_is_not_held_up_by_a_long_write(database):
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO t(x) VALUES(2)")
        start = time.monotonic()
        assert numbers(database) == [1]
        assert time.monotonic() - start < 1


def test_writers_go_one_by_one_in_the_order_they_came(database):
    order: list[int] = []

    def write(number: int) -> None:
        with database.write():
            order.append(number)

    with database.write():
        threads = []
        for number in range(8):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            while len(database._turns._waiting) < number + 2:
                time.sleep(0.001)
        assert order == []
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_who_is_interrupted_while_waiting_does_not_hold_up_the_next(monkeypatch):
    turns = Turns()
    real = threading.Lock

    class Interrupted:
        """A gate that is interrupted the second time it is asked for."""

        def __init__(self):
            self.lock, self.asked = real(), 0

        def acquire(self):
            self.asked += 1
            if self.asked == 2:
                raise KeyboardInterrupt
            return self.lock.acquire()

        def release(self):
            self.lock.release()

    with turns.take():
        with monkeypatch.context() as patch:
            patch.setattr(threading, "Lock", Interrupted)
            with pytest.raises(KeyboardInterrupt):
                turns._wait()
        behind = threading.Thread(target=lambda: turns.take().__enter__())
        behind.start()
        assert behind.is_alive()
    behind.join(5)
    assert not behind.is_alive()


def test_a_write_inside_a_write_is_a_fault_and_no_deadlock(database):
    with database.write(), pytest.raises(RuntimeError), database.write():
        pass
    put(database, 2)


def test_more_readers_than_connections_wait_and_then_hear_why(database, monkeypatch):
    monkeypatch.setattr(database_module, "POOL_SECONDS", 0.05)
    from contextlib import ExitStack

    with ExitStack() as stack:
        for _reader in range(READERS):
            stack.enter_context(database.read())
        with pytest.raises(Busy, match="too_many_readers"), database.read():
            pass


@pytest.mark.parametrize("exclusive", [False, True])
def test_a_new_key_opens_the_file_and_the_old_one_no_more(tmp_path, exclusive):
    path = tmp_path / "a.db"
    files.make_empty(path)
    database = Database(path, KEY, exclusive=exclusive)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t(x)")
    database.rekey(OTHER)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
    database.close()
    assert (fits(path, OTHER), fits(path, KEY)) == (True, False)
    assert not path.with_name("a.db-wal").exists()


def test_a_rekey_waits_for_readers_and_they_go_on_after_it(database):
    done = threading.Event()

    def rekey() -> None:
        database.rekey(OTHER)
        done.set()

    with database.read() as connection:
        thread = threading.Thread(target=rekey)
        thread.start()
        assert not done.wait(0.05)
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 1
    thread.join()
    assert numbers(database) == [1]


def test_a_rekey_done_before_a_kill_is_only_taken_over(database, monkeypatch):
    database.rekey(OTHER)
    database.key = KEY
    monkeypatch.setattr(Database, "_rewrite", lambda *_: pytest.fail("rewritten again"))
    database.rekey(OTHER)
    assert numbers(database) == [1]


def test_a_wrong_key_and_a_missing_file_are_called_damage(database, tmp_path):
    database.close()
    with pytest.raises(StorageFailed, match="damaged"), Database(tmp_path / "a.db", OTHER).read():
        pass
    with pytest.raises(StorageFailed, match="damaged"), Database(tmp_path / "none.db", KEY).read():
        pass
    assert not (tmp_path / "none.db").exists()


def test_a_flipped_bit_in_the_file_is_damage_and_says_so(database, tmp_path):
    for number in range(2, 200):
        put(database, number)
    database.close()
    path = tmp_path / "a.db"
    whole = path.read_bytes()
    for place in range(100, len(whole), 1777):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(StorageFailed, match="damaged"):
            read_everything(path)


def test_another_program_that_holds_the_file_is_busy_and_no_damage(database, monkeypatch):
    monkeypatch.setattr(database_module, "LOCK_SECONDS", 0.05)
    database.close()
    outsider = connect(database.path, KEY)
    outsider.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy), Database(database.path, KEY).write():
        pass
    outsider.close()


def test_a_fault_of_the_caller_is_not_called_a_storage_failure(database):
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO t(x) VALUES(1)")
    with pytest.raises(OperationalError), database.read() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")


def test_what_a_person_typed_is_in_no_error_text(database):
    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        connection.exec_driver_sql("INSERT INTO t(x, y) VALUES(?, ?)", (1, "geheim"))
    assert "geheim" not in str(caught.value)


def test_every_connection_has_the_promised_pragmas(database):
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "temp_store": 2,
        "cache_size": -16000,
    }
    for session in (database.read, database.write):
        with session() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected
            }
        assert found == expected


def test_a_checkpoint_empties_the_wal(database):
    put(database, 2)
    database.checkpoint()
    assert database.path.with_name("a.db-wal").stat().st_size == 0
    assert numbers(database) == [1, 2]


def test_the_encryption_library_writes_nothing_over_the_screen(database, tmp_path, capfd):
    database.close()
    assert not fits(tmp_path / "a.db", OTHER)
    assert capfd.readouterr() == ("", "")
