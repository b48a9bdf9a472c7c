"""Practising by keys: a case from the list to what one remembers, and nothing recorded."""

from __future__ import annotations

import pytest

from mh_tui.services import drafting, practice
from screens.practice import PracticePage
from screens.practice_case import PracticeCase
from screens.stages.stage import Stage
from screens.unlock import Unlock
from screens.widgets.picker import TickList
from tests.screens.at_work import at_work
from tests.screens.conftest import press, refreshed, shows, text_of, until, write

__all__ = ["at_work"]

BANNER = "oefening: er wordt niets vastgelegd"


@pytest.fixture(autouse=True)
def _anew(office):
    """Nobody did a case yet."""
    yield
    office.session.vault.drafts.set_setting(office.user, practice.DONE, None)


async def listed(pilot) -> PracticePage:
    page = await until(
        pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, PracticePage) else None
    )
    await until(pilot, lambda: page.lines and page.focused is not None)
    return page


async def at(pilot, page: str) -> PracticeCase:
    """Wait until a case shows this page with the focus in it."""

    def there():
        screen = pilot.app.screen
        if not isinstance(screen, PracticeCase) or screen.draft.page != page:
            return None
        stage = screen.stage
        return screen if isinstance(stage, Stage) and screen.focused is not None else None

    case = await until(pilot, there)
    await until(pilot, lambda: BANNER in text_of(pilot))
    return case


async def begin(pilot, *, downs: int = 0, acute: str = "n") -> PracticeCase:
    """From home to the checklist of a case of the list."""
    await press(pilot, "o")
    await listed(pilot)
    await press(pilot, *["down"] * downs, "enter")
    await at(pilot, "acute")
    await press(pilot, acute)
    return await at(pilot, "call" if acute == "j" else "indicators")


def entries(session) -> int:
    with session.read() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM entry").scalar()


async def read_on(pilot) -> str:
    """All that the page shows, page by page."""
    seen = []
    for _page in range(6):
        await refreshed(pilot)
        seen.append(text_of(pilot))
        await press(pilot, "pagedown")
    return " ".join("\n".join(seen).split())


async def test_a_case_takes_eight_keys_and_records_nothing(office):
    before = entries(office.session)
    async with office.open() as pilot:
        await begin(pilot)
        await press(pilot, "space", "down", "space", "f6")
        await at(pilot, "look")
        seen = await read_on(pilot)
        for part in (
            "De vaste helper aan de balie",
            "U zei: nee. Zo lezen wij het ook.",
            "Dit zag u",
            "“Hij haalt hun paspoorten uit zijn eigen map”",
            "Dit kruiste u niet aan",
            "“Geen van de drie weet het adres”",
            "Vandaag melden",
            "Onthoud",
            "Een mens beslist. Ook zonder aangekruiste kenmerken mag u altijd melden.",
            "wat wij verwachten is een voorstel",
        ):
            assert part in seen, part
        await press(pilot, "escape")
        page = await listed(pilot)
        assert page.query_one("#head").right.plain == "1 van 14 gedaan"
        await shows(pilot, "✓ Hoorn")
    assert entries(office.session) == before
    assert drafting.listed(office.session) == []
    assert practice.done(office.session) == {"T01"}


async def test_every_page_says_that_it_is_practice(office):
    async with office.open() as pilot:
        await press(pilot, "o")
        await listed(pilot)
        await until(pilot, lambda: BANNER in text_of(pilot))
        await press(pilot, "enter")
        await at(pilot, "acute")
        await shows(pilot, "verzonnen verhaal")
        await press(pilot, "j")
        await at(pilot, "call")
        await shows(pilot, "OEFENING: bel nu niet.")
        await shows(pilot, "BEL 112")
        await press(pilot, "enter")
        await at(pilot, "indicators")
        await press(pilot, "f6")
        await at(pilot, "look")
        await shows(pilot, "U mag altijd bellen")


async def test_the_real_number_to_call_is_there_in_the_middle_of_a_practice(office):
    async with office.open() as pilot:
        await begin(pilot)
        await press(pilot, "f2")
        await shows(pilot, "BEL 112")
        assert "OEFENING" not in text_of(pilot)
        assert BANNER not in text_of(pilot)
        await press(pilot, "escape")
        await at(pilot, "indicators")


async def test_who_is_not_sure_sees_whom_to_ask_under_the_story(office):
    async with office.open() as pilot:
        await press(pilot, "o")
        await listed(pilot)
        await press(pilot, "enter")
        await at(pilot, "acute")
        await press(pilot, "w")
        await shows(pilot, "0900-8844")
        await shows(pilot, "Enter: verder")
        await press(pilot, "enter")
        await at(pilot, "indicators")


