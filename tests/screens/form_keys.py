"""What is typed into each form, as keys; the form is open and has the focus."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from screens.choose import Choose
from screens.handover import Handover
from screens.signals import Signals
from tests.screens.conftest import shows, until, write
from tests.screens.steps import at, begin, choose_context, tell

WORDS = "Half een zin, Oudedijk"
SECRET = "een geheime zin die nergens staat"


async def entry_text(pilot: Pilot[Any]) -> None:
    await begin(pilot)
    await choose_context(pilot, "straat")
    await pilot.press("space", "f6")
    await at(pilot, "seen")
    await write(pilot, WORDS)
    await pilot.press("tab", "space")


async def entry_call(pilot: Pilot[Any]) -> None:
    await begin(pilot, "j")
    await at(pilot, "call")
    await pilot.press("a", "p", "tab", "end", "backspace", "backspace", "tab")
    await write(pilot, "P2026-17")


async def entry_no_call(pilot: Pilot[Any]) -> None:
    await begin(pilot, "j")
    await at(pilot, "call")
    await pilot.press("n")
    await write(pilot, WORDS)


async def entry_people(pilot: Pilot[Any]) -> None:
    await begin(pilot)
    await choose_context(pilot, "straat")
    await tell(pilot, "Gezien.")
    await pilot.press("m")
    await shows(pilot, "Mensen: 1 van 1")
    await pilot.press("right", "tab")
    await write(pilot, WORDS)


async def entry_time(pilot: Pilot[Any]) -> None:
    await begin(pilot)
    await choose_context(pilot, "straat")
    await tell(pilot, "Gezien.")
    await pilot.press("t")
    await until(pilot, lambda: pilot.app.screen.query("#fields TextField"))
    await pilot.press("home", "shift+end")
    await write(pilot, "half 1")


async def entry_town(pilot: Pilot[Any]) -> None:
    await begin(pilot)
    await at(pilot, "context")
    await pilot.press("1")
    await at(pilot, "municipality")
    await pilot.press("tab")
    await write(pilot, "Schag")


async def correction(pilot: Pilot[Any]) -> None:
    await pilot.press("w")
    await at(pilot, "review")
    pilot.app.screen.query_one("#answers").select("seen")
    await pilot.press("enter")
    await at(pilot, "seen")
    await write(pilot, WORDS)


async def text_only(pilot: Pilot[Any]) -> None:
    await write(pilot, WORDS)


async def withdrawal(pilot: Pilot[Any]) -> None:
    await pilot.press("x")
    await shows(pilot, "Waarom trekt u het in?")
    await write(pilot, WORDS)


async def triage(pilot: Pilot[Any]) -> None:
    await pilot.press("w", "j", "n")
    await write(pilot, WORDS)


async def triage_call(pilot: Pilot[Any]) -> None:
    await pilot.press("j", "a", "p", "tab", "end", "backspace", "backspace", "tab")
    await write(pilot, "P2026-17")


async def triage_calm(pilot: Pilot[Any]) -> None:
    await pilot.press("n")
    await shows(pilot, "Waarom is er nu geen direct gevaar?")
    await write(pilot, WORDS)


async def hand_on(pilot: Pilot[Any]) -> None:
    await pilot.press("g")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    await write(pilot, "riec")
    await pilot.press("enter")
    page = await until(
        pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, Handover) else None
    )
    page.query_one("#goes").select("place")
    await pilot.press("space")


async def answer(pilot: Pilot[Any]) -> None:
    await pilot.press("down", "enter")
    await until(pilot, lambda: pilot.app.screen.writing)
    await write(pilot, WORDS)


async def contact(pilot: Pilot[Any]) -> None:
    for text in ("Balie Zorg", "0229 123", "ma tot", WORDS, "2026-1"):
        await write(pilot, text)
        await pilot.press("down")


async def compare(pilot: Pilot[Any]) -> None:
    """The card lies in a folder that is remembered, and is the one that is known."""
    await until(pilot, lambda: pilot.app.screen.found)
    await pilot.press("tab", "enter")
    await shows(pilot, "0 van 6 groepen vergeleken")
    await pilot.press("space", "space")
    digits = pilot.app.screen.groups[2]
    await pilot.press(*digits[:2])


async def colleague(pilot: Pilot[Any]) -> None:
    await write(pilot, "Bram de Wit")
    await pilot.press("tab", "right", "tab")
    await write(pilot, "1-12")
    await pilot.press("tab", "tab")
    await write(pilot, SECRET)


async def setting(pilot: Pilot[Any]) -> None:
    await pilot.press("home", "shift+end")
    await write(pilot, "47")


async def folder(pilot: Pilot[Any]) -> None:
    await pilot.press("home", "shift+end")
    await write(pilot, "/media/stick/mh")


async def unticked(pilot: Pilot[Any]) -> None:
    await pilot.press("down", "space")


async def search(pilot: Pilot[Any]) -> None:
    await pilot.press("u")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    await pilot.press("down", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Signals))
    await pilot.press("f3")
    await write(pilot, "oudedijk")


async def partners(pilot: Pilot[Any]) -> None:
    await write(pilot, "opvang")
    await pilot.press("tab", "space")


async def ticks(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: pilot.app.screen.query("TickList"))
    await pilot.press("space", "down", "space")
