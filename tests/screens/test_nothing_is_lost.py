"""Whatever happens in the middle of a form: what was typed is there again, for that person."""

from __future__ import annotations

import copy
import importlib
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from mh_tui.errors import StorageFailed
from mh_tui.services import form_draft
from mh_tui.services.session import Session
from mh_tui.vault.drafts import Drafts
from screens.approval import Approval
from screens.ask import Ask
from screens.home import Home
from screens.kept import Keeping
from screens.note import Note
from screens.page import Page
from screens.rooms import ROOMS
from screens.signal_entry import SignalEntry
from screens.unlock import Unlock
from screens.walking import HIDDEN, WORK
from screens.widgets.rows import RowList
from screens.widgets.writing import Writing
from tests.screens.at_work import at_work
from tests.screens.conftest import Office, make_office, press, shows, text_of, until, write
from tests.screens.form_case import Case, Ready, held
from tests.screens.form_keys import SECRET, WORDS, hand_on
from tests.screens.forms import CASES, received

__all__ = ["at_work"]

KEPT = "tussentijds bewaard"
"""What the header says of a form that is no draft of a signal."""


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> Iterator[Office]:
    """A desk of more than one municipality."""
    made = make_office(tmp_path_factory.mktemp("several") / "profile", organisation="sed")
    yield made
    Session.close(made.session)


@pytest.fixture
def place(at_work, several, tmp_path):
    """The office of a case, and what its form is about; afterwards no draft is left there."""
    used: list[Session] = []

    def of(case: Case) -> tuple[Office, Ready]:
        office = several if case.office == "several" else at_work.office(case.office)
        used.append(office.session)
        ready = Ready(office.session, tmp_path)
        return office, replace(ready, about=case.prepare(at_work, ready))

    yield of
    for session in used:
        for draft in session.vault.drafts.list(session.person.name):
            session.vault.drafts.discard(draft.id)
        session.vault.drafts.set_setting(session.person.name, "language", None)


# -- what happens -----------------------------------------------------------------------


async def lock(pilot: Pilot[Any], session: Session) -> None:
    await press(pilot, "f12")
    await unlock(pilot, session)


async def panic(pilot: Pilot[Any], session: Session) -> None:
    await press(pilot, "f9")
    await until(pilot, lambda: pilot.app.current_mode == HIDDEN and pilot.app.is_locked)
    assert WORDS not in text_of(pilot)
    await press(pilot, "x")
    await unlock(pilot, session)


async def nobody_types(pilot: Pilot[Any], session: Session) -> None:
    pilot.app.last_input = time.monotonic() - 3600
    pilot.app.look_at_idle()
    await unlock(pilot, session)


async def unlock(pilot: Pilot[Any], session: Session) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Unlock) and pilot.app.is_locked)
    assert WORDS not in text_of(pilot)
    await until(pilot, lambda: WORK in pilot.app._modes)
    pilot.app.unlocked(session)


async def resize(pilot: Pilot[Any], session: Session) -> None:
    for size in ((130, 40), (80, 24)):
        await pilot.resize_terminal(*size)
        await until(pilot, lambda size=size: pilot.app.screen.size == size)


async def english(pilot: Pilot[Any], session: Session) -> None:
    await pilot.app.choose_language("en")


async def dutch_again(pilot: Pilot[Any], session: Session) -> None:
    await pilot.app.choose_language("nl")


HAPPENS = (lock, panic, nobody_types, resize, english, dutch_again)


async def to_home(pilot: Pilot[Any]) -> Home:
    for _key in range(6):
        if isinstance(pilot.app.screen, Home):
            break
        await press(pilot, "escape")
    home = await until(pilot, lambda: isinstance(pilot.app.screen, Home) and pilot.app.screen)
    await until(pilot, lambda: home.view is not None)
    assert isinstance(home, Home)
    return home


