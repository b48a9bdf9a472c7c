"""What somebody who never saw the program before runs into, by keys only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from screens.colleague import Colleague
from screens.widgets.choice import ChoiceField
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
