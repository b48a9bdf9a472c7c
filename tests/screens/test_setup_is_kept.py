"""The set-up: hiding, resizing and another language lose no answer, and leave no passphrase."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mh_tui.vault import sealing
from screens.app import MhApp
from screens.setup_wizard import SetupWizard
from screens.walking import HIDDEN, SETUP
from screens.widgets.field import Secret, TextField
from screens.widgets.rows import RowList
from tests.region import quick
from tests.screens.conftest import PASSPHRASE, press, shows, until, write


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "stretch", quick)


async def disturbed(pilot) -> AsyncIterator[str]:
    """One after the other: hidden and back, wide and narrow, English and Dutch."""
    app = pilot.app
    await press(pilot, "f9")
    await until(pilot, lambda: app.current_mode == HIDDEN)
    secrets = app._screen_stacks[SETUP][0].query(Secret)
    assert [one.value for one in secrets if one.value] == []
    await press(pilot, "x")
    await until(pilot, lambda: app.current_mode == SETUP)
    yield "hidden"
    for size in ((130, 40), (80, 24)):
        await pilot.resize_terminal(*size)
        await until(pilot, lambda size=size: app.screen.size == size)
    yield "resized"
    for lang in ("en", "nl"):
        before = app.screen.step
        await app.choose_language(lang)
        await until(pilot, lambda before=before: app.screen.query("Step") and
                    app.screen.step is not before and app.screen.focused)  # fmt: skip
        yield lang


def texts(app: MhApp) -> dict[str, str]:
    return {
        one.path: one.value for one in app.screen.query(TextField) if not isinstance(one, Secret)
    }


async def test_every_answer_of_the_set_up_stays(tmp_path: Path):
    app = MhApp(tmp_path / "profile", "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Waarvoor wordt deze computer gebruikt?")
        await press(pilot, "down")
        async for what in disturbed(pilot):
            assert app.screen.query_one(RowList).current.id == "field", what
        await press(pilot, "enter")
        await shows(pilot, "Voor welke organisatie?")
        await press(pilot, "end", "tab")
        await write(pilot, "Stichting Half")
        async for what in disturbed(pilot):
            assert texts(app) == {"organisation": "Stichting Half"}, what
            assert app.screen.query_one(RowList).current.id == "-", what
        await press(pilot, "f6")
        await shows(pilot, "Wie bent u")
        await write(pilot, "Anna")
        async for what in disturbed(pilot):
            assert texts(app) == {"user": "Anna"}, what
        await press(pilot, "f6")
        await shows(pilot, "Klopt dit?")
        async for _what in disturbed(pilot):
            await shows(pilot, "Stichting Half")
        await press(pilot, "f6")
        await shows(pilot, "Wat wordt uw wachtwoord?")
        await write(pilot, PASSPHRASE)
        async for _what in disturbed(pilot):
            assert app.screen.answers.passphrase == ""
        for _field in range(2):
            app.screen.query_one("#first" if not _field else "#again", TextField).focus_input()
            await write(pilot, PASSPHRASE)
        await press(pilot, "f6")
        await shows(pilot, "Uw herstelcode")
        await finish_half(pilot)
        app.leave()


async def finish_half(pilot) -> None:
    """From the recovery code to half a telephone number."""
    app = pilot.app
    page = app.screen
    assert isinstance(page, SetupWizard)
    code = page.answers.made.code
    await write(pilot, code.split("-")[1][:2])
    async for what in disturbed(pilot):
        assert texts(app) == {"code": code.split("-")[1][:2]}, what
        await shows(pilot, code)
    await write(pilot, code.split("-")[1][2:])
    await press(pilot, "f6")
    await shows(pilot, "Wie is uw aandachtsfunctionaris?")
    await write(pilot, "Fem de Boer")
    await press(pilot, "tab")
    await write(pilot, "0229 1")
    async for what in disturbed(pilot):
        assert texts(app) == {"name": "Fem de Boer", "phone": "0229 1"}, what
