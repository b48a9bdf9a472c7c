"""Unlock, lock, panic and idle, by keys only."""

from __future__ import annotations

import time

from textual import events

from mh_tui.errors import Locked
from screens.app import MhApp
from screens.home import Home
from screens.unlock import Unlock
from screens.walking import HIDDEN, LOCK, WORK
from tests.screens.conftest import PASSPHRASE, dealt_with, shows, text_of, until, write
from tests.screens.own import ready


async def test_the_passphrase_opens_home(office):
    office.session.vault.close()  # the folder is locked by the module's own session
    app = MhApp(office.home, "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, "helemaal verkeerde zin")
        await pilot.press("enter")
        await until(pilot, lambda: "niet het juiste wachtwoord" in text_of(pilot))
        assert app.is_locked
        await write(pilot, PASSPHRASE)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == WORK)
        await until(pilot, lambda: "Hoorn" in text_of(pilot))
        session = app.session
    session.close()
    office.reopen()


async def test_the_panic_key_shows_a_calendar_and_then_asks_the_passphrase(office):
    async with office.open() as pilot:
        await shows(pilot, "Hoorn")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.current_mode == HIDDEN and pilot.app.is_locked)
        assert "mh_tui" not in text_of(pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Unlock))
        assert pilot.app.screen.query_one("#passphrase").value == ""


async def test_after_the_idle_minutes_the_program_locks(office):
    async with office.open() as pilot:
        pilot.app.last_input = time.monotonic() - 5 * 60 - 1
        pilot.app.look_at_idle()
        await until(pilot, lambda: pilot.app.current_mode == LOCK)
        assert pilot.app.is_locked
        assert "Hoorn" not in text_of(pilot)


async def test_what_arrives_for_a_page_after_the_lock_stops_nothing(office):
    """Home was still being read when the program locked."""

    def reads() -> None:
        raise Locked

    async with office.open() as pilot:
        app = pilot.app
        page = app.pages()[0]
        await until(pilot, lambda: page.view)
        app._end_session()
        page.post_message(Home.Loaded(page.view))
        page.post_message(events.Callback(callback=reads))
        await dealt_with(pilot)
        assert app._exception is None
        assert app.return_code is None


async def test_f8_at_the_lock_changes_the_language_and_keeps_what_was_typed(office):
    async with office.open() as pilot:
        await pilot.press("f12")
        await ready(pilot)
        await write(pilot, office.passphrase[:9])
        for said in ("Locked", "Op slot"):
            await pilot.press("f8")
            await shows(pilot, said)
        await write(pilot, office.passphrase[9:])
        secret = pilot.app.screen.query_one("#passphrase")
        assert secret.value == office.passphrase


async def test_f6_at_the_lock_opens_and_never_changes_the_language(office):
    async with office.open() as pilot:
        await pilot.press("f12")
        await ready(pilot)
        await pilot.press("f6")
        await shows(pilot, "Typ eerst uw wachtwoord")
        await write(pilot, "niet goed, maar lang")
        await pilot.press("f6")
        await shows(pilot, "Dit profiel is al open")  # by this test itself: it was tried


async def test_while_locked_only_what_shows_no_data_opens(office):
    async with office.open() as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, Unlock))
        for key in ("f5", "ctrl+o", "ctrl+p"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, Unlock)
        for key, said in (("f2", "BEL 112"), ("f1", "Wachtwoord kwijt?"), ("f3", "Herstelcode")):
            await pilot.press(key)
            await shows(pilot, said)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, Unlock))


async def test_a_newcomer_learns_the_passphrase_of_invented_data(tmp_path):
    from mh_tui.services import demo, setup
    from screens.app import MhApp

    made = setup.create(
        tmp_path / "p", role="desk", organisation="hoorn", name=None, user="Anna",
        passphrase=demo.PASSPHRASE, demo=True,
    )  # fmt: skip
    made.session.close()
    app = MhApp(tmp_path / "p")
    async with app.run_test() as pilot:
        await shows(pilot, f"Oefenwachtwoord: {demo.PASSPHRASE}")
