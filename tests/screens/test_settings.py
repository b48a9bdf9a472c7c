"""The office's settings and one's own, by keys only."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from mh_tui.services import settings_view, setup
from mh_tui.services.session import Person
from screens.setting import ChangeSetting
from screens.settings import Settings
from screens.walking import LOCK
from screens.widgets.rows import RowList
from tests.screens.conftest import PASSPHRASE, Office, shows, text_of, until, write
from tests.screens.own import locked, opened, own_office, unlock


@pytest.fixture
def own(tmp_path, monkeypatch) -> Iterator[Office]:
    made = own_office(tmp_path / "profile", monkeypatch)
    yield made
    made.session.close()


@pytest.fixture
def focal(tmp_path, monkeypatch) -> Iterator[Office]:
    made = own_office(tmp_path / "profile", monkeypatch, "focal-point")
    yield made
    made.session.close()


async def to_settings(pilot) -> Settings:
    await pilot.press("z")
    page = await until(
        pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, Settings) else None
    )
    await until(pilot, lambda: page.office and page.focused)
    return page


async def go_to(pilot, line: str) -> None:
    """The cursor on a line of the settings, by the arrows."""
    rows = pilot.app.screen.query_one(RowList)
    for _step in range(30):
        if rows.current is not None and rows.current.id.endswith(line):
            return
        await pilot.press("down")
    pytest.fail(f"no such line: {line}\n{text_of(pilot)}")


async def change(pilot, line: str) -> ChangeSetting:
    await go_to(pilot, line)
    await pilot.press("enter")
    page = await until(
        pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, ChangeSetting) else None
    )
    await until(pilot, lambda: page.one and page.focused)
    return page


async def test_the_focal_points_number_that_one_fills_in_stands_beside_112(own):
    async with own.open() as pilot:
        await to_settings(pilot)
        await change(pilot, "focal_point_phone")
        await write(pilot, "0229 25 22 00")
        await pilot.press("enter")
        await shows(pilot, "✓ Bewaard.")
        await shows(pilot, "0229 25 22 00")
        await pilot.press("f2")
        await shows(pilot, "Aandachtsfunctionaris: 0229 25 22 00")
        pilot.app.leave()


async def test_the_minutes_until_the_lock_hold_at_once(own):
    async with own.open() as pilot:
        app = pilot.app
        await to_settings(pilot)
        page = await change(pilot, "idle_minutes")
        page.query_one("#value").value = ""
        await write(pilot, "gauw")
        await pilot.press("f6")
        await shows(pilot, "Gaat vanzelf op slot na: geef een heel getal")
        page.query_one("#value").value = "515"
        await pilot.press("f6")
        await shows(pilot, "hoogstens 60 minuten")
        page.query_one("#value").input.select_all()
        await write(pilot, "2")
        await pilot.press("f6")
        await shows(pilot, "2 minuten")
        app.last_input = time.monotonic() - 2 * 60 - 1
        app.look_at_idle()
        await until(pilot, lambda: app.current_mode == LOCK)


async def test_two_persons_are_asked_for_and_it_is_said_that_there_is_only_one(focal):
    async with focal.open() as pilot:
        await to_settings(pilot)
        await change(pilot, "second_person_for_export")
        await shows(pilot, "Keurt een tweede persoon")
        await pilot.press("up", "enter")
        await shows(pilot, "Er is nog niemand die de tweede kan zijn")
        assert setup.config(pilot.app.session)["second_person_for_export"] is True
        await change(pilot, "second_person_for_export")
        await pilot.press("down", "enter")
        await until(pilot, lambda: not setup.config(pilot.app.session)["second_person_for_export"])
        pilot.app.leave()


async def test_what_nothing_was_changed_in_is_not_saved_again(own):
    async with own.open() as pilot:
        await to_settings(pilot)
        await change(pilot, "idle_minutes")
        await pilot.press("enter")
        await shows(pilot, "Er is niets veranderd")
        pilot.app.leave()


@pytest.mark.parametrize(
    ("role", "line", "said"),
    [
        ("trainer", "idle_minutes", "Vraag het aan: Melder, Functioneel beheerder"),
        ("reporter", "regional_recipient", "Dit vult niemand hier in"),
    ],
)
async def test_what_one_may_not_change_stands_there_and_says_who_may(own, role, line, said):
    own.session.person = Person("Anna", role)
    async with own.open() as pilot:
        await to_settings(pilot)
        await go_to(pilot, line)
        await shows(pilot, said)
        await pilot.press("enter")
        await shows(pilot, f"! {said}" if role == "reporter" else "! Uw rol wijzigt dit niet")
        assert isinstance(pilot.app.screen, Settings)
        pilot.app.leave()


async def test_language_and_colours_are_in_sight_and_change_at_once(own):
    async with own.open() as pilot:
        await to_settings(pilot)
        await pilot.press("enter")
        await shows(pilot, "Nederlands")
        await write(pilot, "engl")
        await pilot.press("enter")
        await shows(pilot, "Who can open this program")
        await go_to(pilot, "colours")
        await pilot.press("enter")
        await write(pilot, "light")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Settings))
        await until(pilot, lambda: pilot.app.theme == "mh-light")
        kept = pilot.app.session.vault.drafts.settings("Anna")
        assert (kept["language"], kept["theme"]) == ("en", "light")
        pilot.app.leave()


async def test_half_a_value_outlives_a_lock(own):
    async with own.open() as pilot:
        await to_settings(pilot)
        await change(pilot, "focal_point_name")
        await write(pilot, "Fem de Bo")
        await locked(pilot)
        await unlock(pilot, PASSPHRASE)
        await opened(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, ChangeSetting))
        await shows(pilot, "Fem de Bo")
        await write(pilot, "er")
        await pilot.press("f6")
        await shows(pilot, "Bewaard")
        assert setup.config(pilot.app.session)["focal_point_name"] == "Fem de Boer"
        pilot.app.leave()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_setting_has_a_name_of_its_own_and_says_what_it_means(own, lang):
    from mh_tui import language

    language.use(lang)
    found = settings_view.settings(own.session)
    assert {one.name for one in found} == set(setup.config(own.session))
    assert len({one.label for one in found}) == len(found)
    assert all(one.meaning and one.value for one in found)
