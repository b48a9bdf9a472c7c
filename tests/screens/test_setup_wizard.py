"""From an empty folder to a profile that works, by keys only."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from mh_tui.services import exchange, exporting, intake, setup, starting
from mh_tui.services.session import Session
from mh_tui.vault import sealing
from screens.app import MhApp
from screens.walking import WORK
from screens.wizard_steps import slug
from tests import region
from tests.screens.conftest import (
    PASSPHRASE,
    Office,
    make_office,
    press,
    shows,
    text_of,
    until,
    write,
)


async def test_a_desk_is_set_up_and_its_card_lies_in_the_exchange_folder(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    app = MhApp(tmp_path / "profile", "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        keys = partial(press, pilot)
        await shows(pilot, "Waarvoor wordt deze computer gebruikt?")
        await keys("enter")
        await shows(pilot, "Voor welke organisatie?")
        await keys(*"hoorn", "enter")
        await shows(pilot, "Wie bent u")
        await keys("enter")
        await shows(pilot, "Vul uw naam in")
        await write(pilot, "Ana")
        await keys("enter")
        await shows(pilot, "Klopt dit? Hierna blijft dit zo.")
        await shows(pilot, "Uw naam Ana Organisatie Gemeente Hoorn Rol Balie")
        await keys("f7", "backspace", "n")
        await write(pilot, "a")
        await keys("enter")
        await shows(pilot, "Uw naam Anna Organisatie Gemeente Hoorn Rol Balie")
        await keys("enter")
        await shows(pilot, "Wat wordt uw wachtwoord?")
        await write(pilot, "te kort")
        await shows(pilot, "nog 5 tekens")
        await keys("enter")
        await shows(pilot, "Het wachtwoord is te kort")
        app.screen.query_one("#first").value = ""
        await write(pilot, PASSPHRASE)
        await keys("enter")
        await write(pilot, PASSPHRASE)
        await keys("enter")
        await shows(pilot, "schrijf hem nu op")
        await keys("ctrl+q")
        await shows(pilot, "De herstelcode staat alleen hier, en alleen nu.")
        await keys("s")
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
        await write(pilot, "06 12")
        await keys("enter")
        await shows(pilot, "Telefoonnummer: dit is geen heel telefoonnummer")
        assert setup.config(app.screen.answers.made.session)["focal_point_phone"] is None
        app.screen.query("TextField").last().value = ""
        await write(pilot, "0229 123 456")
        await keys("enter")
        await shows(pilot, "Waar wisselt u uit")
        await keys("f7")
        await shows(pilot, "Wie is uw aandachtsfunctionaris?")
        await shows(pilot, "0229 123 456")
        await keys("f7", "f6")
        await shows(pilot, "Waar wisselt u uit")
        await write(pilot, str(tmp_path / "nergens"))
        await keys("enter")
        await shows(pilot, "deze map is er niet")
        app.screen.query_one("TextField").value = ""
        await write(pilot, str(folder))
        await keys("enter")
        await shows(pilot, "Lees deze cijfers voor")
        await keys("f7", "f6")
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


async def test_a_focal_point_gives_its_own_number_and_its_desk_sees_it_beside_112(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sealing, "stretch", region.quick)
    app = MhApp(tmp_path / "focal", "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        keys = partial(press, pilot)
        await shows(pilot, "Waarvoor wordt deze computer gebruikt?")
        await keys("down", "down", "enter", "down", "enter")
        await write(pilot, "Fem de Boer\n")
        await keys("enter")
        await write(pilot, PASSPHRASE + "\n" + PASSPHRASE + "\n")
        await shows(pilot, "Uw herstelcode")
        await write(pilot, app.screen.answers.made.code.split("-")[1] + "\n")
        await shows(pilot, "Op welk nummer bent u te bereiken?")
        await shows(pilot, "Fem de Boer")
        await keys("enter")
        await write(pilot, "0229 25 22 00\n")
        await shows(pilot, "Keurt een tweede persoon")
        await keys("enter", "enter", "enter")
        await until(pilot, lambda: app.current_mode == WORK)
        focal = app.session
        await keys("f2")
        await shows(pilot, "Aandachtsfunctionaris: Fem de Boer 0229 25 22 00")
        desk = make_office(tmp_path / "desk").session
        assert starting.call_config(desk)["focal_point_phone"] is None
        met(desk, focal, tmp_path)
        app.leave()
    async with Office(tmp_path / "desk", desk).open() as pilot:
        await press(pilot, "f2")
        await shows(pilot, "Aandachtsfunctionaris: Fem de Boer 0229 25 22 00")
        pilot.app.leave()
    Session.close(desk)


def met(desk: Session, focal: Session, stick: Path) -> None:
    """Each admits the other, and one bundle goes from the focal point to the desk."""
    region.admit(focal, desk)
    region.admit(desk, focal, ("melding",))
    exporting.export(focal, desk.me.office.hex(), stick)
    intake.import_paths(desk, [stick])


async def test_the_card_of_112_says_that_a_number_is_missing_and_how_to_fill_it_in(office):
    async with office.open() as pilot:
        await press(pilot, "f2")
        await shows(pilot, "Nummer van de aandachtsfunctionaris: nog niet ingevuld.")
        await shows(pilot, "beginscherm, z, Aandachtsfunctionaris")
        await press(pilot, "escape", "f12")
        await until(pilot, lambda: pilot.app.is_locked)
        await press(pilot, "f2")
        await shows(pilot, "BEL 112")
        assert "nog niet ingevuld" not in text_of(pilot)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Stichting Hulp & Raad", "stichting-hulp-raad"), ("Écht", "cht"), ("***", "organisation")],
)
def test_an_organisation_of_its_own_gets_a_plain_id(name, expected):
    assert slug(name) == expected
