"""The dossier by keys: story and timeline, triage, notes; and hostile text shown harmless."""

from __future__ import annotations

import re

import pytest
from textual import events

from mh_tui.services import dossier_view, feedback
from screens.dossier import Dossier
from screens.note import Note
from screens.reply import Reply
from screens.signals import Signals
from screens.triage import Triage
from screens.unlock import Unlock
from screens.widgets.line_table import LineTable
from tests.screens.at_work import HOSTILE, STORY, at_work
from tests.screens.conftest import dealt_with, press, refreshed, shows, text_of, until, write

__all__ = ["at_work"]

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


async def opened(pilot, signal: str) -> None:
    pilot.app.go("dossier", signal=signal)
    await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    await until(pilot, lambda: pilot.app.screen.loaded is not None)


async def read_to_the_end(pilot) -> str:
    """All that the page shows, page by page."""
    seen = []
    for _page in range(12):
        seen.append(text_of(pilot))
        await press(pilot, "pagedown")
    return "\n".join(seen)


async def test_the_dossier_tells_the_story_what_it_rests_on_and_what_happened(at_work):
    signal = at_work.send(
        narrative="De man haalt drie paspoorten uit zijn map.",
        reporter={"kind": "melder_balie", "name": "Truus Melder", "wants_feedback": True},
        place={"street": "Dorpsstraat", "number": "12", "town": "Hoorn"},
        persons=[{"role": "possible_victim", "name": "Ana", "minor": "unknown"}],
    )
    async with at_work.open("focal", size=(120, 40)) as pilot:
        await opened(pilot, signal)
        seen = await read_to_the_end(pilot)
        for part in (
            "De man haalt drie paspoorten",
            "gradatie",
            "Dorpsstraat 12",
            "mogelijk slachtoffer, Ana",
            "Truus Melder",
            "Tijdlijn",
            "Gemeente Hoorn (balie)",
        ):
            assert part in seen, part


async def test_the_region_never_reads_who_reported_it(at_work):
    signal = at_work.to_table(
        reporter={"kind": "melder_balie", "name": "Truus Melder", "contact": "06-12345678"}
    )
    async with at_work.open("coord") as pilot:
        await opened(pilot, signal)
        seen = await read_to_the_end(pilot)
        assert "Truus" not in seen
        assert "12345678" not in seen
        assert STORY[:30] in seen


async def test_triage_asks_again_and_writes_down_time_party_and_reference_of_the_call(at_work):
    signal = at_work.send(acute="weet_niet", municipality="Medemblik")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "b")
        await until(pilot, lambda: isinstance(pilot.app.screen, Triage))
        await shows(pilot, "weet ik niet; gezien op")
        await press(pilot, "j")
        await shows(pilot, "BEL 112")
        await press(pilot, "a", "p", "tab", "end", *["backspace"] * 20)
        await write(pilot, "over een uur")
        await press(pilot, "f6")
        await shows(pilot, "Geef een tijd, zoals 14:05")
        await press(pilot, *["backspace"] * 12)
        await write(pilot, "14:05")
        await press(pilot, "tab")
        await write(pilot, "8812")
        await press(pilot, "f6")
        await shows(pilot, "Is dit een taak van de gemeente?")
        await press(pilot, "j")
        await shows(pilot, "Medemblik (andere gemeente)")
        await press(pilot, "n", "f6")
        await shows(pilot, "Zeg in een paar woorden waarom niet")
        await write(pilot, "het adres ligt in Medemblik")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await shows(pilot, "niet in ons gebied")
        await shows(pilot, "8812")
    fields = dossier_view.load(at_work.region["focal"], signal).folded.triage.fields
    assert fields["acute"] == "ja"
    assert (fields["task"], fields["territory"]) == (True, False)
    assert fields["reason"] == "het adres ligt in Medemblik"
    assert fields["call"]["at"][11:16] == "14:05"
    assert (fields["call"]["party"], fields["call"]["reference"]) == ("politie", "8812")


async def test_a_reason_not_to_call_takes_the_place_of_the_call_and_no_danger_needs_none(at_work):
    signal = at_work.send(acute="ja", call={"party": "112", "at": "2026-11-20T14:05+01:00"})
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "b")
        await shows(pilot, "gebeld: Alarmnummer 112")
        await press(pilot, "j", "shift+tab", "shift+tab")
        await press(pilot, "f7", "j", "n")
        await write(pilot, "melder belde al")
        await press(pilot, "f6", "j", "j", "f6")
        await shows(pilot, "niemand, want: melder belde al")
        await press(pilot, "b", "n")
        await write(pilot, "de politie is weer weg")
        await press(pilot, "f6", "j", "j", "f6")
        await shows(pilot, "gevaar nu: nee; taak")
    fields = dossier_view.load(at_work.region["focal"], signal).folded.triage.fields
    assert "call" not in fields
    assert fields["reason"] == "de politie is weer weg"


