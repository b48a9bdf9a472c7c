"""A signal by keys only: quick, kept, and never sent by accident."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual import events

from mh_tui.reference.indicators import indicators
from mh_tui.reference.practice import practice
from mh_tui.services import drafting, moments, reading
from mh_tui.services.session import Session
from mh_tui.services.worklist import worklist
from screens import kept, page
from screens.home import Home
from screens.signal_entry import SignalEntry
from screens.unlock import Unlock
from tests.screens.conftest import make_office, shows, text_of, until, write
from tests.screens.steps import at, begin, choose_context, send, tell, tick

BSN = "123456782"


async def test_a_minimal_signal_takes_at_most_twelve_keys_beside_the_text(office):
    async with office.open() as pilot:
        keys = await begin(pilot)
        await at(pilot, "context")
        await keys("enter")
        await at(pilot, "indicators")
        await keys("space", "down", "space", "f6")
        await at(pilot, "seen")
        await write(pilot, "Drie paspoorten uit één map.")
        await keys("f6")
        await at(pilot, "review")
        await keys("enter")
        sent = await until(pilot, lambda: getattr(pilot.app.screen, "sent", None))
        assert keys.count <= 12
        shown = reading.show(office.session, sent.id)
        assert shown["narrative"] == "Drie paspoorten uit één map."
        assert len(shown["indicators"]) == 2
        await shows(pilot, "wacht op deze computer")


@pytest.mark.parametrize("case", [*practice().cases.values()], ids=lambda case: case.id)
async def test_a_practice_case_gives_its_expected_advice(office, case):
    letter = "jnw"[["ja", "nee", "weet_niet"].index(case.acute_answer)]
    async with office.open() as pilot:
        await begin(pilot, letter)
        if case.acute_answer == "ja":
            await at(pilot, "call")
            await pilot.press("f6")
        elif case.acute_answer == "weet_niet":
            await pilot.press("enter")
        await choose_context(pilot, case.context)
        await tick(pilot, case.expected_indicators)
        await tell(pilot, "Gezien.")
        if case.minor_possible:
            await pilot.press("j")
            await until(pilot, lambda: pilot.app.screen.query("ChoiceField"))
            await pilot.press("right", "f6")
            await at(pilot, "review")
        assert (await send(pilot)).sent.advice == case.expected_advice


async def test_esc_on_any_page_keeps_a_draft_that_home_offers_again(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await pilot.press("escape")
        home = await until(pilot, lambda: isinstance(pilot.app.screen, Home) and pilot.app.screen)
        kept = drafting.listed(office.session)[0]
        lines = home.query_one("#lines")
        await until(pilot, lambda: lines.current and lines.current.id.endswith(f"draft:{kept.id}"))
        await pilot.press("enter")
        entry = await at(pilot, "indicators")
        assert entry.draft.signal["context"] == "straat"
        drafting.discard(office.session, entry.draft)


async def test_a_lock_in_the_middle_of_the_text_loses_nothing(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await pilot.press("f6")
        await at(pilot, "seen")
        await write(pilot, "Half een zin")
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, Unlock))
        assert "Half een zin" not in text_of(pilot)
        pilot.app.unlocked(office.session)
        entry = await at(pilot, "seen")
        await until(pilot, lambda: "Half een zin" in text_of(pilot))
        drafting.discard(office.session, entry.draft)


async def test_a_pause_in_typing_saves_the_draft(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await pilot.press("f6")
        entry = await at(pilot, "seen")
        await write(pilot, "Nog niet klaar")
        await until(
            pilot,
            lambda: any(
                one.signal.get("narrative") == "Nog niet klaar"
                for one in drafting.listed(office.session)
            ),
        )
        await shows(pilot, "concept bewaard")
        drafting.discard(office.session, entry.draft)


async def test_something_like_a_bsn_is_not_sent_before_a_person_looked(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await tell(pilot, f"Zijn nummer is {BSN}.")
        await shows(pilot, "iets als een BSN")
        await at(pilot, "review")
        await pilot.press("enter")
        await shows(pilot, "Kijk eerst naar het BSN")
        await pilot.press("w")
        entry = await at(pilot, "seen")
        await pilot.press("f6")
        await at(pilot, "review")
        await pilot.press("n")
        await until(pilot, lambda: entry.draft.not_bsn)
        assert "iets als een BSN" not in text_of(pilot)
        await send(pilot)


async def test_danger_shows_whom_to_call_before_any_form(office):
    async with office.open() as pilot:
        await begin(pilot, "j")
        entry = await at(pilot, "call")
        await shows(pilot, "BEL 112")
        await shows(pilot, "Hebt u gebeld?")
        assert "Tijd van het gesprek" not in text_of(pilot)
        await pilot.press("j")
        await shows(pilot, "Hoe laat belde u?")
        await pilot.press("enter")
        await at(pilot, "context")
        assert entry.draft.signal["call"]["party"] == "112"
        assert entry.draft.signal["call"]["at"]


async def test_a_call_to_another_says_whom(office):
    async with office.open() as pilot:
        await begin(pilot, "j")
        entry = await at(pilot, "call")
        await pilot.press("a", "p", "down")
        await pilot.press("down")
        await write(pilot, "K-12")
        await pilot.press("enter")
        await at(pilot, "context")
        call = entry.draft.signal["call"]
        assert (call["party"], call["reference"]) == ("politie", "K-12")
        assert call["at"]


@pytest.mark.parametrize("keys", [("f6",), ("n", "enter"), ("n", "f6"), ("j", "up", "n", "f6")])
async def test_nobody_who_did_not_call_is_said_to_have_called(office, keys):
    async with office.open() as pilot:
        await begin(pilot, "j")
        entry = await at(pilot, "call")
        await pilot.press(*keys)
        await choose_context(pilot, "straat")
        assert "call" not in entry.draft.signal
        await tell(pilot, "Iemand zit opgesloten.")
        await shows(pilot, "! Er is nog niet gebeld. Bel 112")
        sent = await send(pilot)
        await shows(pilot, "! Er is nog niet gebeld. Bel 112")
        assert "call" not in reading.show(office.session, sent.sent.id)


async def test_enter_answers_neither_the_danger_nor_the_call(office):
    async with office.open() as pilot:
        await begin(pilot, "enter")
        entry = await at(pilot, "acute")
        await shows(pilot, "Kies j, n of w.")
        await pilot.press("y", "f6")
        await shows(pilot, "Beantwoord eerst")
        assert "acute" not in entry.draft.signal
        await pilot.press("j")
        await at(pilot, "call")
        await pilot.press("enter")
        await shows(pilot, "Kies j, a of n.")
        assert entry.draft.page == "call"


async def test_a_reason_not_to_call_is_kept(office):
    async with office.open() as pilot:
        await begin(pilot, "j")
        entry = await at(pilot, "call")
        await pilot.press("n")
        await write(pilot, "De politie was er al")
        await pilot.press("f6")
        await at(pilot, "context")
        assert entry.draft.signal["call"] == {"none_because": "De politie was er al"}
        await pilot.press("f7")
        await at(pilot, "call")
        await shows(pilot, "De politie was er al")


async def test_a_yes_after_not_yet_is_a_yes_and_no_reason(office):
    async with office.open() as pilot:
        await begin(pilot, "j")
        entry = await at(pilot, "call")
        await pilot.press("n", "j", "enter")
        await shows(pilot, "Hoe laat belde u?")
        await pilot.press("f6")
        await at(pilot, "context")
        assert entry.draft.signal["call"]["party"] == "112"
        assert "none_because" not in entry.draft.signal["call"]


async def test_a_time_of_the_call_that_is_none_is_refused_there_and_then(office):
    async with office.open() as pilot:
        await begin(pilot, "j")
        entry = await at(pilot, "call")
        await pilot.press("j", "home", "shift+end")
        await write(pilot, "asdf")
        await pilot.press("f6")
        await shows(pilot, "Geef een tijd, zoals 14:05.")
        assert entry.draft.page == "call"
        await pilot.press("home", "shift+end")
        await write(pilot, "14:05")
        await pilot.press("f6")
        await at(pilot, "context")
        assert entry.draft.signal["call"]["at"][11:16] == "14:05"


async def test_a_pause_that_ends_between_two_pages_harms_nothing(office, monkeypatch):
    monkeypatch.setattr(kept, "PAUSE", 0.001)
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await pilot.press("f6")
        await at(pilot, "seen")
        await write(pilot, "Gezien.")
        for key in ("f6", "f7") * 8:
            pilot.app.post_message(events.Key(key, None))
        await until(pilot, lambda: pilot.app.typing.is_empty)
        entry = await at(pilot, "seen")
        assert entry.draft.signal["narrative"] == "Gezien."


@pytest.mark.parametrize("key", ["f6", "enter"])
async def test_a_burst_of_keys_never_sends_what_nobody_saw(office, key, monkeypatch):
    monkeypatch.setattr(page, "IN_SIGHT", 0.7)
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await pilot.press("f6")
        entry = await at(pilot, "seen")
        await write(pilot, "Gezien.")
        for name in ("f6", *[key] * 6):
            pilot.app.post_message(events.Key(name, None))
        await at(pilot, "review")
        await until(pilot, lambda: pilot.app.typing.is_empty)
        await shows(pilot, "Kijk het eerst na.")
        assert not entry.sending
        entry._in_sight_since = 0.0  # as if one looked at it for long
        await send(pilot, key)


async def test_f6_sends_from_the_review_and_its_footer_says_so(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await tell(pilot, "Gezien.")
        await shows(pilot, "F6 Verstuur")
        await pilot.press("p")
        await shows(pilot, "Geen adres?")
        await shows(pilot, "F6 Verder")
        await pilot.press("f6")
        sent = await send(pilot, "f6")
        assert reading.show(office.session, sent.sent.id)["narrative"] == "Gezien."


async def test_f5_in_a_draft_says_that_it_is_not_sent_yet(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await tell(pilot, "Gezien.")
        assert "F5" not in text_of(pilot)
        await pilot.press("f5")
        await shows(pilot, "Dit is nog een concept.")
        await at(pilot, "review")


async def test_the_time_is_that_of_the_beginning_and_an_old_one_is_asked_about(office, monkeypatch):
    begun = drafting.now().replace(second=0, microsecond=0)
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        monkeypatch.setattr(drafting, "now", lambda: begun + timedelta(minutes=20))
        await tell(pilot, "Gezien.")
        entry = await at(pilot, "review")
        assert entry.draft.signal["observed_at"] in (
            begun.isoformat(timespec="minutes"),
            (begun + timedelta(minutes=1)).isoformat(timespec="minutes"),
        )
        assert "Klopt dat?" not in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        monkeypatch.setattr(drafting, "now", lambda: begun + timedelta(hours=30))
        pilot.app.go("entry", draft=drafting.listed(office.session)[0].id)
        entry = await at(pilot, "review")
        moment = moments.moment_text(entry.draft.signal["observed_at"])
        await shows(pilot, f"Gezien op {moment}. Klopt dat? t Wijzig")
        await pilot.press("t")
        await until(pilot, lambda: pilot.app.screen.query("#fields TextField"))
        await pilot.press("home", "shift+end")
        await write(pilot, "20-11-2026 14:05")
        await pilot.press("f6")
        sent = await send(pilot)
        seen = reading.show(office.session, sent.sent.id)["observed_at"]
        assert seen.startswith("2026-11-20T14:05")


async def test_the_digits_of_the_places_stay_and_the_cursor_is_on_the_last_used(office):
    session, known = office.session, list(indicators().contexts)
    session.vault.drafts.set_setting(session.person.name, drafting.LAST_CONTEXT, known[4])
    async with office.open() as pilot:
        await begin(pilot)
        entry = await at(pilot, "context")
        rows = entry.query_one("#contexts")
        assert [(row.mark, row.id) for row in rows.rows] == [
            (str(n), code) for n, code in enumerate(known, 1)
        ]
        await pilot.press("enter")
        await at(pilot, "indicators")
        assert entry.draft.signal["context"] == known[4]


async def test_that_nothing_was_written_is_said_on_leaving_and_softly_where_it_is_enough(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await pilot.press("f6")
        await at(pilot, "seen")
        await pilot.press("f6")
        await shows(pilot, "Schrijf op wat u zag")
        await at(pilot, "seen")
        await pilot.press("tab", "space", "f6")
        await at(pilot, "review")
        await shows(pilot, "U schreef niets bij 'Wat u zag'. Eén zin helpt.")
        await send(pilot)


async def test_an_indicator_of_danger_asks_the_acute_question_once_more(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "huisbezoek")
        await write(pilot, "vrijweggaan")
        await pilot.press("space")
        await at(pilot, "acute")
        await shows(pilot, "direct gevaar kan wijzen")
        await pilot.press("n")
        entry = await at(pilot, "indicators")
        assert entry.draft.signal["indicators"]


async def test_people_and_places_are_added_from_the_review(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await tell(pilot, "Gezien.")
        await pilot.press("p")
        await until(pilot, lambda: len(pilot.app.screen.query("TextField")) == 5)
        await write(pilot, "Grote Noord")
        await pilot.press("enter")
        await write(pilot, "12")
        await pilot.press("f6")
        entry = await at(pilot, "review")
        assert entry.draft.signal["place"] == {"street": "Grote Noord", "number": "12"}
        await pilot.press("m")
        await until(pilot, lambda: "Mensen: 1 van 1" in text_of(pilot))
        await pilot.press("down")
        await write(pilot, "Jan Bakker")
        await pilot.press("f6")
        await at(pilot, "review")
        assert entry.draft.signal["persons"] == [{"name": "Jan Bakker"}]
        sent = (await send(pilot)).sent
        assert reading.show(office.session, sent.id)["place"]["street"] == "Grote Noord"


async def test_the_review_reads_as_a_person_writes_and_refuses_a_postcode_that_is_none(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await tell(pilot, "Gezien.")
        await pilot.press("p")
        await until(pilot, lambda: len(pilot.app.screen.query("TextField")) == 5)
        for text in ("Dorpsstraat", "12", "12345"):
            await write(pilot, text)
            await pilot.press("enter")
        await write(pilot, "Hoorn")
        await pilot.press("f6")
        await shows(pilot, "! Dit kan geen postcode zijn. Typ hem als 1621 AB")
        await pilot.press("end", *["backspace"] * 5)
        await write(pilot, "1621ab")
        await pilot.press("f6")
        await at(pilot, "review")
        await shows(pilot, "Plaats Dorpsstraat 12, 1621 AB Hoorn")
        await pilot.press("m")
        await shows(pilot, "Mensen: 1 van 1")
        await pilot.press("down", "down", "n", "down")
        await write(pilot, "06 12345678")
        await pilot.press("f6")
        await at(pilot, "review")
        await shows(pilot, "Mensen minderjarig: nee, tel. 06 12345678")
        await pilot.press("g")
        await shows(pilot, "Wie meldt")
        await pilot.press("right", "f6")
        await at(pilot, "review")
        await shows(pilot, "Gegevens melder Balie")


async def test_what_is_offered_is_parted_from_what_was_typed_until_it_is_taken_over(office):
    known = {"context": "straat", "acute": "nee", "place": {"street": "Lindenstraat"}}
    drafting.send(office.session, drafting.SignalDraft(signal=known | {"narrative": "Eerder"}))
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "straat")
        await pilot.press("f6")
        await tell(pilot, "Gezien.")
        await pilot.press("p")
        await write(pilot, "Lind")
        street = pilot.app.focused
        await until(pilot, lambda: street._suggestion)
        assert street.render_line(0).text.startswith("Lind→enstraat")
        assert street.value == "Lind"
        await pilot.press("right")
        assert street.value == "Lindenstraat"
        assert street.render_line(0).text.startswith("Lindenstraat")


async def test_a_section_that_stayed_empty_leaves_nothing_behind(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await tell(pilot, "Gezien.")
        for letter, title in (("m", "Mensen: 1 van 1"), ("b", "Bedrijf: 1 van 1")):
            await pilot.press(letter)
            await shows(pilot, title)
            await pilot.press("escape")
            entry = await at(pilot, "review")
            await until(pilot, lambda entry=entry: entry.query("#answers"))
        assert not {"persons", "organisations"} & set(entry.draft.signal)
        await shows(pilot, "m Mensen")


async def test_each_of_several_people_can_be_looked_at_again(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await tell(pilot, "Gezien.")
        await pilot.press("m")
        await shows(pilot, "Mensen: 1 van 1")
        for name, then in (("Eerste", "Nog een toevoegen"), ("Tweede", "Klaar")):
            await pilot.press("down")
            await write(pilot, name)
            rows = pilot.app.screen.query_one("#actions")
            rows.focus()
            while then not in rows.current.text:
                await pilot.press("down")
            await pilot.press("enter")
            await until(pilot, lambda rows=rows: not rows.is_attached)
        entry = await at(pilot, "review")
        assert [one["name"] for one in entry.draft.signal["persons"]] == ["Eerste", "Tweede"]
        await pilot.press("m")
        await shows(pilot, "Mensen: 1 van 2")
        rows = pilot.app.screen.query_one("#actions")
        rows.focus()
        await pilot.press("down", "enter")
        await shows(pilot, "Mensen: 2 van 2")
        await shows(pilot, "Tweede")


async def test_a_sent_signal_is_corrected_withdrawn_and_taken_as_a_start(office):
    session = office.session
    sent = drafting.send(
        session,
        drafting.SignalDraft(
            signal={
                "acute": "nee",
                "context": "straat",
                "narrative": "Eerste woorden.",
                "place": {"street": "Nieuwland", "town": "Hoorn"},
            }
        ),
    )
    async with office.open() as pilot:
        pilot.app.go("own_signal", signal=sent.id)
        await until(pilot, lambda: "Eerste woorden." in text_of(pilot))
        await pilot.press("w")
        await at(pilot, "review")
        answers = pilot.app.screen.query_one("#answers")
        while answers.current.id != "seen":
            await pilot.press("up")
        await pilot.press("enter")
        await at(pilot, "seen")
        await write(pilot, " En meer.")
        await pilot.press("f6")
        await at(pilot, "review")
        await send(pilot)
        assert reading.show(session, sent.id)["narrative"] == "Eerste woorden. En meer."
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        pilot.app.go("own_signal", signal=sent.id)
        await until(pilot, lambda: "En meer." in text_of(pilot))
        await pilot.press("k")
        entry = await at(pilot, "acute")
        assert entry.draft.signal["place"]["street"] == "Nieuwland"
        assert "narrative" not in entry.draft.signal
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SignalEntry))
        await pilot.press("x")
        await until(pilot, lambda: "Waarom trekt u het in?" in text_of(pilot))
        await write(pilot, "Vergissing")
        await pilot.press("enter")
        await shows(pilot, "Dit signaal intrekken?")
        assert reading.show(session, sent.id)["state"] != "ingetrokken"
        await pilot.press("i")
        await until(pilot, lambda: "Ingetrokken" in text_of(pilot))
        assert reading.show(session, sent.id)["state"] == "ingetrokken"


async def test_letters_search_and_space_always_ticks(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        entry = await at(pilot, "indicators")
        await write(pilot, "paspoort")
        await until(pilot, lambda: "Zoek: paspoort" in text_of(pilot))
        await pilot.press("space")
        await until(pilot, lambda: entry.draft.signal.get("indicators"))
        await shows(pilot, "Zoek: paspoort")
        await pilot.press("escape")
        await until(pilot, lambda: "typ om te zoeken" in text_of(pilot))


async def test_quitting_with_something_unsent_says_so(office):
    signal = {"acute": "nee", "context": "straat", "narrative": "Gezien."}
    drafting.send(office.session, drafting.SignalDraft(signal=signal))
    async with office.open() as pilot:
        home = await until(pilot, lambda: isinstance(pilot.app.screen, Home) and pilot.app.screen)
        await until(pilot, lambda: home.view is not None)
        assert worklist(office.session).unsent == home.view.unsent
        assert home.view.unsent.signals
        await pilot.press("ctrl+q")
        await shows(pilot, "Nog niet van deze computer verstuurd")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is home)


async def test_an_office_with_several_municipalities_is_asked_which(tmp_path):
    several = make_office(tmp_path / "profile", organisation="sed")
    async with several.open() as pilot:
        await begin(pilot)
        entry = await at(pilot, "context")
        await pilot.press("1")
        await at(pilot, "municipality")
        await shows(pilot, "Stede Broec")
        await pilot.press("down", "enter")
        await at(pilot, "indicators")
        assert entry.draft.signal["municipality"] == "Enkhuizen"
    Session.close(several.session)


async def test_a_draft_that_is_gone_is_said_where_one_came_from(office):
    async with office.open() as pilot:
        pilot.app.go("entry", draft=999_999)
        await shows(pilot, "Dit concept is al verstuurd of verwijderd.")
        assert isinstance(pilot.app.screen, Home)


async def test_a_long_story_leaves_the_other_answers_on_the_review(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await tell(pilot, "Een lang verhaal over wat ik zag. " * 40)
        await shows(pilot, "… (Enter: alles)")
        await shows(pilot, "Direct gevaar")
        await shows(pilot, "[ Verstuur ]")


async def test_several_signals_of_one_visit_share_place_and_company(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "bedrijfscontrole")
        await tell(pilot, "De eerste van drie mensen.")
        await pilot.press("p")
        await until(pilot, lambda: len(pilot.app.screen.query("TextField")) == 5)
        await write(pilot, "Dijkweg")
        await pilot.press("f6")
        await at(pilot, "review")
        await send(pilot)
        await pilot.press("k")
        entry = await at(pilot, "acute")
        assert entry.draft.signal["place"] == {"street": "Dijkweg"}
        assert entry.draft.signal["context"] == "bedrijfscontrole"
        assert "narrative" not in entry.draft.signal


async def test_a_refusal_names_the_field_as_the_form_does(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await tell(pilot, "Gezien.")
        entry = await at(pilot, "review")
        entry.draft = drafting.put(entry.draft, "organisations[0].kvk", "x" * 501)
        await at(pilot, "review")
        await pilot.press("enter")
        await shows(pilot, "Bedrijf, KvK-nummer: deze tekst is te lang")
        assert "organisations" not in text_of(pilot)
