"""Same entries, same rows: whatever happened to the sticks on their way.

``MH_TUI_CAMPAIGN=1`` plays many more and longer days (about twenty minutes).
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mh_tui.bundle.outcome import Outcome
from mh_tui.errors import InvalidInput, NotAllowed
from mh_tui.projection import listing
from mh_tui.services import feedback, handover, intake, reading, recording
from mh_tui.signals import signal_id
from tests.region import (
    CAMPAIGN,
    NAMES,
    PASSPHRASE,
    SIGNALS,
    Region,
    assert_fold_is_fresh,
    heads,
    region,
    rows,
)

DAYS = settings(
    max_examples=300 if CAMPAIGN else 3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=not CAMPAIGN,
)
TALKERS = ("desk", "field", "focal", "other")
"""Who speaks; the others only listen, so that copies of them can be fed in any order."""
FINE = {Outcome.IMPORTED, Outcome.ALREADY_KNOWN, Outcome.NOT_FOR_US, Outcome.GAP}
_numbers = count()
seeds = st.integers(min_value=0, max_value=1 << 32)


class Day:
    """Somebody does something, sticks go astray: all of it follows from ``seed``."""

    def __init__(self, play: Region, seed: int, *, talkers: tuple[str, ...] = NAMES) -> None:
        self.play = play
        self.rng = random.Random(seed)
        self.talkers = talkers
        self.sticks: list[Path] = []
        self.outcomes: list[Outcome] = []

    def go(self, steps: int) -> None:
        acts = [self.speak, self.speak, self.send, self.send, self.deliver, self.deliver]
        for _ in range(steps):
            self.rng.choice([*acts, self.deliver])()

    def signal(self, name: str) -> str | None:
        lines = reading.page(self.play[name], listing.Filter())[0]
        chosen = self.rng.choice(lines) if lines else None
        return None if chosen is None else signal_id.show(chosen.subject)

    def speak(self) -> None:
        name = self.rng.choice(self.talkers)
        signal = self.signal(name)
        said = self.rng.choice(("record", "amend", "withdraw", "answer", "hand", "inbox"))
        try:
            self._speak(name, said if signal else "record", signal or "")
        except (NotAllowed, InvalidInput):
            return  # not theirs to do: nothing was said

    def _speak(self, name: str, said: str, signal: str) -> None:
        session, number = self.play[name], next(_numbers)
        if said == "record":
            self.play.record(name, narrative=f"verhaal {number}")
        elif said == "amend":
            recording.amend(session, signal, {"narrative": f"anders {number}"})
        elif said == "withdraw" and self.rng.random() < 0.4:
            recording.withdraw(session, signal, "vergissing")
        elif said == "answer":
            outcome = self.rng.choice(("in_behandeling", "dank", "geen_mensenhandel"))
            feedback.give(session, signal, outcome=outcome)
        elif said == "hand":
            profile, to = self.rng.choice((("tafel", "coord"), ("doorzetten", "other")))
            wanted = self.play.office(to).hex()
            shown = handover.preview(
                session, signal, profile=profile, to=wanted, legal_basis="wgs_riec"
            )
            handover.approve(session, shown)
        elif said == "inbox":
            for item in feedback.inbox(session):
                if self.rng.random() < 0.5:
                    feedback.read(session, item.n)
                else:
                    feedback.reply(session, item.n, f"antwoord {number}")

    def send(self) -> None:
        name = self.rng.choice(self.talkers)
        everything = self.rng.random() < 0.2
        self.sticks += self.play.export(name, "all", everything=everything)

    def deliver(self) -> None:
        """Late, twice, out of order, to the wrong office, or never."""
        if not self.sticks:
            return
        chosen = self.rng.sample(self.sticks, min(len(self.sticks), self.rng.randint(1, 4)))
        if self.rng.random() < 0.3:
            chosen.append(chosen[0])
        self.outcomes += self.play.take(self.rng.choice(NAMES), *chosen)


@contextmanager
def played(template: Path, tmp: Path) -> Iterator[Region]:
    with region(template, tmp / f"day{next(_numbers)}") as play:
        yield play


def shown(play: Region, name: str) -> Any:
    return rows(play[name], SIGNALS, times=False)


@DAYS
@given(seed=seeds)
def test_sticks_late_twice_and_lost_end_in_the_same_rows(region_template, tmp_path_factory, seed):
    with played(region_template, tmp_path_factory.getbasetemp()) as play:
        day = Day(play, seed)
        day.go(60 if CAMPAIGN else 25)
        assert set(day.outcomes) <= FINE
        play.settle(rounds=12)
        for name in NAMES:
            assert not play[name].rolled_back
            assert_fold_is_fresh(play[name])
        for one, two in (("desk", "desk2"), ("focal", "focal2")):
            assert heads(play[one]) == heads(play[two])
            for table in ("signal", "handed", "config", "upstream", "set_aside"):
                assert shown(play, one)[table] == shown(play, two)[table], table
            assert {dict(row)["text"] for row in shown(play, one)["inbox"]} == {
                dict(row)["text"] for row in shown(play, two)["inbox"]
            }


@DAYS
@given(seed=seeds)
def test_the_order_of_arrival_does_not_matter(region_template, tmp_path_factory, seed):
    base = tmp_path_factory.getbasetemp()
    with played(region_template, base) as play:
        day = Day(play, seed, talkers=TALKERS)
        day.go(40 if CAMPAIGN else 20)
        last = everything(play)
        day.sticks += last
        for listener in ("desk2", "focal2", "coord"):
            ends = [
                fed(region_template, base, listener, sticks)
                for sticks in (day.sticks, reordered(day, last), day.sticks[::-1])
            ]
            assert ends[0] == ends[1] == ends[2]


def everything(play: Region) -> list[Path]:
    return [path for name in TALKERS for path in play.export(name, "all", everything=True)]


def reordered(day: Day, last: list[Path]) -> list[Path]:
    """Some of them again, some never (but for the last ones, which hold everything)."""
    chosen = [path for path in day.sticks if path in last or day.rng.random() < 0.7]
    chosen += [path for path in day.sticks if day.rng.random() < 0.3]
    day.rng.shuffle(chosen)
    return chosen


def fed(template: Path, base: Path, name: str, sticks: list[Path]) -> Any:
    """The rows of a fresh ``name`` after importing these one by one, until no gap is left."""
    folder = base / f"fed{next(_numbers)}"
    shutil.copytree(template / name, folder / name)
    alone = Region(folder)
    device = alone.open(name).me.device
    try:
        waiting = [path for path in sticks if path.exists()]
        for _ in range(4):
            outcomes = [alone.take(name, path)[0] for path in waiting]
            assert set(outcomes) <= FINE | {Outcome.UNKNOWN_SENDER}
            late = {Outcome.GAP, Outcome.UNKNOWN_SENDER}
            waiting = [p for p, out in zip(waiting, outcomes, strict=True) if out in late]
        assert waiting == []
        # A receipt may come before the stream it is about; every later bundle repeats it.
        alone.take(name, *sticks)
        assert_fold_is_fresh(alone[name])
        others = {key: head for key, head in heads(alone[name]).items() if key[0] != device}
        return others, rows(alone[name], SIGNALS, times=False)
    finally:
        alone.close()
        shutil.rmtree(folder)


@DAYS
@given(seed=seeds)
def test_a_folder_of_everything_needs_one_import(region_template, tmp_path_factory, seed):
    base = tmp_path_factory.getbasetemp()
    with played(region_template, base) as play:
        day = Day(play, seed, talkers=TALKERS)
        day.go(20)
        day.sticks += everything(play)
        day.rng.shuffle(day.sticks)
        assert set(play.take("focal2", *day.sticks)) <= FINE - {Outcome.GAP}
        assert_fold_is_fresh(play["focal2"])
        assert PASSPHRASE not in repr(shown(play, "focal2"))


def test_a_missing_stick_is_named(play: Region):
    play.record("desk")
    (first,) = play.export("desk", "focal")
    play.take("focal", first)
    play.ship("focal", "desk")
    play.record("desk")
    (lost,) = play.export("desk", "focal")
    play.take("focal2", first, lost)
    play.ship("focal2", "desk")
    play.record("desk")
    (path,) = play.export("desk", "focal")
    (result,) = intake.import_paths(play["focal"], [path])
    assert result.outcome is Outcome.GAP
    ((device, audience, begin, end),) = result.missing
    assert (device, audience) == (play["desk"].me.device, play.office("focal"))
    assert (begin, end) == (3, 4)  # its content and the identity of who reported it
    again = play.export("desk", "focal", everything=True)
    assert play.take("focal", *again) == [Outcome.IMPORTED]
    assert_fold_is_fresh(play["focal"])
