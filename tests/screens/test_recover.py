"""A lost passphrase, and help where nobody is in yet: by keys only, without a session."""

from __future__ import annotations

import time

import pytest
from textual.geometry import Size

from mh_tui.services import setup
from mh_tui.vault import recovery
from screens.app import MhApp
from screens.help import Help
from screens.recover import ALONE, Recover
from screens.unlock import Face, Unlock
from screens.walking import HIDDEN, SETUP
from screens.widgets.field import TextField
from screens.wizard_steps import STEPS
from tests.screens.conftest import PASSPHRASE, Office, press, shows, text_of, until, write
from tests.screens.own import NEW, at_lock, locked, opened, own_office, ready, unlock


@pytest.fixture
def own(tmp_path, monkeypatch) -> Office:
    """A desk of Hoorn with the user Anna, closed."""
    made = own_office(tmp_path / "profile", monkeypatch)
    made.session.close()
    return made


async def to_recover(pilot, key: str = "f3") -> Recover:
    await pilot.press(key)
    page = await until(
        pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, Recover) else None
    )
    await pilot.app.workers.wait_for_complete()
    await until(pilot, lambda: page.focused)
    return page


async def fill(pilot, *texts: str) -> None:
    for text in texts:
        await write(pilot, text)
        await pilot.press("enter")


def typed(page: Recover) -> str:
    return "".join(field.value for field in page.query(TextField))


@pytest.mark.parametrize("key", ["f3", "ctrl+f"])
async def test_with_the_recovery_code_one_chooses_a_new_passphrase_and_opens_with_it(own, key):
    async with at_lock(own.home) as pilot:
        page = await to_recover(pilot, key)
        await fill(pilot, own.code.lower().replace("-", " "), NEW, NEW)
        await shows(pilot, "Uw nieuwe wachtwoord geldt")
        assert isinstance(pilot.app.screen, Unlock)
        assert pilot.app.is_locked
        assert typed(page) == ""
        await unlock(pilot, PASSPHRASE)
        await shows(pilot, "Dat is niet het juiste wachtwoord")
        await unlock(pilot, NEW)
        session = await opened(pilot)
        log = session.vault.database.path.read_bytes() + own.home.joinpath("keys.json").read_bytes()
        assert NEW.encode() not in log


async def test_the_code_stands_in_numbered_groups_while_it_is_typed(own):
    async with at_lock(own.home) as pilot:
        await to_recover(pilot)
        await write(pilot, "0o1l abcu 12")
        await shows(pilot, "1 0011 2 ABCU ! 3 12")


GROUPS = ["0123", "4567", "89AB", "CDEF", "GHJK", "MNPQ", "RSTV", "WXYZ", "8"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("-".join([*GROUPS[:2], GROUPS[2][:3], *GROUPS[3:]]), "Groep 3 van de herstelcode klopt"),
        ("-".join([*GROUPS[:4], "UUUU", *GROUPS[5:]]), "Groep 5 van de herstelcode klopt"),
        ("-".join(GROUPS[:4]), "Hier staan er 16"),
        ("", "Hier staan er 0"),
        ("-".join([*GROUPS[:8], "9"]), "groep voor groep"),
    ],
)
async def test_a_mistyped_code_is_told_by_its_group_before_any_try_is_counted(own, code, said):
    before = own.home.joinpath("keys.json").read_bytes()
    async with at_lock(own.home) as pilot:
        page = await to_recover(pilot)
        await fill(pilot, code, NEW, NEW)
        await shows(pilot, said)
        assert page.query_one("#code", TextField).input.has_focus
        assert own.home.joinpath("keys.json").read_bytes() == before


async def test_the_code_of_another_profile_is_refused_and_the_wait_is_said_and_kept(own):
    async with at_lock(own.home) as pilot:
        page = await to_recover(pilot)
        await fill(pilot, recovery.new_code(), NEW, NEW)
        await shows(pilot, "Dat is niet de herstelcode van dit profiel")
        for _try in range(2):
            await until(pilot, lambda: not page.busy)
            await pilot.press("f6")
        await shows(pilot, "Dat is niet de herstelcode van dit profiel. Probeer het over 1 seconde")
        page.query_one("#code", TextField).value = own.code
        await pilot.press("f6")
        await shows(pilot, "Te snel na een foute poging")
        assert typed(page).startswith(own.code)


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("te kort", "te kort", "Het wachtwoord is te kort: nog 5 tekens"),
        (NEW, NEW + "!", "De twee wachtwoorden zijn niet gelijk"),
    ],
)
async def test_a_weak_passphrase_or_two_that_differ_cost_no_try(own, first, again, said):
    async with at_lock(own.home) as pilot:
        await to_recover(pilot)
        await fill(pilot, own.code, first, again)
        await shows(pilot, said)
        await pilot.press("escape")
        await ready(pilot)
        await unlock(pilot, PASSPHRASE)
        await opened(pilot)