async def settled(pilot: Pilot[Any], case: Case) -> Page:
    """The form with what was typed, as a person sees it."""
    page = await case.comes(pilot)
    await until(pilot, lambda: case.sees in flat(pilot))
    return page


def flat(pilot: Pilot[Any]) -> str:
    try:
        return " ".join(text_of(pilot).split())
    except KeyError:  # a text that was mounted this moment has no styles yet
        return ""


def contains(whole: Any, part: Any) -> bool:
    if isinstance(part, dict):
        return all(contains(whole[key], value) for key, value in part.items())
    return bool(whole == part)


# -- the table ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_nothing_is_lost_in_the_middle_of(case: Case, place):
    office, ready = place(case)
    async with office.open() as pilot:
        await case.begin(pilot, ready)
        page = await settled(pilot, case)
        typed = held(page)
        assert contains(typed, case.holds), typed
        for happens in HAPPENS:
            await happens(pilot, ready.session)
            page = await settled(pilot, case)
            await until(pilot, lambda page=page: held(page) == typed)
        drafts = ready.session.vault.drafts.list(ready.session.person.name)
        assert not any(SECRET in draft.body for draft in drafts)
        if case.left or case.stays:
            return
        await shows(pilot, "concept bewaard" if case.form is SignalEntry else KEPT)
        await to_home(pilot)
        await case.open(pilot, ready)
        await until(pilot, lambda: held(pilot.app.screen) == typed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_another_user_sees_nothing_of(case: Case, place):
    office, ready = place(case)
    async with office.open() as pilot:
        await case.begin(pilot, ready)
        page = await settled(pilot, case)
        typed = held(page)
        await press(pilot, "f12")
        await unlock(pilot, stranger(ready.session))
        home = await until(pilot, lambda: isinstance(pilot.app.screen, Home) and pilot.app.screen)
        await until(pilot, lambda: home.view is not None)
        assert not {one.kind for one in home.view.waiting} & {"draft", "form"}
        if case.room and case.room != "own_signal":
            pilot.app.go(case.room, **ready.about)
            page = await case.comes(pilot)
            assert case.sees not in flat(pilot)
            assert held(page) != typed


def stranger(session: Session) -> Session:
    """Another user of the same profile, with the same role."""
    other = copy.copy(session)
    other.person = replace(session.person, name="Iemand anders")
    return other


@pytest.mark.parametrize("case", [one for one in CASES if one.listed], ids=lambda case: case.name)
async def test_home_shows_it_and_enter_goes_on_with(case: Case, place):
    office, ready = place(case)
    async with office.open() as pilot:
        await case.begin(pilot, ready)
        page = await settled(pilot, case)
        typed = held(page)
        home = await to_home(pilot)
        lines = home.query_one(RowList)

        def line() -> Any:
            return next((row for row in lines.rows if row.text.startswith(case.listed)), None)

        row = await until(pilot, line)
        assert WORDS not in flat(pilot)
        lines.select(row.id)
        await press(pilot, "enter")
        await settled(pilot, case)
        await until(pilot, lambda: held(pilot.app.screen) == typed)
        await to_home(pilot)
        lines.select(row.id)
        await shows(pilot, "Del Weggooien")
        await press(pilot, "delete")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        assert line() is not None
        await press(pilot, "delete")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await press(pilot, "w")
        await until(pilot, lambda: line() is None)


# -- the rest -------------------------------------------------------------------------------


def note_of(at_work: Any) -> Case:
    return next(case for case in CASES if case.name == "note")


async def test_the_passphrase_of_a_second_person_is_never_kept(at_work, place):
    case = next(one for one in CASES if one.name == "handover")
    at_work.second_person()
    office, ready = place(replace(case, prepare=received))
    async with office.open() as pilot:
        await case.begin(pilot, ready)
        for happens in (None, lock, panic, english):
            if happens is not None:
                await happens(pilot, ready.session)
            if not isinstance(pilot.app.screen, Approval):
                await case.comes(pilot)
                await press(pilot, "f6")
            page = await until(
                pilot, lambda: isinstance(pilot.app.screen, Approval) and pilot.app.screen
            )
            await until(pilot, lambda page=page: page.query("#second") and page.focused)
            assert page.query_one("#second").value == ("" if happens is None else "Hans")
            assert page.query_one("#passphrase").value == ""
            if happens is None:
                await write(pilot, "Hans")
                await press(pilot, "tab")
            await write(pilot, SECRET)
            await until(pilot, lambda page=page: page.query_one("#passphrase").value == SECRET)
        await press(pilot, "escape")
    drafts = ready.session.vault.drafts.list(ready.session.person.name)
    assert any("Hans" in draft.body for draft in drafts)
    assert not any(SECRET in draft.body for draft in drafts)


async def test_what_was_sent_is_no_draft_any_more(place, at_work):
    office, ready = place(note_of(at_work))
    async with office.open() as pilot:
        await note_of(at_work).begin(pilot, ready)
        await shows(pilot, KEPT)
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        assert form_draft.listed(ready.session) == []


async def test_a_form_that_was_emptied_again_is_no_draft(place, at_work):
    office, ready = place(note_of(at_work))
    async with office.open() as pilot:
        page = await note_of(at_work).begin(pilot, ready)
        await shows(pilot, KEPT)
        page.query_one(Writing).put("  ")
        await until(pilot, lambda: form_draft.listed(ready.session) == [])
        await until(pilot, lambda: KEPT not in flat(pilot))
        assert "wordt bewaard" not in flat(pilot)


async def test_looking_at_a_form_leaves_no_draft(place, at_work):
    for case in CASES:
        if not case.listed or not case.room:
            continue
        office, ready = place(case)
        async with office.open() as pilot:
            pilot.app.go(case.room, **ready.about)
            await until(pilot, lambda: not isinstance(pilot.app.screen, Home))
            await until(pilot, lambda: getattr(pilot.app.screen, "_ready", True))
            await to_home(pilot)
        assert form_draft.listed(ready.session) == [], case.name


async def test_closing_names_what_is_not_finished(place, at_work):
    office, ready = place(note_of(at_work))
    async with office.open() as pilot:
        await note_of(at_work).begin(pilot, ready)
        await press(pilot, "ctrl+q")
        await shows(pilot, "1 concept is niet af; het blijft bewaard.")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Note))


