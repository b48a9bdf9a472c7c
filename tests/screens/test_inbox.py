"""Messages by keys: read, answer at once or at length, see how a signal went."""

from __future__ import annotations

import re

from mh_tui.services import feedback, messages
from screens import inbox
from screens.inbox import Inbox
from screens.reply import Reply
from screens.widgets.rows import RowList
from tests.screens.at_work import HOSTILE, at_work
from tests.screens.conftest import press, shows, text_of, until, write
from tests.screens.steps import at, begin, choose_context

__all__ = ["at_work"]

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


async def opened(pilot, n: int | None = None) -> Inbox:
    pilot.app.go("inbox", n=n)
    await until(pilot, lambda: isinstance(pilot.app.screen, Inbox))
    await until(pilot, lambda: pilot.app.screen.box is not None)
    await until(pilot, lambda: pilot.app.screen.letter is None or pilot.app.screen.stories)
    return pilot.app.screen


def answered(at_work, outcome: str = "dank", text: str | None = None) -> tuple[str, int]:
    """A signal that was answered; its id and the number of the message at the desk."""
    signal = at_work.send()
    feedback.give(at_work.region["focal"], signal, outcome=outcome, text=text)
    at_work.region.ship("focal", "desk")
    box = messages.box(at_work.region["desk"])
    n = next(one.n for one in box.letters if one.signal == signal and one.outcome == outcome)
    assert n is not None
    return signal, n


async def test_a_message_shows_how_its_signal_went_and_is_read_after_a_moment(at_work):
    _signal, n = answered(at_work, "in_behandeling")
    async with at_work.open("desk") as pilot:
        page = await opened(pilot, n)
        assert page.letter.n == n
        for text in ("Verloop", "vastgelegd", "ontvangen", "Uw signaal is in behandeling"):
            await shows(pilot, text)
        await until(pilot, lambda: page.letter.read)
        assert feedback.item(at_work.region["desk"], n).read


async def test_passing_by_a_message_does_not_read_it(at_work, monkeypatch):
    _signal, n = answered(at_work)
    monkeypatch.setattr(inbox, "READ_AFTER", 60.0)
    async with at_work.open("desk") as pilot:
        page = await opened(pilot, n)
        await press(pilot, "down", "up")
        assert page.letter is not None
        await press(pilot, "escape")
    assert not feedback.item(at_work.region["desk"], n).read


async def test_an_answer_of_one_key_goes_once(at_work):
    signal, n = answered(at_work)
    async with at_work.open("desk") as pilot:
        await opened(pilot, n)
        await press(pilot, "d")
        await shows(pilot, "Geantwoord: “Dit hielp mij. Dank u wel.”")
        await press(pilot, "d")
        await shows(pilot, "Dit antwoord gaf u al.")
        await press(pilot, "m")
        await shows(pilot, "Ik weet hier meer over.")
    at_work.region.ship("desk", "focal")
    texts = [one.text for one in messages.box(at_work.region["focal"]).letters
             if one.signal == signal]  # fmt: skip
    assert len(texts) == 2


async def test_a_question_wants_an_answer_in_words(at_work):
    _signal, n = answered(at_work, "vraag", "Weet u de kleur van de bus?")
    async with at_work.open("desk") as pilot:
        page = await opened(pilot, n)
        await shows(pilot, "Dit is een vraag aan u")
        await press(pilot, "d")
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reply))
        await shows(pilot, "Weet u de kleur van de bus?")
        await write(pilot, "De bus was wit.")
        await press(pilot, "f6")
        await until(pilot, lambda: pilot.app.screen is page)
        await shows(pilot, "beantwoord")
        await shows(pilot, "De bus was wit.")
    at_work.region.ship("desk", "focal")
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        await shows(pilot, "De bus was wit.")
        await press(pilot, "d")
        await press(pilot, "enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "Dossier")


async def test_an_empty_or_forbidden_answer_is_refused_and_kept(at_work):
    _signal, n = answered(at_work)
    async with at_work.open("desk") as pilot:
        pilot.app.go("reply", n=n)
        await until(pilot, lambda: isinstance(pilot.app.screen, Reply))
        await press(pilot, "f6")
        await shows(pilot, "Uw antwoord:")
        await write(pilot, "Nummer 111222333")
        await press(pilot, "f6")
        await shows(pilot, "BSN")
        assert pilot.app.screen.gather() == {"text": "Nummer 111222333"}


async def test_a_half_written_answer_survives_lock_and_escape(at_work):
    _signal, n = answered(at_work)
    async with at_work.open("desk") as pilot:
        pilot.app.go("reply", n=n)
        await until(pilot, lambda: isinstance(pilot.app.screen, Reply))
        await write(pilot, "Nog niet af")
        await pilot.app.lock()
    async with at_work.open("desk") as pilot:
        pilot.app.go("reply", n=n)
        await until(pilot, lambda: isinstance(pilot.app.screen, Reply))
        await shows(pilot, "Nog niet af")


async def test_no_answer_in_time_is_a_reminder_with_what_to_do(at_work, monkeypatch):
    at_work.region.record("desk")
    later = messages.clock.wall_ms() + 400 * 24 * 3600 * 1000
    box = messages.box
    monkeypatch.setattr(messages, "box", lambda session: box(session, now=later))
    async with at_work.open("desk") as pilot:
        page = await opened(pilot)
        late = next(one for one in page.box.letters if one.n is None)
        page.query_one(RowList).select(late.key)
        await shows(pilot, "▲ Er kwam binnen de termijn geen antwoord.")
        await shows(pilot, "nog geen antwoord")
        await press(pilot, "r", "d")
        assert isinstance(pilot.app.screen, Inbox)


async def test_an_empty_inbox_says_what_will_stand_there(office):
    async with office.open() as pilot:
        await press(pilot, "i")
        await shows(pilot, "Nog geen berichten.")


async def test_hostile_text_in_a_message_is_shown_harmless(at_work):
    _signal, n = answered(at_work, "leerpunt", HOSTILE)
    async with at_work.open("desk", size=(120, 40)) as pilot:
        await opened(pilot, n)
        await shows(pilot, "[b]vet[/b]")
        await shows(pilot, "[@click=app.quit]klik[/]")
        assert not STEERING.search(text_of(pilot))
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reply))
        await shows(pilot, "[b]vet[/b]")
        assert not STEERING.search(text_of(pilot))
        await write(pilot, "gezien")
        await press(pilot, "f6")
    at_work.region.ship("desk", "focal")


async def test_messages_speak_english(at_work):
    _signal, n = answered(at_work)
    async with at_work.open("desk", lang="en") as pilot:
        await opened(pilot, n)
        await shows(pilot, "How it went")
        await shows(pilot, "your signal of")


async def test_a_learning_point_stands_where_the_next_signal_of_that_kind_is_made(at_work):
    tip = "Schrijf op waar het was [b]en wanneer[/b]\x1b[31m."
    answered(at_work, "leerpunt", tip)
    async with at_work.open("desk") as pilot:
        await begin(pilot)
        await choose_context(pilot, "balie_brp")
        await at(pilot, "indicators")
        await press(pilot, "f6")
        await shows(pilot, "Tip uit een eerder antwoord: Schrijf op waar het was [b]en")
        assert "\x1b" not in text_of(pilot)