async def test_nobody_gets_past_the_first_question_without_an_answer(office):
    async with office.open() as pilot:
        await press(pilot, "o")
        await listed(pilot)
        await press(pilot, "enter")
        await at(pilot, "acute")
        await press(pilot, "f6")
        await shows(pilot, "één letter is genoeg")
        await at(pilot, "acute")


async def test_a_tick_that_points_to_danger_asks_again_once(office):
    async with office.open() as pilot:
        case = await begin(pilot, downs=3)
        assert case.case.id == "T03"
        await press(pilot, "space")
        await at(pilot, "acute")
        await shows(pilot, "Daarom nog een keer")
        await press(pilot, "n")
        await at(pilot, "indicators")
        assert case.ticked == ("ALG-05",)
        await press(pilot, "space", "space")
        await at(pilot, "indicators")
        await press(pilot, "f6")
        await at(pilot, "look")
        await shows(pilot, "! U zei: nee. Hier zouden wij meteen bellen.")


async def test_the_story_can_be_read_again_and_the_ticks_stay(office):
    async with office.open() as pilot:
        case = await begin(pilot)
        await press(pilot, "space", "f7")
        await at(pilot, "acute")
        await shows(pilot, "alle drie zeggen ze dezelfde zin")
        await press(pilot, "f6")
        await at(pilot, "indicators")
        await shows(pilot, "[x] Identiteitsbewijs")
        assert case.ticked == ("ALG-01",)


async def test_a_high_terminal_keeps_the_story_beside_the_checklist(office):
    async with office.open(size=(120, 40)) as pilot:
        await begin(pilot)
        await shows(pilot, "Geen van de drie weet het adres")
        await shows(pilot, "Wat herkent u?")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Geen van de drie" not in text_of(pilot))


