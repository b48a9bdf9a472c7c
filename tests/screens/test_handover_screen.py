"""Handing on by keys: what goes and what stays, approval, a second person, registration."""

from __future__ import annotations

from mh_tui.services import dossier_view, setup
from screens.approval import Approval
from screens.choose import Choose
from screens.dossier import Dossier
from screens.handover import Handover
from tests.region import PASSPHRASE
from tests.screens.at_work import at_work
from tests.screens.conftest import press, shows, until, write

__all__ = ["at_work"]


async def opened(pilot, signal: str) -> None:
    pilot.app.go("dossier", signal=signal)
    await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    await press(pilot, "d")
    await until(pilot, lambda: isinstance(pilot.app.screen, Handover))
    await until(pilot, lambda: pilot.app.screen.loaded is not None)


async def choose(pilot, letter: str, words: str) -> None:
    await press(pilot, letter)
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    await write(pilot, words)
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Handover))


def handed(at_work, signal: str):
    return dossier_view.load(at_work.region["focal"], signal).folded.handed


def at_table(at_work, signal: str) -> dict:
    at_work.region.ship("focal", "coord")
    return dict(dossier_view.load(at_work.region["coord"], signal).shown)


async def test_a_field_moved_to_the_right_does_not_go(at_work):
    signal = at_work.send(place={"street": "Dorpsstraat", "town": "Hoorn"}, sector="bouw")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await shows(pilot, "RIEC")
        await press(pilot, "f6")
        await shows(pilot, "Kies eerst: grondslag")
        await choose(pilot, "g", "riec")
        await shows(pilot, "WGS: levering")
        goes = pilot.app.screen.query_one("#goes")
        goes.select("place")
        await press(pilot, "space")
        await until(pilot, lambda: "place" not in {row.id for row in goes.rows})
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Approval))
        await shows(pilot, "Blijft hier (2): Plaats, Naam en contact van de melder")
        await shows(pilot, "): Wat is gezien, Kenmerken,")
        await shows(pilot, "F6 keurt het goed; Esc verandert niets.")
        await shows(
            pilot, "om mensenhandel te herkennen, op grond van “WGS: levering aan het RIEC”"
        )
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await shows(pilot, "op de tafel")
        await shows(
            pilot, "Klaar: doorgegeven: Inbreng bij de regionale tafel. Het vertrekt met F5"
        )
        await press(pilot, "d")
        await shows(pilot, "als “Inbreng bij de regionale tafel”: dit gaat als correctie")
    shown = at_table(at_work, signal)
    assert "place" not in shown
    assert shown["sector"] == "bouw"


async def test_what_the_profile_leaves_out_cannot_be_moved_and_is_named(at_work):
    signal = at_work.send(reference="ZAAK-1", reporter={"kind": "melder_balie", "name": "Truus"})
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await shows(pilot, "Zaaknummer elders: ZAAK-1")
        await press(pilot, "right", "space")
        await shows(pilot, "kunt u niet verplaatsen")
        stays = {row.id for row in pilot.app.screen.query_one("#stays").rows}
        assert {"reference", "identity"} <= stays
    assert not handed(at_work, signal)


async def test_nothing_is_written_before_approval_and_the_choices_are_kept(at_work):
    signal = at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await choose(pilot, "g", "riec")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Approval))
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        assert not handed(at_work, signal)
        await press(pilot, "d")
        await shows(pilot, "WGS: levering aan het RIEC")


async def test_a_registration_asks_classes_and_never_sends_the_story(at_work):
    signal = at_work.send(forms=["arbeid", "seksueel"])
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await choose(pilot, "p", "registratie")
        await choose(pilot, "g", "zorg")
        await press(pilot, "f6")
        await shows(pilot, "Kies eerst: vorm van uitbuiting")
        for row, words in (("form", "arbeids"), ("age_class", "minder"), ("gender", "vrouw")):
            pilot.app.screen.query_one("#goes").select(row)
            await choose(pilot, "space", words)
        stays = {row.id for row in pilot.app.screen.query_one("#stays").rows}
        assert {"narrative", "indicators", "municipality"} <= stays
        await press(pilot, "f6", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    shown = at_table(at_work, signal)
    assert shown["registration_form"] == "arbeid"
    assert shown["registration_age_class"] == "minderjarig"
    assert "narrative" not in shown


async def test_the_fields_of_the_second_person_are_in_sight_under_a_long_approval(at_work):
    signal = at_work.send(
        place={"street": "Dorpsstraat"}, sector="bouw", forms=["arbeid"], minor_possible="unknown",
        organisations=[{"name": "Bloem"}], vehicles=[{"plate": "12-ABC-3"}],
        persons=[{"role": "unknown", "name": "Ana"}],
    )  # fmt: skip
    at_work.second_person("Hans-Joachim van 't Hoff-Müller van de Burgemeester Haringsmastraat")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await choose(pilot, "g", "riec")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Approval))
        await shows(pilot, "Wachtwoord van de tweede")
        await shows(pilot, "Ik keur goed")
        await press(pilot, "pagedown")
        await shows(pilot, "Een jurist moet de grondslag nog controleren")
        await shows(pilot, "Wachtwoord van de tweede")
    setup.set_config(at_work.region["focal"], "second_person_for_export", "no")


async def test_a_second_person_types_name_and_passphrase(at_work):
    signal = at_work.send()
    at_work.second_person()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await choose(pilot, "g", "riec")
        await press(pilot, "f6")
        await shows(pilot, "Een tweede persoon moet dit ook goedkeuren: Hans")
        await press(pilot, "f6")
        await shows(pilot, "Vul beide in")
        await write(pilot, "Hans\n")
        await write(pilot, "een heel verkeerde zin")
        await press(pilot, "f6")
        await shows(pilot, "! Dat is niet het juiste wachtwoord")
        await until(pilot, lambda: pilot.app.screen.query_one("#passphrase").value == "")
        assert not handed(at_work, signal)
        pilot.app.screen.query_one("#passphrase").focus_input()
        await write(pilot, PASSPHRASE)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier), 15)
    setup.set_config(at_work.region["focal"], "second_person_for_export", "no")
    assert handed(at_work, signal)
