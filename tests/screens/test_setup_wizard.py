"""From an empty folder to a profile that works, by keys only."""

from __future__ import annotations

from functools import partial

import pytest

from mh_tui.services import exchange, setup
from mh_tui.services.session import Session
from screens.app import WORK, MhApp
from screens.wizard_steps import slug
from tests.screens.conftest import PASSPHRASE, press, shows, text_of, until, write


async def test_a_desk_is_set_up_and_its_card_lies_in_the_exchange_folder(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    app = MhApp(tmp_path / "profile", "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        keys = partial(press, pilot)
        await shows(pilot, "Waarvoor wordt deze computer gebruikt?")
        await keys("enter")
        await shows(pilot, "Voor welke organisatie?")
        await keys("down", "down", "enter")
        await shows(pilot, "Wie bent u")
        await write(pilot, "Anna")
        await keys("enter")
        await write(pilot, "te kort")
        await shows(pilot, "nog 5 tekens")
        await keys("enter", "enter")
        await shows(pilot, "Het wachtwoord is te kort")
        await keys("f7")
        await shows(pilot, "Voor welke organisatie?")
        await keys("f6")
        await shows(pilot, "Wie bent u")
        await keys("enter")
        await write(pilot, PASSPHRASE)
        await keys("enter")
        await write(pilot, PASSPHRASE)
        await keys("enter")
        await shows(pilot, "Uw herstelcode")
        code = app.screen.answers.made.code
        await keys("enter")
        await shows(pilot, "Dat staat er niet")
        await write(pilot, code.split("-")[1].lower())
        await keys("enter")
        await shows(pilot, "Wie is uw aandachtsfunctionaris?")
        assert code not in text_of(pilot)
        await write(pilot, "Fem de Boer")
        await keys("enter")
        await write(pilot, "0229 123 456")
        await keys("enter")
        await shows(pilot, "Waar wisselt u uit")
        await write(pilot, str(tmp_path / "nergens"))
        await keys("enter")
        await shows(pilot, "deze map is er niet")
        app.screen.query_one("TextField").value = ""
        await write(pilot, str(folder))
        await keys("enter")
        await shows(pilot, "Lees deze cijfers voor")
        await keys("enter")
        await until(pilot, lambda: app.current_mode == WORK)
        session = app.session
        assert isinstance(session, Session)
        assert (session.me.role, session.person.role) == ("desk", "reporter")
        assert setup.config(session)["focal_point_name"] == "Fem de Boer"
        assert exchange.folders(session) == [folder]
        assert [path.name for path in folder.iterdir()] == ["hoorn-desk.mhcard"]
        await keys("f2")
        await shows(pilot, "0229 123 456")
        app.leave()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Stichting Hulp & Raad", "stichting-hulp-raad"), ("Écht", "cht"), ("***", "organisation")],
)
def test_an_organisation_of_its_own_gets_a_plain_id(name, expected):
    assert slug(name) == expected