async def test_nobody_called_is_said_in_the_triage_and_on_top_of_the_dossier(at_work):
    signal = at_work.send(acute="ja")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await shows(pilot, "! Er is nog niet gebeld. Bel 112")
        await press(pilot, "b")
        await shows(pilot, "Het signaal zegt: ja; gezien op")
        await shows(pilot, "nog niet gebeld")
        await press(pilot, "enter")
        await shows(pilot, "Kies j, n of w.")
        await press(pilot, "j", "enter")
        await shows(pilot, "Kies j, a of n.")
        await press(pilot, "f6")
        await shows(pilot, "! Er is nog niet gebeld. Bel 112")
        await press(pilot, "j", "j", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await shows(pilot, "wij belden niet")
        await shows(pilot, "! Er is nog niet gebeld. Bel 112")
        await press(pilot, "b", "j", "j", "f6", "j", "j", "f6")
        await shows(pilot, "gebeld: Alarmnummer 112")
        assert "Er is nog niet gebeld" not in text_of(pilot)


async def test_no_danger_after_all_is_not_recorded_without_a_reason(at_work):
    signal = at_work.send(acute="ja", call={"party": "112", "at": "2026-11-20T14:05+01:00"})
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "b", "n")
        await shows(pilot, "De melder zei ja. Waarom is er nu geen direct gevaar?")
        await press(pilot, "f6")
        await shows(pilot, "Zeg in een paar woorden waarom er geen gevaar is")
        await press(pilot, "f7", "n")
        await write(pilot, "iedereen is veilig")
        await press(pilot, "enter", "n", "j", "f6")
        await shows(pilot, "Zeg in een paar woorden waarom niet")
        await write(pilot, "strafzaak")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    fields = dossier_view.load(at_work.region["focal"], signal).folded.triage.fields
    assert fields["reason"] == "iedereen is veilig; strafzaak"


async def test_a_half_written_call_is_there_again(at_work):
    signal = at_work.send(acute="ja")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "b", "j", "j", "tab")
        await write(pilot, "kenmerk 99")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await press(pilot, "b")
        await shows(pilot, "BEL 112")
        await shows(pilot, "kenmerk 99")
        await shows(pilot, "2 van 5")


async def test_the_story_stands_with_the_questions_and_can_be_read_on(at_work):
    signal = at_work.send(narrative="Begin. " + "Zin met veel woorden. " * 60 + "Einde.")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "b")
        await shows(pilot, "Begin.")
        assert "Einde." not in text_of(pilot)
        for _page in range(4):
            await press(pilot, "pagedown")
            await refreshed(pilot)
        await shows(pilot, "Einde.")
        await press(pilot, "n")
        await shows(pilot, "2 van 4")


async def test_triage_goes_back_and_goes_on_after_a_lock(at_work):
    signal = at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "b", "n", "j")
        await shows(pilot, "3 van 4")
        await press(pilot, "f7")
        await shows(pilot, "2 van 4")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await press(pilot, "b")
        await shows(pilot, "2 van 4")
        await shows(pilot, "Is er nu direct gevaar? Nee")


async def test_a_note_stays_in_the_office_and_a_bsn_is_refused(at_work):
    signal = at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Note))
        await write(pilot, "Gebeld met wijkteam, 111222333")
        await press(pilot, "f6")
        await shows(pilot, "BSN")
        assert isinstance(pilot.app.screen, Note)
        await press(pilot, *["backspace"] * 11)
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await shows(pilot, "Opgeschreven: notitie.")
        await press(pilot, "end")
        await shows(pilot, "Gebeld met wijkteam")
    sent = at_work.region.export("focal", "desk")
    assert at_work.region.take("desk", *sent)
    folded = at_work.region["desk"]
    with folded.read() as connection:
        assert not connection.exec_driver_sql("SELECT count(*) FROM entry WHERE kind = 24").scalar()


async def test_what_is_alike_is_told_and_one_key_shows_it(at_work):
    place = {"street": "Kerkweg", "number": "77", "town": "Hoorn"}
    first = at_work.send(place=place, vehicles=[{"plate": "77-XYZ-7"}])
    second = at_work.send(narrative="Bus 77XYZ7 bij Kerkweg 77.")
    alone = at_work.send(vehicles=[{"plate": "00-AA-00"}])
    async with at_work.open("focal") as pilot:
        await opened(pilot, alone)
        await shows(pilot, "Lijkt op geen ander signaal (gezocht op kenteken)")
        await press(pilot, "z")
        assert isinstance(pilot.app.screen, Dossier)
        await opened(pilot, first)
        await shows(pilot, "Lijkt op 1 ander signaal (plaats, kenteken) z: toon")
        await press(pilot, "z")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals))
        await shows(pilot, f"U ziet: lijkt op {first[:9]}")
        table = pilot.app.screen.query_one(LineTable)
        await until(pilot, lambda: [r.id.partition("/")[0] for r in table.rows] == [second])


