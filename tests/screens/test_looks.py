"""Language, colours, help, palette, sizes: switched without a restart, nothing lost."""

from __future__ import annotations

import asyncio

import pytest

from mh_tui.language import _
from screens.app import MhApp
from screens.ask import Ask
from screens.home import Home
from screens.partners import Partners
from screens.widgets.rows import RowList
from tests.screens.conftest import press, shows, until, write
from tests.screens.steps import at, begin, choose_context


async def command(pilot, words: str) -> None:
    """Run a command by the palette."""
    await press(pilot, "f8")
    await until(pilot, lambda: pilot.app.screen.query("#words"))
    await write(pilot, words)
    await press(pilot, "enter")


async def test_the_language_changes_at_once_and_keeps_what_was_typed(office):
    async with office.open() as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await press(pilot, "f6")
        await at(pilot, "seen")
        await write(pilot, "Blijft staan")
        await command(pilot, "english")
        await shows(pilot, "What did you see or hear?")
        await shows(pilot, "Blijft staan")
        await shows(pilot, "F12 Lock")
        await command(pilot, "nederlands")
        await shows(pilot, "Wat zag of hoorde u?")
        await press(pilot, "escape")
        await shows(pilot, "F12 Slot")


async def test_after_a_language_switch_one_types_on_in_the_same_field(office):
    app = MhApp(office.home, "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query("#passphrase Input"))
        await until(pilot, lambda: app.focused is not None)
        app.screen.query_one("#name").value = "Anna"
        await press(pilot, "f8")
        await shows(pilot, "Passphrase")
        await write(pilot, "geheim")
        assert app.screen.query_one("#passphrase").value == "geheim"
        assert app.screen.query_one("#name").value == "Anna"


async def test_a_language_switch_leaves_the_cursor_on_its_line(office):
    async with office.open() as pilot:
        await press(pilot, "down", "down")
        before = pilot.app.screen.query_one(RowList).current.id
        await pilot.app.choose_language("en")
        await shows(pilot, "Your signals")
        assert pilot.app.screen.query_one(RowList).current.id == before
        await pilot.app.choose_language("nl")


async def test_a_question_is_asked_in_the_new_language_too(office):
    async with office.open() as pilot:
        pilot.app.push_screen(Ask.quit(lambda: [_("You already gave this answer.")]))
        await shows(pilot, "Dit antwoord gaf u al.")
        await pilot.app.choose_language("en")
        await shows(pilot, "Close the program?")
        await shows(pilot, "You already gave this answer.")
        await pilot.app.choose_language("nl")


async def test_nothing_comes_between_while_the_texts_are_made_anew(office):
    async with office.open() as pilot:
        page, whole = pilot.app.screen, []
        switching = asyncio.create_task(pilot.app.choose_language("en"))
        while not switching.done():
            page.call_next(lambda: whole.append(len(page.query("#header, #lines, #footer")) == 3))
            await asyncio.sleep(0)
        await switching
        await until(pilot, lambda: len(whole) > 1)
        assert all(whole)
        await pilot.app.choose_language("nl")


@pytest.mark.parametrize("name", ["licht", "hoog contrast", "geen kleur", "donker"])
async def test_colours_change_by_the_palette_and_are_remembered(office, name):
    async with office.open() as pilot:
        await command(pilot, name)
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        chosen = pilot.app.theme
    async with office.open() as pilot:
        assert pilot.app.theme == chosen
        await shows(pilot, "Uw signalen")


async def test_the_palette_offers_our_own_commands_only(office):
    async with office.open() as pilot:
        await press(pilot, "ctrl+p")
        await shows(pilot, "Opdrachten")
        for foreign in ("screenshot", "quit the application", "maximize"):
            await write(pilot, foreign)
            await until(pilot, lambda: not pilot.app.screen.found)
            pilot.app.screen.query_one("#words").value = ""
        await until(pilot, lambda: len(pilot.app.screen.found) > 8)


async def test_help_names_the_keys_of_this_screen_and_goes_back(office):
    async with office.open() as pilot:
        await begin(pilot)
        await at(pilot, "context")
        await press(pilot, "f1")
        await shows(pilot, "F6 / Ctrl+S")
        await press(pilot, "escape")
        await at(pilot, "context")


async def test_a_checklist_of_its_own_starts_a_signal_with_what_was_ticked(office):
    async with office.open() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        await press(pilot, "c")
        await shows(pilot, "er wordt niets vastgelegd")
        await until(pilot, lambda: pilot.app.screen.focused is not None)
        await press(pilot, "space")
        await until(pilot, lambda: pilot.app.screen.ticked)
        ticked = pilot.app.screen.ticked
        await press(pilot, "f6")
        entry = await at(pilot, "acute")
        assert tuple(entry.draft.signal["indicators"]) == ticked


async def test_a_resize_in_the_middle_of_the_form_loses_nothing(office):
    async with office.open(size=(120, 40)) as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await press(pilot, "space", "f6")
        await at(pilot, "seen")
        await write(pilot, "Zin die blijft")
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "Zin die blijft")
        await press(pilot, "f7")
        entry = await at(pilot, "indicators")
        assert len(entry.draft.signal["indicators"]) == 1


async def test_the_clipboard_gets_nothing_while_locked_nor_a_passphrase(office):
    async with office.open() as pilot:
        pilot.app.copy_to_clipboard("gewoon")
        assert pilot.app.clipboard == "gewoon"
        await press(pilot, "f12")
        await until(pilot, lambda: pilot.app.is_locked)
        assert pilot.app.clipboard == ""
        pilot.app.copy_to_clipboard("geheim")
        assert pilot.app.clipboard == ""
        pilot.app.notify("geheim")
        pilot.app.action_screenshot()
        assert not pilot.app._notifications


async def test_search_on_home_opens_where_this_person_looks_things_up(office):
    async with office.open() as pilot:
        await shows(pilot, "F3 Zoek")
        await press(pilot, "f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, Partners))
