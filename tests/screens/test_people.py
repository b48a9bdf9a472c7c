"""Who shares a computer comes, goes and has a passphrase of their own, by keys only."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from textual import events

from mh_tui.errors import Busy
from mh_tui.services import drafting, inspecting, people, setup, starting
from mh_tui.services.session import Person, Session, open_session
from screens.colleague import Colleague
from screens.passphrase import ChangePassphrase
from screens.people import People
from screens.walking import HIDDEN
from screens.widgets.field import Secret
from screens.widgets.rows import RowList
from tests.screens.conftest import PASSPHRASE, Office, shows, text_of, until, write
from tests.screens.own import NEW, at_lock, locked, opened, own_office, ready, unlock

BEA = "de zin van Bea is lang"


@pytest.fixture
def own(tmp_path, monkeypatch) -> Iterator[Office]:
    """A desk of Hoorn with the user Anna."""
    made = own_office(tmp_path / "profile", monkeypatch)
    yield made
    made.session.close()


@pytest.fixture
def focal(tmp_path, monkeypatch) -> Iterator[Office]:
    made = own_office(tmp_path / "profile", monkeypatch, "focal-point")
    yield made
    made.session.close()


async def to_people(pilot) -> People:
    await pilot.press("z")
    await shows(pilot, "Wie dit programma kan openen")
    await pilot.press("down", "down", "down", "enter")
    page = await until(
        pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, People) else None
    )
    await until(pilot, lambda: page.people)
    return page


async def to_colleague(pilot) -> Colleague:
    await to_people(pilot)
    await pilot.press("t")
    await until(pilot, lambda: isinstance(pilot.app.screen, Colleague) and pilot.app.focused)
    return pilot.app.screen


async def to_passphrase(pilot) -> ChangePassphrase:
    await to_people(pilot)
    await pilot.press("w")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChangePassphrase) and pilot.app.focused)
    return pilot.app.screen


async def fill(pilot, *texts: str) -> None:
    """A text in each field from here on, Enter after each but the last."""
    for number, text in enumerate(texts):
        if number:
            await pilot.press("enter")
        await write(pilot, text)


# -- coming ---------------------------------------------------------------------------


async def test_a_colleague_comes_and_opens_the_program_with_an_own_passphrase(own):
    async with own.open() as pilot:
        await to_colleague(pilot)
        await write(pilot, " Bea Ünver ")
        await pilot.press("enter", "tab")
        await fill(pilot, BEA, BEA)
        await shows(pilot, "goed")
        await pilot.press("f6")
        await shows(pilot, "Bea Ünver kan dit programma nu openen")
        await shows(pilot, "Bea Ünver Melder")
        await locked(pilot)
        await unlock(pilot, BEA, "Bea Ünver")
        session = await opened(pilot)
        assert (session.person.name, session.person.role) == ("Bea Ünver", "reporter")
        pilot.app.leave()


@pytest.mark.parametrize(
    ("name", "first", "again", "said"),
    [
        ("Anna", BEA, BEA, "Er is al een gebruiker met die naam"),
        ("  ", BEA, BEA, "Geef een naam voor deze gebruiker"),
        ("Bea", "te kort", "te kort", "Het wachtwoord is te kort: nog 5 tekens"),
        ("Bea", BEA, BEA + "!", "De twee wachtwoorden zijn niet gelijk"),
    ],
)
async def test_what_is_wrong_with_a_new_colleague_is_said_at_the_field(
    own, name, first, again, said
):
    async with own.open() as pilot:
        page = await to_colleague(pilot)
        await write(pilot, name)
        await pilot.press("enter", "tab")
        await fill(pilot, first, again)
        await pilot.press("enter")
        await shows(pilot, said)
        await until(pilot, lambda: pilot.app.focused is not None and not page.busy)
        wrong = pilot.app.focused.parent.parent.id
        expected = "user" if "gebruiker" in said else "first" if "kort" in said else "again"
        assert wrong == expected
        assert [one.name for one in people.people(pilot.app.session)] == ["Anna"]
        pilot.app.leave()


async def test_a_deputy_gets_two_dates_as_one_writes_them(focal):
    async with focal.open() as pilot:
        await to_colleague(pilot)
        await write(pilot, "Ties")
        await pilot.press("enter", "right")
        await shows(pilot, "Eerste dag")
        await pilot.press("tab")
        await fill(pilot, "2-1-2020", "1-1-2020", BEA, BEA)
        await pilot.press("f6")
        await shows(pilot, "Laatste dag: de laatste dag ligt vóór de eerste")
        page = pilot.app.screen
        page.query_one("#until").value = "31/1/2020"
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, People))
        await pilot.press("down")
        await shows(pilot, "van 02-01-2020 tot en met 31-01-2020")
        await shows(pilot, "▲ Ties periode voorbij")
        await shows(pilot, "De periode is voorbij")
        await locked(pilot)
        await unlock(pilot, BEA, "Ties")
        await shows(pilot, "nog niet begonnen of is voorbij")
        assert pilot.app.is_locked


async def test_half_a_colleague_outlives_a_lock_but_no_passphrase_does(own):
    async with own.open() as pilot:
        page = await to_colleague(pilot)
        await write(pilot, "Bea")
        await pilot.press("enter", "tab")
        await fill(pilot, BEA, BEA)
        await locked(pilot)
        assert BEA not in "".join(field.value for field in page.query(Secret))
        await unlock(pilot, PASSPHRASE)
        session = await opened(pilot)
        page = await until(
            pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, Colleague) else None
        )
        await until(pilot, lambda: page.query_one("#user").value == "Bea")
        assert [field.value for field in page.query(Secret)] == ["", ""]
        bodies = [draft.body for draft in session.vault.drafts.list("Anna")]
        assert bodies
        assert BEA not in "".join(bodies)
        pilot.app.leave()


async def test_a_lock_while_a_colleague_is_being_added_leaves_no_half_form(own):
    async with own.open() as pilot:
        await to_colleague(pilot)
        await write(pilot, "Bea")
        await pilot.press("enter", "tab")
        await fill(pilot, BEA, BEA)
        pilot.app.simulate_key("f6")
        await locked(pilot)
        await unlock(pilot, PASSPHRASE)
        name = pilot.app.screen.query("#name")
        await until(pilot, lambda: not pilot.app.is_locked or (name and name.first().display))
        if pilot.app.is_locked:  # the colleague was already in when the lock looked
            await unlock(pilot, PASSPHRASE, "Anna")
        session = await opened(pilot)
        page = await until(
            pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, Colleague) else None
        )
        await until(pilot, lambda: page.form is not None)
        assert page.query_one("#user").value == ""
        both = ["Anna", "Bea"]
        await until(pilot, lambda: [one.name for one in people.people(session)] == both)
        pilot.app.leave()


async def test_who_may_not_manage_people_sees_them_and_who_may(own):
    own.session.person = Person("Anna", "trainer")
    async with own.open() as pilot:
        await to_people(pilot)
        await shows(pilot, "Uw rol wijzigt dit niet. Vraag het aan: Melder, Functioneel beheerder")
        assert "Voeg toe" not in text_of(pilot)
        await pilot.press("t")
        assert isinstance(pilot.app.screen, People)
        pilot.app.leave()


# -- going ----------------------------------------------------------------------------


async def test_who_is_removed_cannot_open_it_and_what_was_half_done_goes_to_who_removes(own):
    setup.add_user(own.session, "Bea", BEA)
    anna, own.session.person = own.session.person, Person("Bea", "reporter")
    drafting.save(own.session, drafting.SignalDraft(signal={"narrative": "half"}))
    own.session.person = anna
    async with own.open() as pilot:
        await to_people(pilot)
        await pilot.press("down", "x")
        await shows(pilot, "Bea verwijderen?")
        await shows(pilot, "1 concept gaat naar u")
        await pilot.press("enter")
        assert len(people.people(pilot.app.session)) == 2
        await until(pilot, lambda: isinstance(pilot.app.screen, People))
        await pilot.press("x")
        await shows(pilot, "Bea verwijderen?")
        await pilot.press("v")
        await shows(pilot, "Bea kan dit programma hier niet meer openen. Wat half af was")
        assert [one.name for one in people.people(pilot.app.session)] == ["Anna"]
        await pilot.press("escape", "escape")
        await shows(pilot, "Concept van")
        await locked(pilot)
        assert not pilot.app.screen.query_one("#name").display
        pilot.app.leave()
    with pytest.raises(Exception, match="no_such_user"):
        setup.sessions.open_session(own.home, user="Bea", passphrase=BEA)


@pytest.mark.parametrize(
    ("others", "said"),
    [((), "U bent de enige"), (("Bea",), "U kunt uzelf niet verwijderen")],
)
async def test_nobody_is_left_outside_by_removing_oneself(own, others, said):
    for name in others:
        setup.add_user(own.session, name, BEA)
    async with own.open() as pilot:
        await to_people(pilot)
        await pilot.press("x")
        await shows(pilot, said)
        assert pilot.app.screen.query_one(RowList).current.id == "Anna"
        assert len(people.people(pilot.app.session)) == 1 + len(others)
        pilot.app.leave()


async def test_a_passphrase_typed_at_once_after_a_lock_never_lands_in_the_name(own):
    setup.add_user(own.session, "Bea", BEA)
    own.session.close()
    async with at_lock(own.home) as pilot:
        await unlock(pilot, "helemaal fout", "Bea")
        await shows(pilot, "Dat is niet het juiste wachtwoord")
        await unlock(pilot, BEA, "Bea")
        await opened(pilot)
        await locked(pilot)
        assert "niet het juiste wachtwoord" not in text_of(pilot)
        await until(pilot, lambda: pilot.app.focused is pilot.app.screen.query_one(Secret).input)
        await write(pilot, BEA + "\n")
        await opened(pilot)
        assert pilot.app.session.person.name == "Bea"


async def test_damaged_drafts_keep_nobody_from_the_signals(own):
    own.session.close()
    (own.home / "drafts.db").write_bytes(b"\x07" * 32_768)
    async with at_lock(own.home) as pilot:
        await unlock(pilot, PASSPHRASE)
        await opened(pilot)
        await shows(pilot, "beschadigd")
        found = inspecting.verify(pilot.app.session)
        assert [one["code"] for one in found["problems"]] == ["damaged_drafts"]
        await pilot.press("n", "n")
        await shows(pilot, "Waar zag u het?")
        pilot.app.leave()


@pytest.mark.parametrize(("two", "warned"), [(True, True), (False, False)])
async def test_removing_the_second_who_must_approve_is_warned_of(focal, two, warned):
    setup.add_user(focal.session, "Bea", BEA, role="focal_point")
    starting.second_person(focal.session, two)
    async with focal.open() as pilot:
        await to_people(pilot)
        await pilot.press("down", "x")
        await shows(pilot, "Bea verwijderen?")
        assert ("Daarna is er niemand meer die met u kan goedkeuren" in text_of(pilot)) is warned
        pilot.app.leave()


async def test_the_last_who_can_open_reporters_names_stays(focal):
    setup.add_user(focal.session, "Beheer", BEA, role="admin")
    focal.session.close()
    async with at_lock(focal.home) as pilot:
        await unlock(pilot, BEA, "Beheer")
        await opened(pilot)
        await to_people(pilot)
        await pilot.press("x")
        await shows(pilot, "Anna verwijderen?")
        await pilot.press("v")
        await shows(pilot, "Dan kan niemand anders de namen van melders nog openen")
        assert len(people.people(pilot.app.session)) == 2


# -- a new passphrase -----------------------------------------------------------------


async def test_one_chooses_another_passphrase_and_the_old_one_opens_nothing(own):
    async with own.open() as pilot:
        page = await to_passphrase(pilot)
        await fill(pilot, "niet die van nu", NEW, NEW)
        await pilot.press("enter")
        await shows(pilot, "Dat is niet het juiste wachtwoord")
        await until(pilot, lambda: page.query_one("#old").input.has_focus)
        await write(pilot, PASSPHRASE)
        await pilot.press("f6")
        await shows(pilot, "Uw wachtwoord is gewijzigd")
        assert [field.value for field in page.query(Secret)] in ([], [""] * 3)
        await locked(pilot)
        await unlock(pilot, PASSPHRASE)
        await shows(pilot, "Dat is niet het juiste wachtwoord")
        await unlock(pilot, NEW)
        await opened(pilot)
        pilot.app.leave()


@pytest.mark.parametrize(
    ("old", "first", "again", "said"),
    [
        ("", NEW, NEW, "Vul het wachtwoord in dat u nu hebt"),
        (PASSPHRASE, "te kort", "te kort", "nog 5 tekens"),
        (PASSPHRASE, NEW, NEW + "!", "De twee wachtwoorden zijn niet gelijk"),
        (PASSPHRASE, PASSPHRASE, PASSPHRASE, "Dit is het wachtwoord dat u nu hebt"),
    ],
)
async def test_what_is_wrong_with_a_new_passphrase_is_said(own, old, first, again, said):
    async with own.open() as pilot:
        await to_passphrase(pilot)
        await fill(pilot, old, first, again)
        await pilot.press("f6")
        await shows(pilot, said)
        pilot.app.session.vault.check_passphrase("Anna", PASSPHRASE)
        pilot.app.leave()


async def test_after_wrong_ones_the_wait_is_said_and_kept(own):
    async with own.open() as pilot:
        page = await to_passphrase(pilot)
        await fill(pilot, "fout een", NEW, NEW)
        for _try in range(3):
            page.query_one("#old").value = "steeds een andere"
            await pilot.press("f6")
            await until(pilot, lambda: not page.busy)
        await shows(pilot, "Probeer het over 1 seconde opnieuw")
        await write(pilot, PASSPHRASE)
        await pilot.press("f6")
        await shows(pilot, "Te snel na een foute poging, dus hier is niet naar gekeken")
        pilot.app.leave()


async def test_a_lock_in_the_middle_of_the_change_lets_it_end(own):
    async with own.open() as pilot:
        await to_passphrase(pilot)
        await fill(pilot, PASSPHRASE, NEW, NEW)
        pilot.app.simulate_key("f6")
        await locked(pilot)
        leaving = pilot.app.leaving
        await until(pilot, lambda: leaving is None or not leaving.running)
        await unlock(pilot, NEW)
        await opened(pilot)
        assert not isinstance(pilot.app.screen, ChangePassphrase)
        pilot.app.leave()


async def test_the_panic_key_leaves_no_passphrase_behind(own):
    async with own.open() as pilot:
        page = await to_passphrase(pilot)
        await fill(pilot, PASSPHRASE, NEW)
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.current_mode == HIDDEN and pilot.app.is_locked)
        assert "".join(field.value for field in page.query(Secret)) == ""
        await pilot.press("x")
        await ready(pilot)
        assert pilot.app.screen.query_one("#passphrase").value == ""


async def test_hidden_while_it_opens_it_stays_shut(own):
    own.session.close()
    async with at_lock(own.home) as pilot:
        app = pilot.app
        await write(pilot, PASSPHRASE)
        app.simulate_key("enter")
        app.post_message(events.Key("f9", None))
        await until(pilot, lambda: app.current_mode == HIDDEN)
        await app.workers.wait_for_complete()
        await pilot.press("x")
        await ready(pilot)
        assert app.is_locked
        await unlock(pilot, PASSPHRASE)
        await opened(pilot)


def once_free(own: Office, user: str, passphrase: str) -> Session | None:
    """The profile opened by this user, or None while the app still has it."""
    try:
        return open_session(own.home, user=user, passphrase=passphrase)
    except Busy:
        return None


async def test_what_was_asked_for_is_done_also_when_a_lock_comes_at_once(own):
    added = threading.Event()
    async with own.open() as pilot:
        session = pilot.app.session

        def add() -> None:
            setup.add_user(session, "Bea", BEA, role="reporter")
            added.set()

        pilot.app.screen.run_job(add)
        await pilot.app.lock()
        await until(pilot, added.is_set)
        bea = await until(pilot, lambda: once_free(own, "Bea", BEA))
        assert bea.person.name == "Bea"
        bea.close()