async def test_at_80_cells_one_key_goes_to_the_timeline(at_work):
    signal = at_work.send(narrative="Zin met veel woorden. " * 80)
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        assert "Tijdlijn" not in text_of(pilot)
        await press(pilot, "l")
        await shows(pilot, "Tijdlijn")
    async with at_work.open("focal", size=(120, 40)) as pilot:
        await opened(pilot, signal)
        await shows(pilot, "Tijdlijn")
        assert "l Tijdlijn" not in text_of(pilot)


async def test_a_half_written_note_is_there_again(at_work):
    signal = at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "n")
        await write(pilot, "Half geschreven")
        pilot.app.screen.put_away()
        await press(pilot, "escape", "n")
        await shows(pilot, "Half geschreven")
        await press(pilot, *["backspace"] * 15, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Note))
        assert "Half" not in text_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_text_in_every_field_is_shown_harmless(at_work, size):
    bad = HOSTILE[:80]
    signal = at_work.send(
        narrative=HOSTILE * 3,
        reference=bad,
        place=dict.fromkeys(("street", "number", "postcode", "town", "note"), bad),
        persons=[{"role": "unknown", "name": bad, "phone": bad, "note": bad, "minor": "unknown"}],
        organisations=[{"name": bad, "role": bad}],
        vehicles=[{"plate": bad, "note": bad}],
        reporter={"kind": "melder_balie", "name": bad, "contact": bad},
    )
    async with at_work.open("focal", size=size) as pilot:
        await opened(pilot, signal)
        seen = await read_to_the_end(pilot)
        assert not STEERING.search(seen)
        assert "[b]vet[/b]" in seen
        for letter in ("d", "t"):
            await press(pilot, letter)
            await until(pilot, lambda: not isinstance(pilot.app.screen, Dossier))
            assert not STEERING.search(await read_to_the_end(pilot))
            await press(pilot, "escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))


async def test_the_wordings_stand_side_by_side_with_their_writers_and_a_person_picks(at_work):
    from mh_tui.journal.streams import NewEntry
    from mh_tui.services import reading

    focal = at_work.region["focal"]
    signal = at_work.region.record("focal", narrative="Eerste woorden")
    with focal.write() as work:
        found = reading.own(focal, work.connection, signal)
        first = found.copy.versions[0]
        for text in ("Versie van Dewi", "Versie van Els", "Versie van Guus"):
            content = dict(first.content) | {"narrative": text}
            fields = dict(first.fields) | {"base": [first.digest.hex()], "content": content}
            work.say(NewEntry("signal.amended", focal.me.office, fields, found.subject))
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await shows(pilot, "Beide versies zijn bewaard")
        await press(pilot, "v")
        await shows(pilot, "Versie van Dewi")
        await shows(pilot, "Versie van Els")
        await shows(pilot, "Versie van Guus")
        assert text_of(pilot).count(f"{focal.person.name}, ") == 3
        assert "Vandaag" not in text_of(pilot)
        await press(pilot, "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await until(pilot, lambda: "Beide versies" not in text_of(pilot))
        await shows(pilot, "Versie van Dewi")


async def test_what_is_handed_on_without_being_assessed_is_said_and_can_still_be_assessed(at_work):
    signal = at_work.to_table()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "b")
        await until(pilot, lambda: isinstance(pilot.app.screen, Triage))


async def test_a_question_of_the_region_stands_on_top_of_the_dossier_and_is_answered_there(at_work):
    region = at_work.region
    signal = at_work.to_table()
    feedback.give(region["coord"], signal, outcome="vraag", text="Welke kleur had de bus?")
    region.ship("coord", "focal")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await shows(pilot, "vraagt: “Welke kleur had de bus?” Antwoord met r.")
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reply))
        await shows(pilot, "Aan: RIEC Noord-Holland")
        await shows(pilot, "Vraag aan wie het inbracht")
        await write(pilot, "Wit, met een deuk.")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await until(pilot, lambda: "Antwoord met r" not in text_of(pilot))
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, Dossier)


async def test_what_was_typed_in_one_burst_with_the_lock_is_kept(at_work):
    signal = at_work.send(acute="ja", call={"none_because": "al gebeld"})
    async with at_work.open("focal") as pilot:
        app, session = pilot.app, pilot.app.session
        await opened(pilot, signal)
        await press(pilot, "b", "n")
        await until(pilot, lambda: app.screen.step == "calm")
        for letter in "Misverstand":
            app.post_message(events.Key(letter, letter))
        app.post_message(events.Key("f12", None))
        await until(pilot, lambda: isinstance(app.screen, Unlock) and app.typing.is_empty)
        await dealt_with(pilot)
        app.unlocked(session)
        await until(pilot, lambda: isinstance(app.screen, Triage))
        await until(pilot, lambda: app.screen.query_one("#calm").value == "Misverstand")
