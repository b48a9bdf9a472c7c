"""At the edges: a crash, a kill, a job that outlives the lock."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from rich.console import Console
from textual.worker import WorkerFailed

from screens.app import MhApp
from screens.driver import KITTY, without_kitty
from screens.guarded import last_words, where
from screens.holding import Holding
from screens.signal_entry import SignalEntry
from screens.widgets.edges import join
from screens.widgets.progress import Tally, bar_of
from tests.screens.conftest import text_of, until, write
from tests.screens.steps import at, begin, choose_context

SECRET = "Geheime Achternaam"


def crash(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def test_a_crash_says_what_and_where_and_nothing_that_was_typed(tmp_path: Path):
    app = MhApp(tmp_path)
    out = io.StringIO()
    app.error_console = Console(file=out)
    try:
        crash(SECRET)
    except ValueError as error:
        app._exception = error
        app._close_messages_no_wait = lambda: None  # type: ignore[method-assign]
        app._fatal_error()
    app._print_error_renderables()
    assert "ValueError test_edges.py:" in out.getvalue()
    assert SECRET not in out.getvalue()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("nl", "Er ging iets mis in dit programma. Wat u typte is bewaard"),
        ("en", "Something went wrong in this program. What you typed is kept"),
    ],
)
async def test_a_crash_is_told_in_the_chosen_language_and_the_text_is_there_again(
    office, monkeypatch, lang, said
):
    from mh_tui.services import drafting

    out = io.StringIO()

    def broken(page: SignalEntry) -> None:
        crash(SECRET)

    drafts = []

    async def work() -> None:
        async with office.open(lang=lang) as pilot:
            pilot.app.error_console = Console(file=out, width=60)
            await begin(pilot, "n")
            await choose_context(pilot, "straat")
            await pilot.press("f6")
            entry = await at(pilot, "seen")
            await write(pilot, "Net getypt")
            await until(pilot, lambda: entry.draft.signal.get("narrative") == "Net getypt")
            await until(pilot, lambda: entry.saved == entry.version > 0 and not entry._waits)
            drafts.append(entry.draft.id)
            monkeypatch.setattr(SignalEntry, "action_previous", broken)
            pilot.app.simulate_key("f7")
            await until(pilot, lambda: pilot.app._exception is not None)

    with pytest.raises(ValueError, match="not a number"):
        await work()
    line = " ".join(out.getvalue().split())
    assert line.startswith(said)
    assert line.rstrip().rpartition(": ")[2].startswith("ValueError test_edges.py:")
    assert SECRET not in line
    assert "Net getypt" not in line
    found = next(one for one in drafting.listed(office.session) if one.id in drafts)
    assert found.signal["narrative"] == "Net getypt"
    drafting.discard(office.session, found)


def test_a_crash_of_the_set_up_does_not_say_that_anything_was_kept(tmp_path: Path):
    assert not MhApp(tmp_path).is_kept()
    assert "bewaard" not in last_words(kept=False)


def test_an_error_of_a_worker_is_named_itself():
    error = WorkerFailed(ValueError(SECRET))
    assert where(error.error) == "mh_tui: ValueError"


def test_the_windows_driver_never_asks_for_the_kitty_keys():
    class Plain:
        def __init__(self) -> None:
            self.written: list[str] = []

        def write(self, data: str) -> None:
            self.written.append(data)

    quiet = without_kitty(Plain)()  # type: ignore[arg-type]
    for data in (*KITTY, "\x1b[?1049h"):
        quiet.write(data)
    assert quiet.written == ["\x1b[?1049h"]


async def test_the_end_of_the_program_saves_the_draft_and_closes_the_profile(office):
    from mh_tui.services import drafting

    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await pilot.press("f6")
        entry = await at(pilot, "seen")
        await write(pilot, "Plotseling weg")
        pilot.app.leave()
        assert pilot.app.is_locked
    found = next(one for one in drafting.listed(office.session) if one.id == entry.draft.id)
    assert found.signal["narrative"] == "Plotseling weg"
    drafting.discard(office.session, found)


class Closes:
    """Stands for a session: says when it is closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


def test_a_profile_stays_open_until_its_last_job_ended():
    session = Closes()
    holding = Holding(session)  # type: ignore[arg-type]
    go, done = threading.Event(), threading.Event()

    def job() -> None:
        with holding.use():
            go.wait(5)
        done.set()

    threading.Thread(target=job).start()
    while not holding.running:
        pass
    assert not holding.end()
    assert not session.closed
    assert holding.take_back()
    assert not holding.end()
    go.set()
    assert done.wait(5)
    assert session.closed
    assert not holding.take_back()


async def test_long_names_leave_the_end_of_a_line_whole(office):
    async with office.open(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Uw signalen" in text_of(pilot))
        assert all(len(line) <= 80 for line in text_of(pilot).splitlines())


@pytest.mark.parametrize("width", [1, 5, 20, 200])
def test_a_line_is_exactly_as_wide_as_its_place(width):
    from textual.content import Content

    line = join(Content("links " * 20), Content("x"), width)
    assert line.cell_length == width


def test_the_bar_shows_its_share_and_the_time_left():
    tally = Tally()
    assert tally.seconds_left() is None
    tally(50, 100)
    tally.started -= 10
    assert tally.seconds_left() in (10, 11)
    assert "50%" in bar_of(tally, 20).plain
    assert "0%" in bar_of(Tally(), 20).plain