async def test_where_more_people_work_it_asks_who_and_helps_only_that_one(own):
    with setup.sessions.open_session(own.home, user=None, passphrase=PASSPHRASE) as session:
        setup.add_user(session, "Bea", "de zin van Bea is lang")
    async with at_lock(own.home) as pilot:
        page = await to_recover(pilot)
        await until(pilot, lambda: page.query_one("#name", TextField).input.has_focus)
        await fill(pilot, "", own.code, NEW, NEW)
        await shows(pilot, "Vul uw naam in")
        await fill(pilot, "Bee")
        await pilot.press("f6")
        await shows(pilot, "Dit profiel heeft geen gebruiker met die naam")
        await until(pilot, lambda: page.query_one("#name", TextField).input.has_focus)
        await pilot.press("end", "backspace")
        await write(pilot, "a")
        await pilot.press("f6")
        await shows(pilot, "Uw nieuwe wachtwoord geldt")
        assert pilot.app.screen.query_one("#name", TextField).value == "Bea"
        await unlock(pilot, NEW, "Bea")
        session = await opened(pilot)
        assert session.person.name == "Bea"
        await locked(pilot)
        await unlock(pilot, PASSPHRASE, "Anna")
        assert (await opened(pilot)).person.name == "Anna"


async def test_the_panic_key_leaves_nothing_of_a_code_behind(own):
    async with at_lock(own.home) as pilot:
        page = await to_recover(pilot)
        await fill(pilot, own.code, NEW)
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.current_mode == HIDDEN)
        await until(pilot, lambda: typed(page) == "")
        await pilot.press("x")
        await ready(pilot)
        assert own.code[:4] not in text_of(pilot)


async def test_help_and_112_leave_a_half_typed_code_as_it_is(own):
    async with at_lock(own.home) as pilot:
        page = await to_recover(pilot)
        await write(pilot, own.code[:9])
        for key in ("f1", "f2"):
            await pilot.press(key)
            await until(pilot, lambda: pilot.app.screen is not page)
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is page)
        assert typed(page) == own.code[:9]


@pytest.mark.parametrize("above", [(), ("f1",)])
async def test_a_code_that_nobody_is_at_any_more_goes(own, above):
    async with at_lock(own.home) as pilot:
        page = await to_recover(pilot)
        await write(pilot, own.code[:9])
        await pilot.press(*above)
        pilot.app.last_input = time.monotonic() - ALONE - 1
        page._look_at_idle()
        await until(pilot, lambda: typed(page) == "")
        await pilot.press(*("escape" for _key in above))
        await ready(pilot)


# -- help without a session -----------------------------------------------------------


class Drawn(Face):
    """The picture as it is painted on a terminal of the usual size."""

    size = Size(80, 24)  # type: ignore[assignment]


@pytest.mark.parametrize("lang", ["nl", "en"])
async def test_the_picture_of_the_lock_is_the_lock_itself(own, lang):
    app = MhApp(own.home, lang)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        drawn = [line.rstrip() for line in Drawn().render().plain.split("\n")]
        shown = [line.replace("▌", " ").rstrip() for line in text_of(pilot).split("\n")]
        assert drawn == shown


@pytest.mark.parametrize("lang", ["nl", "en"])
async def test_all_keys_of_the_lock_fit_in_its_footer(own, lang):
    app = MhApp(own.home, lang)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        last = text_of(pilot).split("\n")[-1]
        assert [part for part in last.split() if part[0] == "F" and part[1:].isdigit()] == [
            "F1", "F2", "F3", "F7", "F8", "F9",
        ]  # fmt: skip


async def test_help_on_the_lock_names_only_keys_that_work_there(own):
    async with at_lock(own.home) as pilot:
        await write(pilot, PASSPHRASE[:7])
        await pilot.press("f1")
        await shows(pilot, "F3 vraagt de herstelcode")
        await pilot.press("end")
        await shows(pilot, "F9 / Ctrl+B")
        for key in ("F5", "F12"):
            assert key not in text_of(pilot)
        await pilot.press("escape")
        await ready(pilot)
        await write(pilot, PASSPHRASE[7:])
        await pilot.press("enter")
        await opened(pilot)


async def test_help_before_the_lock_has_its_fields_costs_nothing(own):
    app = MhApp(own.home, "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        app.simulate_key("f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        await press(pilot, "escape")
        await ready(pilot)
        await unlock_plain(pilot)
        app.leave()


async def unlock_plain(pilot) -> None:
    await write(pilot, PASSPHRASE)
    await press(pilot, "enter")
    await opened(pilot)


async def test_the_panic_page_has_no_help(own):
    async with at_lock(own.home) as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.current_mode == HIDDEN)
        await pilot.press("f1")
        await ready(pilot)


async def test_every_step_of_the_set_up_has_help_of_its_own(tmp_path):
    abouts = {step.ABOUT for step in STEPS}
    assert len(abouts) == len(STEPS)
    assert "" not in abouts
    app = MhApp(tmp_path / "profile", "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.current_mode == SETUP)
        await shows(pilot, "Waarvoor wordt deze computer gebruikt?")
        await shows(pilot, "F1 Hulp")
        await press(pilot, "f1")
        await shows(pilot, "Een balie en een team leggen signalen vast")
        await press(pilot, "escape")
        await shows(pilot, "Waarvoor wordt deze computer gebruikt?")
        await press(pilot, "enter", "f1")
        await shows(pilot, "Kies de organisatie waar u werkt")
        app.leave()