async def test_a_lock_in_the_middle_brings_one_back_to_the_same_ticks(office):
    async with office.open() as pilot:
        await begin(pilot, downs=1)
        await press(pilot, "space", "f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, Unlock))
        assert "Identiteitsbewijs" not in text_of(pilot)
        pilot.app.unlocked(office.session)
        case = await at(pilot, "indicators")
        assert (case.case.id, case.acute, case.ticked) == ("T10", "nee", ("ALG-01",))
        await shows(pilot, "[x] Identiteitsbewijs")
        await press(pilot, "escape")
        await listed(pilot)


async def test_esc_leaves_a_case_half_way_and_the_list_offers_it_again(office):
    async with office.open() as pilot:
        await begin(pilot, downs=2)
        await write(pilot, "digid")
        await press(pilot, "space", "escape")
        await at(pilot, "indicators")
        await press(pilot, "escape")
        await listed(pilot)
        await shows(pilot, "begonnen")
        await press(pilot, "enter")
        case = await at(pilot, "indicators")
        assert (case.case.id, case.ticked) == ("T14", ("CRI-06",))
    assert practice.done(office.session) == frozenset()


async def test_the_language_changes_in_the_middle_and_keeps_the_ticks(office):
    async with office.open() as pilot:
        case = await begin(pilot)
        await press(pilot, "space")
        await pilot.app.choose_language("en")
        await shows(pilot, "practice: nothing is recorded")
        await shows(pilot, "[x] Identity document")
        await press(pilot, "f6")
        await until(pilot, lambda: case.draft.page == "look")
        await shows(pilot, "“He takes their passports from his own folder”")
        await pilot.app.choose_language("nl")
        await shows(pilot, "“Hij haalt hun paspoorten uit zijn eigen map”")


async def test_one_key_goes_to_the_next_case_of_the_chosen_place(office):
    async with office.open() as pilot:
        await press(pilot, "o")
        await listed(pilot)
        await press(pilot, "f7")
        await until(pilot, lambda: pilot.app.screen.query("#words"))
        await write(pilot, "huisbezoek")
        await press(pilot, "enter")
        page = await listed(pilot)
        await until(pilot, lambda: page.context == "huisbezoek" and len(page.lines) == 2)
        await shows(pilot, "0 van 2 gedaan")
        await press(pilot, "enter")
        first = await at(pilot, "acute")
        await press(pilot, "n", "f6")
        await at(pilot, "look")
        await press(pilot, "f6")
        await until(pilot, lambda: pilot.app.screen is not first)
        second = await at(pilot, "acute")
        assert (first.case.id, second.case.id) == ("T03", "T11")
        assert second.acute == ""
        await press(pilot, "n", "f6")
        await at(pilot, "look")
        await press(pilot, "n")
        await until(pilot, lambda: pilot.app.screen is not second)
        assert (await at(pilot, "acute")).case.id == "T03"


async def test_a_desk_takes_no_decisions_of_the_focal_point(office):
    async with office.open() as pilot:
        case = await begin(pilot)
        await press(pilot, "f6")
        await at(pilot, "look")
        assert case.decisions == ()
        assert "Beslissen" not in text_of(pilot)
        await shows(pilot, "F6 Volgende casus")


async def test_a_focal_point_decides_after_looking_back(at_work):
    async with at_work.open("focal") as pilot:
        case = await begin(pilot)
        await press(pilot, "f6")
        await at(pilot, "look")
        await shows(pilot, "F6 Beslissen")
        await press(pilot, "f6")
        await at(pilot, "decide")
        await shows(pilot, "Waar bespreekt u het?")
        await press(pilot, "f6")
        await shows(pilot, "één cijfer is genoeg")
        await press(pilot, "3")
        await shows(pilot, "Wij zouden kiezen: Inbrengen in het lokale overleg")
        await shows(pilot, "Een mens beslist: bij u kan het anders zijn.")
        await press(pilot, "1")
        await shows(pilot, "Dat zouden wij ook doen: Inbrengen in het lokale overleg")
        await press(pilot, "f6")
        await shows(pilot, "Wat blijft bij u?")
        await press(pilot, "down", "enter")
        await shows(pilot, "Wij zouden kiezen: Naam en contact")
        assert case.chosen == {"table": "in_lokale_tafel", "stays": "phone"}
        await press(pilot, "f7")
        await shows(pilot, "Dat zouden wij ook doen")
        await press(pilot, "f7")
        await at(pilot, "look")
        await press(pilot, "f6", "f6", "f6")
        await until(pilot, lambda: pilot.app.screen is not case)
        await at(pilot, "acute")


async def test_a_lock_between_two_decisions_keeps_what_was_chosen(at_work):
    focal = at_work.region["focal"]
    async with at_work.open("focal") as pilot:
        await press(pilot, "o")
        await listed(pilot)
        await press(pilot, "home", "enter")
        await at(pilot, "acute")
        await press(pilot, "n", "f6")
        await at(pilot, "look")
        await press(pilot, "f6", "1", "f6")
        case = await at(pilot, "decide")
        await until(pilot, lambda: case.decision == "stays")
        await press(pilot, "f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, Unlock))
        pilot.app.unlocked(focal)
        again = await at(pilot, "decide")
        assert (again.decision, again.chosen) == ("stays", {"table": "in_lokale_tafel"})
        await shows(pilot, "Wat blijft bij u?")


async def test_help_explains_the_page_and_its_keys(office):
    async with office.open() as pilot:
        await begin(pilot)
        await press(pilot, "f1")
        await shows(pilot, "U oefent met een verzonnen verhaal.")
        await shows(pilot, "Het verhaal nog eens lezen")
        await press(pilot, "escape")
        await at(pilot, "indicators")
        assert pilot.app.screen.query_one(TickList).has_focus


async def test_a_disk_that_refuses_costs_the_mark_and_not_the_look_back(office, monkeypatch):
    from mh_tui.errors import StorageFailed

    def full(*_args):
        raise StorageFailed("disk_full")

    async with office.open() as pilot:
        await begin(pilot)
        monkeypatch.setattr(office.session.vault.drafts, "set_setting", full)
        await press(pilot, "f6")
        await at(pilot, "look")
        await shows(pilot, "De vaste helper aan de balie")
        await shows(pilot, "schijf")
        monkeypatch.undo()


async def test_the_coordinator_decides_what_the_region_does(at_work):
    async with at_work.open("coord") as pilot:
        await press(pilot, "o")
        await listed(pilot)
        await shows(pilot, "Bij sommige verhalen beslist u daarna wat de regio ermee doet.")
        await press(pilot, "home", "enter")
        case = await at(pilot, "acute")
        await press(pilot, "n", "f6")
        await at(pilot, "look")
        assert (case.case.id, case.decisions) == ("T01", ())
        pilot.app.replace("practice_case", case="T02", page="look", acute="nee")
        await until(pilot, lambda: pilot.app.screen is not case)
        await at(pilot, "look")
        await press(pilot, "f6", "1")
        await shows(pilot, "Dat zouden wij ook doen: In behandeling nemen")
