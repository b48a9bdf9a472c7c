"""What somebody who never saw the program before runs into, by keys only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mh_tui.services import exchange, form_draft, setup, starting
from screens.colleague import Colleague
from screens.home import Home
from screens.own_card import OwnCard
from screens.widgets.choice import ChoiceField
from screens.widgets.rows import RowList
from tests import region
from tests.screens.conftest import Office, shows, text_of, until, write
from tests.screens.own import own_office


@pytest.fixture
def focal(tmp_path, monkeypatch) -> Iterator[Office]:
    made = own_office(tmp_path / "profile", monkeypatch, "focal-point")
    yield made
    made.session.close()


# -- a colleague ----------------------------------------------------------------------


async def test_a_name_that_is_typed_on_the_role_changes_no_role(focal):
    async with focal.open() as pilot:
        pilot.app.go("colleague")
        page = await until(
            pilot, lambda: isinstance(pilot.app.screen, Colleague) and pilot.app.screen
        )
        await until(pilot, lambda: page.focused)
        role = page.query_one(ChoiceField)
        await pilot.press("tab")
        await write(pilot, "vera")
        await shows(pilot, "Kies de rol met ← en →")
        assert role.value == "focal_point"
        await pilot.press("right")
        assert role.value == "deputy_focal_point"
        await until(pilot, lambda: "Kies de rol met" not in text_of(pilot))
        pilot.app.leave()


async def test_no_empty_line_stands_among_the_roles(focal):
    async with focal.open() as pilot:
        pilot.app.go("colleague")
        await until(pilot, lambda: isinstance(pilot.app.screen, Colleague) and pilot.app.focused)
        role = pilot.app.screen.query_one(ChoiceField)
        await pilot.press("tab")
        seen = []
        for _turn in range(4):
            seen.append(role.value)
            await pilot.press("right")
        assert seen == ["focal_point", "deputy_focal_point", "admin", "focal_point"]
        pilot.app.leave()


# -- cards and folders ----------------------------------------------------------------


async def test_the_folder_of_the_card_is_offered_for_the_next_card_and_the_first_exchange(
    focal, tmp_path
):
    stick = tmp_path / "stick"
    stick.mkdir()
    async with focal.open() as pilot:
        pilot.app.go("own_card")
        page = await until(
            pilot, lambda: isinstance(pilot.app.screen, OwnCard) and pilot.app.screen
        )
        await until(pilot, lambda: page.focused)
        assert page.query_one("#folder").value == ""
        await write(pilot, str(stick))
        await pilot.press("f6")
        await shows(pilot, "Geschreven:")
        await pilot.press("escape", "f5")
        await shows(pilot, "hier ligt een kaart")
        assert pilot.app.screen.query_one(RowList).current.id == str(stick)
        await pilot.press("enter")
        await until(pilot, lambda: exchange.folders(pilot.app.session) == [stick])
        await shows(pilot, "Er lag niets voor u.")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        pilot.app.go("own_card")
        await shows(pilot, str(stick)[:40])
        assert pilot.app.screen.query_one("#folder").value == str(stick)
        pilot.app.leave()


@pytest.mark.parametrize(("room", "args"), [("own_card", {}), ("admit", {}),
                                            ("folder", {"purpose": "write"})])  # fmt: skip
async def test_a_mere_path_is_no_draft(focal, room, args):
    async with focal.open() as pilot:
        pilot.app.go(room, **args)
        await until(pilot, lambda: pilot.app.screen.focused and pilot.app.screen._ready)
        await write(pilot, "/media/stick")
        page = pilot.app.screen
        await until(pilot, lambda: page.saved == page.version > 0 and not page._waits)
        assert "bewaard" not in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        assert form_draft.listed(pilot.app.session) == []
        pilot.app.leave()


# -- the first day --------------------------------------------------------------------


async def test_the_first_steps_of_a_focal_point_stand_on_home_until_they_are_done(focal, tmp_path):
    desk = setup.create(
        tmp_path / "desk", role="desk", organisation="hoorn", name=None, user="Bea",
        passphrase="de zin van Bea is lang",
    ).session  # fmt: skip
    with desk:
        region.admit(desk, focal.session)
    steps = (
        "Schrijf uw kaart en geef die door (k)",
        "Laat uw eerste balie toe met haar kaart (k)",
        "Vul het nummer in waarop uw balies u bereiken (z)",
    )
    async with focal.open() as pilot:
        for step in steps:
            await shows(pilot, step)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OwnCard) and pilot.app.focused)
        await write(pilot, f"{tmp_path}\n")
        await shows(pilot, "Geschreven:")
        await home_again(pilot)
        await until(pilot, lambda: steps[0] not in text_of(pilot))
        region.admit(pilot.app.session, desk)
        setup.set_config(pilot.app.session, "focal_point_phone", "0229 25 22 00")
        pilot.app.go("settings")
        await home_again(pilot)
        await until(pilot, lambda: not any(step in text_of(pilot) for step in steps))
        pilot.app.leave()


async def home_again(pilot) -> None:
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, Home))
    await pilot.app.workers.wait_for_complete()


async def test_a_desk_is_asked_for_the_number_beside_112_and_still_begins_with_a_signal(
    tmp_path, monkeypatch
):
    made = own_office(tmp_path / "desk", monkeypatch)
    async with made.open() as pilot:
        await shows(pilot, "Vul het nummer van uw aandachtsfunctionaris in")
        assert pilot.app.screen.query_one(RowList).current.id == "menu:entry"
        pilot.app.leave()


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        ("coordinator", ["card", "admit"]),
        ("focal-point", ["card", "admit", "number"]),
        ("desk", ["number"]),
    ],
)
def test_a_new_office_knows_what_to_do_first(tmp_path, monkeypatch, role, steps):
    made = own_office(tmp_path / "new", monkeypatch, role)
    assert [one.id for one in starting.first_steps(made.session)] == steps
    made.session.close()
