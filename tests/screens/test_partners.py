"""The partner directory by keys: search, filter, read, and fill in a contact of one's own."""

from __future__ import annotations

import re

from mh_tui.journal.entry import REGION
from mh_tui.journal.streams import NewEntry
from mh_tui.services import contacts, directory
from screens.partner_card import ContactForm, PartnerCard
from screens.partners import Partners
from screens.widgets.chips import Chips
from screens.widgets.rows import RowList
from tests.screens.at_work import HOSTILE, at_work
from tests.screens.conftest import press, refreshed, shows, text_of, until, write

__all__ = ["at_work"]

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


async def opened(pilot) -> Partners:
    await press(pilot, "p")
    await until(pilot, lambda: isinstance(pilot.app.screen, Partners))
    await until(pilot, lambda: pilot.app.screen.entries)
    return pilot.app.screen


async def opened_card(pilot, partner: str) -> None:
    pilot.app.go("partner", partner=partner)
    await until(pilot, lambda: isinstance(pilot.app.screen, PartnerCard))


async def opened_form(pilot, partner: str) -> ContactForm:
    await opened_card(pilot, partner)
    await press(pilot, "e")
    await until(pilot, lambda: isinstance(pilot.app.screen, ContactForm))
    return pilot.app.screen


async def test_typing_searches_at_once_and_112_stays_on_top(office):
    async with office.open() as pilot:
        page = await opened(pilot)
        await write(pilot, "opvang")
        await until(pilot, lambda: page.wanted.words == "opvang")
        assert page.entries[0].id == "112"
        assert 1 < len(page.entries) < 20
        # the cursor stands on the first find, not on 112
        assert page.query_one("#list", RowList).current.id == page.entries[1].id
        await shows(pilot, "Alarmnummer 112")


async def test_a_need_is_taken_with_tab_and_space_and_left_with_escape(office):
    async with office.open() as pilot:
        page = await opened(pilot)
        everything = len(page.entries)
        await press(pilot, "tab", "right", "right", "space")
        assert page.wanted.need == "minor"
        await shows(pilot, "[Minderjarige]")
        assert len(page.entries) < everything
        await press(pilot, "space")
        assert page.wanted.need == ""
        await press(pilot, "space", "escape")
        assert page.wanted.need == page.query_one(Chips).value == ""
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is pilot.app.pages()[0])


async def test_step_form_and_municipality_narrow_it_down(office):
    async with office.open(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await press(pilot, "tab", "tab", "right")
        assert page.wanted.step == "0"
        await press(pilot, "tab", "right", "tab", "right")
        assert page.wanted.form
        assert page.wanted.municipality == "Drechterland"
        assert page.entries[0].id == "112"


async def test_a_letter_searches_whatever_has_the_focus(office):
    async with office.open() as pilot:
        page = await opened(pilot)
        await press(pilot, "tab", "n", "i", "d", "o", "s")
        assert page.wanted.words == "nidos"


async def test_the_arrows_move_the_list_and_enter_tells_everything(office):
    async with office.open(size=(120, 40)) as pilot:
        await opened(pilot)
        await write(pilot, "zorgcoordinator")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PartnerCard))
        for text in ("vraag uw aandachtsfunctionaris", "Wanneer u belt", "voorstel"):
            await shows(pilot, text)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, PartnerCard)


async def test_who_may_be_involved_is_never_informed(office):
    async with office.open() as pilot:
        await opened_card(pilot, "huisvesters")
        await shows(pilot, "▲ Vertel deze partij nooit iets")


async def test_the_directory_speaks_english(office):
    async with office.open(lang="en", size=(120, 40)) as pilot:
        await opened(pilot)
        await shows(pilot, "fill in locally")
        assert "lokaal" not in text_of(pilot)


async def test_a_focal_point_fills_in_a_contact_and_its_desk_sees_it(at_work):
    async with at_work.open("focal") as pilot:
        await opened_form(pilot, "nidos")
        await write(pilot, "Bureau Nidos")
        await press(pilot, "down")
        await write(pilot, "0229-112233")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, PartnerCard))
        await shows(pilot, "Bewaard.")
        await shows(pilot, "0229-112233 Bureau Nidos")
        await shows(pilot, "nooit. Controleer het nummer eerst.")
    at_work.region.ship("focal", "desk")
    async with at_work.open("desk") as pilot:
        await opened_card(pilot, "nidos")
        await shows(pilot, "0229-112233")
        await shows(pilot, "Ingevuld door")


