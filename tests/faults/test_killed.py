"""A kill at any moment of recording, sending or collecting loses nothing that was answered for.

The work runs in a forked child; a real SIGKILL from outside ends it. By default a few moments
each, with ``MH_TUI_CAMPAIGN=1`` some hundred.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mh_tui.bundle.outcome import SUCCESSES
from mh_tui.projection import listing
from mh_tui.services import exporting, inspecting, intake, reading, recording
from mh_tui.signals import signal_id
from tests.region import (
    CAMPAIGN,
    SIGNAL,
    Region,
    assert_fold_is_fresh,
    heads,
    record,
)

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs a fork and SIGKILL"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]
KILLS = 150 if CAMPAIGN else 8


def killed(work: Callable[[int], None], after: float) -> bytes:
    """Run ``work`` in a child with a pipe to report on; kill it after so many seconds."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(out)
            work(into)
            code = 0
        finally:
            os._exit(code)
    os.close(into)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = b""
    while part := os.read(out, 65536):
        told += part
    os.close(out)
    return told


def signals(play: Region, name: str) -> set[str]:
    found: set[str] = set()
    after = None
    while True:
        lines, after = reading.page(play[name], listing.Filter(), limit=1000, after=after)
        found |= {signal_id.show(line.subject) for line in lines}
        if after is None:
            return found


def sound(play: Region, name: str) -> None:
    assert inspecting.verify(play.open(name))["problems"] == []
    assert_fold_is_fresh(play[name])
    assert not play[name].rolled_back


def test_a_signal_that_was_answered_for_is_never_lost(play: Region):
    rng = random.Random(1)
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        play["desk"].close()

        def work(into: int) -> None:
            session = play.open("desk")
            while True:
                os.write(into, (record(session) + "\n").encode())

        told = killed(work, 0.03 + rng.random() * 0.12).decode()
        acknowledged |= set(told.split("\n")[:-1])
        sound(play, "desk")
        assert acknowledged <= signals(play, "desk")
    assert len(acknowledged) > KILLS
    play.settle()
    assert signals(play, "focal") == signals(play, "desk")


def test_many_signals_at_once_are_all_there_or_none(play: Region):
    rng = random.Random(2)
    before = 0
    for _ in range(KILLS):
        play["desk"].close()

        def work(into: int) -> None:
            session = play.open("desk")
            many = recording.check(session, recording.parse(MANY), not_bsn=False)
            recording.add(session, many)

        killed(work, 0.02 + rng.random() * 0.2)
        sound(play, "desk")
        now = len(signals(play, "desk"))
        assert now - before in (0, 100)
        before = now


def many() -> bytes:
    import json

    return "\n".join(json.dumps(SIGNAL) for _ in range(100)).encode()


MANY = many()


def test_a_killed_export_leaves_no_half_bundle_that_looks_whole(play: Region, tmp_path):
    rng = random.Random(3)
    session = play["desk"]
    recording.add(session, recording.check(session, recording.parse(MANY), not_bsn=False))
    out = tmp_path / "stick"
    whole = 0
    for _ in range(KILLS):
        play["desk"].close()

        def work(into: int) -> None:
            session = play.open("desk")
            while True:
                exporting.export(session, play.office("focal").hex(), out, everything=True)

        killed(work, 0.03 + rng.random() * 0.1)
        sound(play, "desk")
        for path in out.glob("*.mhb") if out.exists() else ():
            assert inspecting.inspect(play["focal"], path)["entries"] >= 100
            (result,) = intake.import_paths(play["focal"], [path])
            assert result.outcome in SUCCESSES
            path.unlink()
            whole += 1
    assert whole > 0
    assert signals(play, "focal") == signals(play, "desk")


def test_a_killed_import_took_a_whole_bundle_or_nothing(play: Region, tmp_path: Path):
    rng = random.Random(4)
    paths: list[Path] = []
    for _ in range(3):
        session = play["desk"]
        recording.add(session, recording.check(session, recording.parse(MANY), not_bsn=False))
        paths += play.export("desk", "focal")
    allowed = [100 * number for number in range(4)]
    for _ in range(KILLS):
        play["focal"].close()

        def work(into: int) -> None:
            session = play.open("focal")
            for path in paths:
                (result,) = intake.import_paths(session, [path])
                os.write(into, f"{result.outcome}\n".encode())
            time.sleep(1)

        told = killed(work, 0.02 + rng.random() * 0.3).decode()
        sound(play, "focal")
        now = len(signals(play, "focal"))
        assert now in allowed
        assert now >= 100 * told.count("imported")
    assert set(play.take("focal", *paths)) <= SUCCESSES
    assert signals(play, "focal") == signals(play, "desk")
    assert heads(play["focal"])