async def test_what_cannot_be_saved_stays_in_sight(place, at_work, monkeypatch):
    office, ready = place(note_of(at_work))
    async with office.open() as pilot:
        await note_of(at_work).begin(pilot, ready)
        with monkeypatch.context() as patch:
            patch.setattr(Drafts, "save", full)
            await write(pilot, " en meer")
            await press(pilot, "escape")
            await shows(pilot, "schijf")
            assert isinstance(pilot.app.screen, Note)
            await press(pilot, "ctrl+q")
            await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
            await shows(pilot, "schijf")
            await press(pilot, "escape")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
    [half] = ready.session.vault.drafts.list(ready.session.person.name)
    assert f"{WORDS} en meer" in half.body


def full(*_args: object) -> None:
    raise StorageFailed("disk_full")


async def test_a_second_person_is_asked_again_by_name(at_work, place):
    """``hand_on`` alone leaves no name."""
    case = next(one for one in CASES if one.name == "handover")
    office, ready = place(case)
    async with office.open() as pilot:
        pilot.app.go("handover", **ready.about)
        await case.comes(pilot)
        await hand_on(pilot)
        assert pilot.app.screen.second == ""


def test_the_table_holds_every_page_on_which_something_is_kept():
    known = {case.form for case in CASES}
    for room in ROOMS.values():
        module, name = room.place.split(":")
        page = getattr(importlib.import_module(f"screens.{module}"), name)
        assert not issubclass(page, Keeping) or page in known, room.place