async def test_saving_nothing_publishes_nothing(at_work):
    async with at_work.open("focal") as pilot:
        await opened_form(pilot, "fairwork")
        await shows(pilot, "In de lijst staat 020-760 08 09")
        await press(pilot, "f6")
        await shows(pilot, "Er is niets veranderd")
    assert "fairwork" not in directory.load(at_work.region["focal"]).contacts


async def test_a_wrong_day_is_said_and_nothing_typed_is_lost(at_work):
    async with at_work.open("focal") as pilot:
        page = await opened_form(pilot, "fairwork")
        await write(pilot, "FairWork regio")
        page.query_one("#checked_on").focus_input()
        await write(pilot, "gisteren")
        await press(pilot, "f6")
        await shows(pilot, "Gecontroleerd op: geef een datum")
        assert page.query_one("#person").value == "FairWork regio"


async def test_what_was_typed_survives_a_lock_and_escape(at_work):
    async with at_work.open("focal") as pilot:
        await opened_form(pilot, "comensha")
        await write(pilot, "Half ingevuld")
        await pilot.app.lock()
    async with at_work.open("focal") as pilot:
        page = await opened_form(pilot, "comensha")
        assert page.query_one("#person").value == "Half ingevuld"
        await shows(pilot, "nog niet bewaard")
        await press(pilot, "escape")
        page = await opened_form(pilot, "comensha")
        assert page.query_one("#person").value == "Half ingevuld"


async def test_the_day_of_a_check_is_written_as_people_write_it(at_work):
    async with at_work.open("focal") as pilot:
        form = await opened_form(pilot, "avim")
        await write(pilot, "AVIM Hoorn")
        form.query_one("#checked_on").focus_input()
        await write(pilot, "20-11-2026")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, PartnerCard))
        known = directory.load(at_work.region["focal"]).contacts["avim"]
        assert known.checked_on == "2026-11-20"
        await press(pilot, "e")
        await shows(pilot, "20-11-2026")


async def test_a_long_number_leaves_the_name_of_a_partner_whole(at_work):
    given = {"partner": "zorgcoordinator", "phone": "088 - 123 45 67 (na vijven: 088 - 765 43 21)"}
    contacts.publish(at_work.region["focal"], [given])
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        await write(pilot, "zorgco")
        await shows(pilot, "088 - 123 45 67 (…")
        await shows(pilot, "Zorgcoördinator mensenhandel")


async def test_hostile_text_in_every_field_of_a_contact_is_shown_harmless(at_work):
    given = dict.fromkeys(contacts.FIELDS, HOSTILE) | {"checked_on": "2026-11-20"}
    with at_work.region["focal"].write() as work:
        work.say(NewEntry("reference.contact", REGION, given | {"partner": "veilig_thuis"}))
    at_work.region.ship("focal", "desk")
    assert "veilig_thuis" in directory.load(at_work.region["desk"]).contacts
    async with at_work.open("desk", size=(120, 40)) as pilot:
        await opened(pilot)
        await write(pilot, "veilig thuis")
        await shows(pilot, "[b]vet[/b]")
        assert not STEERING.search(text_of(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PartnerCard))
        await shows(pilot, "[b]vet[/b]")
        assert not STEERING.search(text_of(pilot))
    async with at_work.open("focal", size=(120, 40)) as pilot:
        await opened_form(pilot, "veilig_thuis")
        assert not STEERING.search(text_of(pilot))


async def test_a_narrow_and_a_wide_terminal_show_the_same_partner(office):
    for size, beside in (((80, 24), False), ((120, 40), True)):
        async with office.open(size=size) as pilot:
            page = await opened(pilot)
            await press(pilot, "down")
            await shows(pilot, "0900-8844")
            await refreshed(pilot)
            found, panel = page.query_one("#list").region, page.query_one("#panel").region
            assert (panel.x > found.right - 1) is beside
