"""Each bench runs to its end on a few signals; what it measures is no test's business."""

from __future__ import annotations

from pathlib import Path

import pytest

from mh_tui.services import intake
from mh_tui.vault.database import connect
from tests.bench import floors
from tests.bench.__main__ import BENCHES
from tests.bench.measure import TINY, Setting, against, table
from tests.bench.offices import Store, unlocked

_FOLDED_LATER = "created, updated, due"
"""They follow from the moment of the import, which is not the same twice."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize("name", list(BENCHES))
def test_a_bench_gives_numbers_or_says_why_not(store: Store, name: str):
    for line in BENCHES[name](Setting(store, TINY)):
        assert (line.met is not None and line.ours) or line.note, line


def test_the_floor_writes_the_rows_of_the_import(store: Store):
    sent = store.exchange(TINY.many)
    with store.copy(sent.focal) as ours, store.copy(sent.focal) as floor:
        with unlocked(ours) as session:
            assert [one.new for one in intake.import_paths(session, [sent.bundle])] == [42]
        floors.import_floor(floor, *floors.decrypted(floor, sent.bundle))
        assert _rows(ours) == _rows(floor)


def _rows(profile: Path) -> dict[str, list[tuple[object, ...]]]:
    """The signals and their entries, their words and how often each is indexed."""
    connection = connect(profile / "vault.db", floors.key_of(profile))
    connection.execute("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, signal_words, row)")
    columns = [row[1] for row in connection.execute("PRAGMA table_info(signal)")]
    chosen = ", ".join(f"s.{name}" for name in columns if name not in _FOLDED_LATER)
    reads = {
        "signal": f"SELECT {chosen} FROM signal s ORDER BY id",
        "due": "SELECT count(due) FROM signal",
        "entry": "SELECT time, kind, link, salt, body, digest, total, subject FROM entry"
        " WHERE subject IS NOT NULL ORDER BY time",
        "subject": "SELECT id, key FROM subject ORDER BY id",
        "term": "SELECT * FROM term ORDER BY term",
    }
    found = {name: [tuple(row) for row in connection.execute(sql)] for name, sql in reads.items()}
    connection.close()
    return found


def test_a_goal_is_judged_by_ratio_and_by_limit():
    assert against("a", [2.0, 3.0], [2.0, 2.0], 1.25).met
    assert not against("a", [2.0, 3.0], [2.0, 2.0], 1.2).met
    assert not against("a", [2.0], [2.0], 1.5, limit=1.0).met
    assert "not met" in table([against("a", [2.0], [1.0], 1.5)])
