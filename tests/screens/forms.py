"""Every form of the program: how it is opened, what is typed into it by keys, what it then holds.

Each is locked, hidden, resized, left and killed in the middle by the tests that use this table.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from mh_tui.services import admitting, drafting, exchange, feedback
from mh_tui.services.session import Session
from screens.admit import Admit
from screens.bundle_folder import ChooseFolder, PickFiles
from screens.checklist import Checklist
from screens.choose import Choose
from screens.feedback_writer import FeedbackWriter
from screens.handover import Handover
from screens.kept import Form, filled_in
from screens.note import Note
from screens.own_card import OwnCard
from screens.own_signal import OwnSignal
from screens.page import Page
from screens.partner_card import ContactForm
from screens.partners import Partners
from screens.reply import Reply
from screens.revoke import Revoke
from screens.signal_entry import SignalEntry
from screens.signals import Signals
from screens.triage import Triage
from tests.screens.conftest import shows, until, write
from tests.screens.steps import at, begin, choose_context, tell

WORDS = "Half een zin, Oudedijk"
Step = Callable[[Pilot[Any]], Awaitable[Any]]


@dataclass
class Ready:
    """What a form is about: made by the test in the office it belongs to."""

    session: Session
    folder: Path
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """``form``: the page; ``room``: how it is opened, "" where the keys of ``fill`` open it.

    ``holds``: a part of what it holds then; ``sees``: what a person reads. ``listed``: how home
    begins its line. ``again``: keys that show it on the page. ``left``: gone when one leaves the
    page, as a search is. ``stays``: Esc does not leave it, as something wrong stands there.
    """

    name: str
    form: type[Page]
    fill: Step
    holds: Mapping[str, Any]
    sees: str
    room: str = ""
    office: str = "focal"
    prepare: Callable[[Any, Ready], Mapping[str, Any]] = lambda at_work, ready: {}
    listed: str = ""
    again: tuple[str, ...] = ()
    left: bool = False
    stays: bool = False

    async def open(self, pilot: Pilot[Any], ready: Ready) -> None:
        """As it is opened from home, also when something was begun before."""
        if self.form is SignalEntry:
            pilot.app.go("entry", draft=drafting.listed(ready.session)[0].id)
        else:
            pilot.app.go(self.room, **ready.about)
        await self.comes(pilot)
        await pilot.press(*self.again)

    async def begin(self, pilot: Pilot[Any], ready: Ready) -> Page:
        """Open it from home and type."""
        if self.room:
            pilot.app.go(self.room, **ready.about)
            await until(pilot, lambda: getattr(pilot.app.screen, "_ready", True))
            await until(pilot, lambda: pilot.app.screen.focused is not None)
        await self.fill(pilot)
        return await self.comes(pilot)

    async def comes(self, pilot: Pilot[Any]) -> Page:
        """Wait until the page is there and has the focus."""

        def there() -> bool:
            screen = pilot.app.screen
            ready = isinstance(screen, self.form) and screen.focused is not None
            return ready and getattr(screen, "_ready", True)

        await until(pilot, there)
        page: Page = pilot.app.screen
        return page


def held(page: Page) -> dict[str, Any]:
    """What a page holds of what was typed into it."""
    if isinstance(page, SignalEntry):
        page.harvest()
        draft = page.draft
        return {**draft.signal, **{f"typed {key}": text for key, text in draft.typed.items()}}
    if isinstance(page, Checklist):
        return {"ticked": list(page.ticked)}
    if isinstance(page, Signals):
        return filled_in({"words": page.words, **page.chosen})
    assert isinstance(page, Form)
    return filled_in(page.gather())


# -- what is typed ----------------------------------------------------------------------


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
    await pilot.press("end", "backspace", "backspace", "tab", "right", "tab")
    await write(pilot, "P2026-17")
    await pilot.press("tab")
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


# -- what it is about -------------------------------------------------------------------


def received(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    return {"signal": at_work.send(place={"street": "Dorpsstraat", "town": "Hoorn"})}


def message(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    signal = at_work.send()
    at_work.answer("focal", signal)
    at_work.region.ship("focal", "desk")
    return {"n": feedback.inbox(ready.session)[0].n}


def own(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    return {"signal": at_work.region.record("desk")}


def card(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    admitting.write_card(at_work.region["desk"], ready.folder / "balie.mhcard")
    return remembered(at_work, ready)


def remembered(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    exchange.remember(ready.session, ready.folder)
    return {}


def bundles(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    for name in ("a", "b", "c"):
        (ready.folder / f"{name}.mhb").write_bytes(b"x")
    return {"folder": str(ready.folder)}


ENTRY = Case("", SignalEntry, entry_text, {}, "", office="desk")
CASES = (
    replace(
        ENTRY, name="entry, text", sees=WORDS, listed="Concept van vandaag",
        holds={"narrative": WORDS, "gut_feeling": True, "context": "straat"},
    ),
    replace(
        ENTRY, name="entry, call", fill=entry_call, sees="P2026-17",
        holds={"acute": "ja", "call": {"reference": "P2026-17", "none_because": WORDS}},
    ),
    replace(
        ENTRY, name="entry, people", fill=entry_people, sees=WORDS,
        holds={"persons": [{"role": "possible_victim", "name": WORDS}]},
    ),
    replace(
        ENTRY, name="entry, time", fill=entry_time, sees="half 1",
        holds={"narrative": "Gezien.", "typed observed_at": "half 1"}, stays=True,
    ),
    replace(
        ENTRY, name="entry, municipality", fill=entry_town, office="several", sees="Schag",
        holds={"typed municipality": "Schag"},
    ),
    replace(
        ENTRY, name="correction", fill=correction, room="own_signal", prepare=own, sees=WORDS,
        holds={"narrative": f"Drie paspoorten uit één map{WORDS}"}, listed="Verbetering, begonnen",
    ),
    Case("withdraw", OwnSignal, withdrawal, {"reason": WORDS, "asking": True}, WORDS,
         "own_signal", "desk", own, again=("x",)),
    Case("reply", Reply, text_only, {"text": WORDS}, WORDS, "reply", "desk", message,
         listed="Antwoord, begonnen vandaag"),
    Case("note", Note, text_only, {"text": WORDS}, WORDS, "note", prepare=received,
         listed="Notitie, begonnen vandaag"),
    Case("triage", Triage, triage,
         {"acute": "unknown", "task": "yes", "territory": "no", "reason": WORDS, "step": "reason"},
         WORDS, "triage", prepare=received, listed="Beoordeling, begonnen vandaag"),
    Case("handover", Handover, hand_on,
         {"profile": "tafel", "legal_basis": "wgs_riec", "without": ["place"]},
         "WGS", "handover", prepare=received,
         listed="Doorgeven, begonnen vandaag"),
    Case("feedback", FeedbackWriter, answer, {"outcome": "in_behandeling"}, WORDS, "feedback",
         prepare=received, listed="Antwoord, begonnen vandaag"),
    Case("contact", ContactForm, contact,
         {"person": "Balie Zorg", "phone": "0229 123", "hours": "ma tot", "note": WORDS,
          "checked_on": "2026-1"},
         WORDS, "contact", prepare=lambda _at, _ready: {"partner": "zvh_nhn"},
         listed="Contactgegevens, begonnen vandaag"),
    Case("admit", Admit, compare, {"same": [0, 1]}, "[x]", "admit", prepare=card,
         listed="Kantoor toelaten, begonnen"),
    Case("revoke", Revoke, text_only, {"reason": WORDS}, WORDS, "revoke",
         prepare=lambda at, _ready: {"device": at.region["desk"].me.device.hex()},
         listed="Apparaat intrekken, begonnen"),
    Case("own card", OwnCard, folder, {"folder": "/media/stick/mh"}, "/media/stick/mh",
         "own_card", prepare=remembered),
    Case("folder", ChooseFolder, folder, {"path": "/media/stick/mh"}, "/media/stick/mh",
         "folder", prepare=lambda _at, _ready: {"purpose": "write"}),
    Case("files", PickFiles, unticked, {"left_out": ["b.mhb"]}, "[ ] b.mhb", "files",
         prepare=bundles, left=True),
    Case("search", Signals, search, {"words": "oudedijk"}, "oudedijk", "signals",
         left=True),
    Case("partners", Partners, partners, {"words": "opvang"}, "opvang", "partners",
         left=True),
    Case("checklist", Checklist, ticks, {}, "[x]", "checklist", "desk", left=True),
)  # fmt: skip
