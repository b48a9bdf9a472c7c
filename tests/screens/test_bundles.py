"""Send and collect by keys: one key, a typed path, an outcome a file, stop, tidy up."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path

import pytest

from mh_tui.services import exchange, places, sending, sending_text, setup
from mh_tui.services.sending import Done
from mh_tui.services.session import Session
from screens.bundle_folder import ChooseFolder, PickFiles
from screens.bundle_outcome import BundleOutcome, summary
from screens.bundles import Bundles
from screens.widgets.rows import RowList
from tests.region import record
from tests.screens.at_work import at_work
from tests.screens.conftest import make_office, press, shows, text_of, until, write

__all__ = ["at_work"]

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def _no_sticks(monkeypatch):
    monkeypatch.setattr(places, "found", list)


@pytest.fixture
def forgetful(at_work):
    """No folder is remembered from a test before."""
    for session in at_work.region.sessions.values():
        for folder in exchange.folders(session):
            exchange.forget(session, folder)
    return at_work


async def opened(pilot) -> Bundles:
    await press(pilot, "v")
    await until(pilot, lambda: isinstance(pilot.app.screen, Bundles))
    await until(pilot, lambda: pilot.app.screen.view is not None)
    return pilot.app.screen


async def ended(pilot) -> BundleOutcome:
    await until(pilot, lambda: isinstance(pilot.app.screen, BundleOutcome))
    return pilot.app.screen


async def test_the_first_time_a_folder_is_chosen_and_from_then_on_f5_does_it(forgetful, tmp_path):
    forgetful.region.record("desk")
    async with forgetful.open("desk") as pilot:
        await press(pilot, "f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFolder))
        await until(pilot, lambda: pilot.app.focused)
        await write(pilot, str(tmp_path))
        await press(pilot, "enter")
        await ended(pilot)
        await shows(pilot, "Alles ging goed.")
        assert len(list(tmp_path.glob("*.mhb"))) == 1
        await press(pilot, "f5")
        await until(pilot, lambda: len(list(tmp_path.glob("*.mhb"))) == 2)
        await ended(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is pilot.app.pages()[0])
        await press(pilot, "f5")
        await ended(pilot)
    assert exchange.folders(forgetful.region["desk"]) == [tmp_path]


async def test_what_was_taken_in_may_go_and_one_key_removes_it(forgetful, tmp_path):
    forgetful.region.record("desk")
    exchange.exchange(forgetful.region["desk"], tmp_path)
    exchange.remember(forgetful.region["focal"], tmp_path)
    async with forgetful.open("focal") as pilot:
        await press(pilot, "f5")
        page = await ended(pilot)
        await shows(pilot, "Ontvangen en vastgelegd.")
        before = {path.name for path in page.done.removable}
        assert before
        await press(pilot, "x")
        await shows(pilot, "verwijderd.")
        assert not before & {path.name for path in tmp_path.iterdir()}
        assert "niet meer nodig" not in text_of(pilot)


async def test_each_refused_file_says_what_to_do_about_it(forgetful, tmp_path):
    region = forgetful.region
    region.record("desk")
    [whole] = region.export("desk", "focal")
    raw = whole.read_bytes()
    (tmp_path / "afgekapt.mhb").write_bytes(raw[: len(raw) // 2])
    (tmp_path / "brief.mhb").write_bytes(b"Beste collega")
    shutil.copy(whole, tmp_path / "heel.mhb")
    async with forgetful.open("focal", size=(120, 40)) as pilot:
        await opened(pilot)
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFolder))
        await write(pilot, str(tmp_path))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickFiles))
        await press(pilot, "enter")
        page = await ended(pilot)
        assert page.done.refused == 2
        await shows(pilot, "2 bestanden vragen uw aandacht; er is niets verloren gegaan.")
        await shows(pilot, "Dit is geen bundel van dit programma.")
        await shows(pilot, "Vraag de afzender om opnieuw te exporteren.")
        await shows(pilot, "Ontvangen en vastgelegd.")


async def test_only_ticked_files_are_taken_in(forgetful, tmp_path):
    for name in ("a.mhb", "b.mhb"):
        (tmp_path / name).write_bytes(b"niets")
    async with forgetful.open("focal") as pilot:
        await opened(pilot)
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFolder))
        await write(pilot, str(tmp_path))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickFiles))
        await press(pilot, "space", "down", "space", "enter")
        await shows(pilot, "Vink met spatie ten minste één bestand aan.")
        await press(pilot, "space", "enter")
        page = await ended(pilot)
        assert [one.name for one in page.done.files] == ["b.mhb"]


async def test_bundles_can_be_written_to_a_chosen_place_only(forgetful, tmp_path):
    forgetful.region.record("desk")
    async with forgetful.open("desk") as pilot:
        await opened(pilot)
        await press(pilot, "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFolder))
        await write(pilot, str(tmp_path))
        await press(pilot, "enter")
        await ended(pilot)
        assert "Opgehaald" not in text_of(pilot)
    assert list(tmp_path.glob("*.mhb"))
    assert exchange.folders(forgetful.region["desk"]) == []


async def test_a_path_that_is_not_there_is_said_and_can_be_typed_on(forgetful):
    async with forgetful.open("desk") as pilot:
        await press(pilot, "f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFolder))
        await press(pilot, "f5")
        assert len(pilot.app.screen_stack) == 3
        await write(pilot, "/bestaat/niet")
        await press(pilot, "enter")
        await shows(pilot, "Map: deze map is er niet.")
        assert pilot.app.screen.query_one("#path").value == "/bestaat/niet"


async def test_a_stick_that_is_not_in_is_said_and_nothing_is_made(forgetful, tmp_path):
    gone = tmp_path / "stick"
    exchange.remember(forgetful.region["desk"], gone)
    async with forgetful.open("desk") as pilot:
        await press(pilot, "f5")
        await shows(pilot, "De map om uit te wisselen is er nu niet.")
        await shows(pilot, "nu niet aanwezig")
        assert not gone.exists()
        rows = pilot.app.screen.query_one("#list", RowList)
        rows.select("spot:0")
        await press(pilot, "delete")
        await until(pilot, lambda: not exchange.folders(forgetful.region["desk"]))


async def test_escape_stops_a_run_and_leaves_everything_as_it_was(forgetful, tmp_path, monkeypatch):
    forgetful.region.record("desk")
    exchange.exchange(forgetful.region["desk"], tmp_path)
    exchange.remember(forgetful.region["focal"], tmp_path)
    waiting, may_go = threading.Event(), threading.Event()
    watched = sending._collecting

    def slow(tell, stopped):
        inner = watched(tell, stopped)

        def progress(*part: int) -> None:
            waiting.set()
            may_go.wait(10)
            inner(*part)

        return progress

    monkeypatch.setattr(sending, "_collecting", slow)
    async with forgetful.open("focal") as pilot:
        await press(pilot, "f5")
        await until(pilot, waiting.is_set)
        await shows(pilot, "Esc: stop")
        await press(pilot, "escape")
        may_go.set()
        await shows(pilot, "Gestopt.")
        assert isinstance(pilot.app.screen, Bundles)
        monkeypatch.setattr(sending, "_collecting", watched)
        await press(pilot, "f5")
        page = await ended(pilot)
        assert "imported" in [one.outcome.value for one in page.done.files]


async def test_found_sticks_have_a_digit_and_a_name_cannot_steer_the_terminal(
    forgetful, tmp_path, monkeypatch
):
    stick = tmp_path / "STICK \x1b[31m[b]rood[x] \u202eachterstevoren"
    stick.mkdir()
    (stick / "naam \u202e[x].mhb").write_bytes(b"niets")
    monkeypatch.setattr(places, "found", lambda: [places.Found(stick, places.STICK)])
    async with forgetful.open("focal", size=(200, 40)) as pilot:
        await opened(pilot)
        await shows(pilot, "[b]rood[x]")
        assert not STEERING.search(text_of(pilot))
        await press(pilot, "1")
        await ended(pilot)
        await shows(pilot, "[x].mhb")
        assert not STEERING.search(text_of(pilot))


async def test_what_goes_and_comes_is_counted_in_signals_and_messages(forgetful, tmp_path):
    region = forgetful.region
    region.settle()
    signal = region.record("desk")
    exchange.remember(region["desk"], tmp_path)
    exchange.remember(region["focal"], tmp_path)
    async with forgetful.open("desk") as pilot:
        await press(pilot, "f5")
        await ended(pilot)
        await shows(pilot, "1 signaal, 65 KB")
        assert "vermelding" not in text_of(pilot)
    async with forgetful.open("focal") as pilot:
        await press(pilot, "f5")
        await ended(pilot)
        await shows(pilot, "Ontvangen en vastgelegd.")
        await shows(pilot, "1 signaal")
        assert "vermelding" not in text_of(pilot)
    forgetful.answer("focal", signal, "in_behandeling")
    forgetful.answer("focal", signal, "dank")
    async with forgetful.open("focal") as pilot:
        await shows(pilot, "wacht: 2 berichten")
        await press(pilot, "f5")
        await ended(pilot)
        await shows(pilot, "2 berichten, 65 KB")


async def test_what_stays_here_after_collecting_is_told(forgetful, tmp_path):
    forgetful.region.settle()
    forgetful.region.record("desk")
    (tmp_path / "brief.mhb").write_bytes(b"Beste collega")
    async with forgetful.open("desk") as pilot:
        page = await opened(pilot)
        await shows(pilot, "wacht: 1 signaal")
        page.collect_from([tmp_path / "brief.mhb"])
        await ended(pilot)
        await shows(pilot, "1 signaal. F5 verstuurt het.")
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is page)


async def test_a_signal_that_nobody_may_get_yet_is_never_called_arrived(tmp_path):
    office = make_office(tmp_path / "desk")
    setup.set_config(office.session, "focal_point_name", "Fem de Boer")
    setup.set_config(office.session, "focal_point_phone", "0229 25 22 00")
    record(office.session)
    exchange.remember(office.session, tmp_path)
    try:
        async with office.open() as pilot:
            await press(pilot, "f5")
            await ended(pilot)
            await shows(
                pilot,
                "! Er is niets verstuurd: 1 signaal wacht. Laat eerst de kaart van Fem de Boer toe"
                " (k), of bel 0229 25 22 00.",
            )
            assert "✓" not in text_of(pilot)
            await press(pilot, "k")
            await until(pilot, lambda: type(pilot.app.screen).__name__ == "TrustPage")
            await press(pilot, "escape", "escape", "v")
            await shows(pilot, "1 signaal wacht hier en kan nog niet weg.")
    finally:
        Session.close(office.session)


async def test_who_is_silent_and_what_waits_stands_in_plain_sight(forgetful, monkeypatch):
    forgetful.region.record("desk")
    later = sending.now_ms() + 30 * sending_text.DAY
    monkeypatch.setattr(sending, "now_ms", lambda: later)
    async with forgetful.open("desk") as pilot:
        await opened(pilot)
        await shows(pilot, "· niet bevestigd sinds")
        await shows(pilot, "▲")
        await shows(pilot, "dagen stil")


def test_danger_stands_before_all_else_and_changes_nothing_of_the_rest():
    well = summary(Done(Path("/stick")), {})
    found = summary(Done(Path("/stick"), danger=2), {})
    assert found[1:] == well
    assert ("2" in found[0].text, found[0].tone) == (True, "late")


async def test_nobody_admitted_yet_is_said_in_english_too(office, tmp_path):
    async with office.open(lang="en") as pilot:
        page = await opened(pilot)
        await shows(pilot, "Nobody is admitted yet")
        page.send_and_collect(tmp_path)
        await ended(pilot)
        await shows(pilot, "there is nobody to send to")


async def test_among_the_files_of_a_share_those_for_others_ask_no_attention(forgetful, tmp_path):
    region = forgetful.region
    region.record("desk")
    [path] = region.export("desk", "focal")
    shutil.copy(path, tmp_path / path.name)
    async with forgetful.open("coord") as pilot:
        await opened(pilot)
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFolder))
        await write(pilot, str(tmp_path))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickFiles))
        await press(pilot, "enter")
        page = await ended(pilot)
        assert (page.done.refused, page.done.others) == (0, 1)
        await shows(pilot, "1 bestand is voor een ander kantoor en blijft liggen.")


async def test_a_change_of_language_during_a_run_keeps_the_bar(forgetful, tmp_path, monkeypatch):
    exchange.remember(forgetful.region["focal"], tmp_path)
    started, may_go = threading.Event(), threading.Event()
    whole = sending.send_and_collect

    def slow(*given):
        started.set()
        may_go.wait(10)
        return whole(*given)

    monkeypatch.setattr(sending, "send_and_collect", slow)
    async with forgetful.open("focal") as pilot:
        await press(pilot, "f5")
        await until(pilot, started.is_set)
        await pilot.app.choose_language("en")
        await shows(pilot, "Esc: stop")
        await press(pilot, "f5")
        may_go.set()
        await ended(pilot)
        await shows(pilot, "Collected")
