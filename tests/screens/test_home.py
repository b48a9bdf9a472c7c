"""Home by keys: danger stands out, what did not leave is counted, nothing is mixed up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mh_tui.services import dossier, drafting, feedback, messages, setup
from mh_tui.services.drafting import SignalDraft
from mh_tui.services.session import Session
from screens.home import Home
from screens.sent import SentPage
from screens.widgets.rows import RowList
from tests.screens.at_work import at_work
from tests.screens.conftest import make_office, press, shows, text_of, until, write

__all__ = ["at_work"]


@pytest.fixture
def settled(at_work):
    """Nothing waits that a test before left behind, and nobody began anything."""
    region = at_work.region
    for session in region.sessions.values():
        for draft in drafting.listed(session):
            drafting.discard(session, draft)
    region.settle()
    return at_work


async def home(pilot) -> Home:
    await until(pilot, lambda: isinstance(pilot.app.screen, Home))
    await until(pilot, lambda: pilot.app.screen.view is not None)
    return pilot.app.screen


def line(pilot, words: str) -> str:
    """The line of the screen that says this."""
    return next((one for one in text_of(pilot).splitlines() if words in one), "")


async def test_what_is_dangerous_is_marked_on_home_and_stands_first(settled):
    desk = settled.region["desk"]
    drafting.save(desk, SignalDraft(signal={"context": "straat", "acute": "nee"}))
    drafting.save(desk, SignalDraft(signal={"context": "balie_brp", "acute": "ja"}))
    sent = settled.region.record("desk", acute="ja", call={"none_because": "al gebeld"})
    async with settled.open("desk", size=(80, 44)) as pilot:
        page = await home(pilot)
        assert line(pilot, "Gevaar: Concept van vandaag").strip().startswith("!")
        assert page.query_one(RowList).current.text.startswith("Gevaar: Concept")
        own = [one for one in text_of(pilot).splitlines() if "Gevaar: vandaag" in one]
        assert len(own) == 1
        assert own[0].strip().startswith("!")
    settled.region.ship("desk", "focal")
    settled.region.ship("focal", "desk")
    async with settled.open("desk", size=(80, 44)) as pilot:
        await home(pilot)
        assert "Gevaar: vandaag" not in text_of(pilot), "received: only its state is told (R14)"
    feedback.give(settled.region["focal"], sent, outcome="dank")


async def test_another_language_is_in_every_line_at_once(settled):
    drafting.save(settled.region["desk"], SignalDraft(signal={"context": "straat"}))
    async with settled.open("desk") as pilot:
        await home(pilot)
        await shows(pilot, "Concept van vandaag")
        await pilot.app.choose_language("en")
        await shows(pilot, "Draft of today")
        assert "vandaag" not in text_of(pilot)
        await pilot.app.choose_language("nl")
        await shows(pilot, "Concept van vandaag")


async def test_whom_to_call_stands_wherever_it_says_so(tmp_path):
    office = make_office(tmp_path / "desk")
    setup.set_config(office.session, "focal_point_name", "Fem de Boer")
    setup.set_config(office.session, "focal_point_phone", "0229 25 22 00")
    try:
        async with office.open() as pilot:
            page = await home(pilot)
            await shows(pilot, "Laat de kaart van Fem de Boer toe (bel 0229 25 22 00)")
            assert page.view.waiting[0].kind == "card"
            sent = drafting.Sent("A", "vandaag", "nee", False, False, False)
            pilot.app.push_screen(SentPage(sent))
            await shows(pilot, "bel dan Fem de Boer, 0229 25 22 00.")
            pilot.app.back()
            pilot.app.push_screen(SentPage(replace(sent, handed_on=True)))
            await shows(pilot, "Uw aandachtsfunctionaris: Fem de Boer, 0229 25 22 00.")
    finally:
        Session.close(office.session)


async def test_two_drafts_of_one_day_and_place_are_told_apart_by_the_time(settled):
    desk = settled.region["desk"]
    for _n in range(2):
        drafting.save(desk, SignalDraft(signal={"context": "straat", "acute": "nee"}))
    async with settled.open("desk", size=(80, 44)) as pilot:
        await home(pilot)
        texts = [one.text for one in pilot.app.screen.view.waiting if one.kind == "draft"]
        assert len(texts) == 2
        for text in texts:
            assert text.startswith("Concept van vandaag ")
            assert text.count(":") == 1, "the time stands in it"


async def test_assessed_danger_stays_on_top_of_the_focal_points_home(settled):
    quiet, danger = settled.send(), settled.send(acute="ja", call={"none_because": "al gebeld"})
    focal = settled.region["focal"]
    dossier.triage(focal, danger, acute="ja")
    async with settled.open("focal", size=(80, 44)) as pilot:
        await home(pilot)
        first = pilot.app.screen.query_one(RowList).current
        assert first.text.startswith("Gevaar: signaal van vandaag")
        assert line(pilot, "Gevaar: signaal").strip().startswith("!")
        await press(pilot, "w")
        await shows(pilot, "gevaar, niet gebeld")
        await press(pilot, "escape", "a")
        await shows(pilot, "gevaar, ontvangen")
    dossier.triage(focal, danger, acute="nee")
    async with settled.open("focal", size=(80, 44)) as pilot:
        page = await home(pilot)
        assert danger not in [one.id for one in page.view.waiting if one.danger]
    for signal in (quiet, danger):
        feedback.give(focal, signal, outcome="dank")


async def test_an_answer_and_a_correction_that_did_not_leave_are_counted_everywhere(settled):
    region = settled.region
    signal = settled.send()
    feedback.give(region["focal"], signal, outcome="in_behandeling")
    region.ship("focal", "desk")
    fresh = region.record("desk")
    region.export("desk", "focal")
    desk = region["desk"]
    draft = drafting.begin_amending(desk, fresh)
    drafting.send(desk, replace(draft, signal=draft.signal | {"narrative": "Vier."}))
    n = next(one.n for one in messages.box(desk).letters if one.signal == signal)
    async with settled.open("desk", size=(80, 44)) as pilot:
        page = await home(pilot)
        await shows(pilot, "Nog niet verzonden: 1")
        await shows(pilot, "wacht: 1 bericht")
        await shows(pilot, "nog niet alles verstuurd")
        pilot.app.go("own_signal", signal=fresh)
        await shows(pilot, "nog niet alles verstuurd")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is page)
        pilot.app.go("reply", n=n)
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "Reply")
        await write(pilot, "Ik hoorde niets meer.")
        await press(pilot, "f6")
        await until(pilot, lambda: pilot.app.screen is page)
        await shows(pilot, "Nog niet verzonden: 2")
        await shows(pilot, "wacht: 2 berichten")
        await press(pilot, "ctrl+q")
        await shows(pilot, "Nog niet van deze computer verstuurd: 2 berichten.")
        await press(pilot, "escape")
    region.export("desk", "focal")
    async with settled.open("desk", size=(80, 44)) as pilot:
        await home(pilot)
        assert "Nog niet verzonden" not in text_of(pilot)
        assert "nog niet alles verstuurd" not in text_of(pilot)


async def test_a_question_that_was_read_waits_on_home_until_it_was_answered(settled):
    region = settled.region
    signal = settled.send(context="straat")
    feedback.give(region["focal"], signal, outcome="vraag", text="Weet u de kleur van de bus?")
    region.ship("focal", "desk")
    desk = region["desk"]
    n = next(one.n for one in messages.box(desk).letters if one.signal == signal)
    feedback.read(desk, n)
    async with settled.open("desk", size=(80, 44)) as pilot:
        page = await home(pilot)
        asked = line(pilot, "Vraag nog beantwoorden: uw signaal van vandaag, Straat")
        assert asked.strip().startswith("!")
        await shows(pilot, "vraag aan u")
        assert page.view.own[0].stand == "vraag aan u"
        page.query_one(RowList).select(f"waiting:asked:{n}")
        await press(pilot, "enter")
        await shows(pilot, "nog beantwoorden")
        await press(pilot, "enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "OwnSignal")
        await shows(pilot, "! Hieronder wacht een vraag over dit signaal op u. Antwoord met r.")
        await press(pilot, "r")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "Reply")
        await write(pilot, "De bus was wit.")
        await press(pilot, "f6")
        await shows(pilot, "Uw antwoord is vastgelegd.")
        assert "wacht een vraag" not in text_of(pilot)
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: pilot.app.screen is page)
        await until(pilot, lambda: "asked" not in [one.kind for one in page.view.waiting])


def test_a_question_waits_no_longer_after_the_last_answer_or_a_withdrawal(settled):
    region, found = settled.region, []
    for end in ("dank", "withdrawn", ""):
        signal = settled.send()
        feedback.give(region["focal"], signal, outcome="vraag", text="Weet u de kleur van de bus?")
        if end == "dank":
            feedback.give(region["focal"], signal, outcome="dank")
        region.ship("focal", "desk")
        if end == "withdrawn":
            drafting.withdraw(region["desk"], signal, "dubbel")
        found.append(messages.question(region["desk"], signal) is not None)
    assert found == [False, False, True]
