"""What no burst, no bad byte and no key in between may do."""

from __future__ import annotations

from screens import page
from screens.ask import Answer, Ask
from screens.hidden import Hidden
from tests.screens.conftest import in_order, refreshed, until
from tests.screens.test_in_order import burst


async def test_a_question_that_comes_up_in_a_burst_is_not_answered_by_it(office, monkeypatch):
    monkeypatch.setattr(page, "IN_SIGHT", 0.7)
    done = []
    async with office.open() as pilot:
        ask = Ask(lambda: "Versturen?", list, [Answer("v", "Verstuur", lambda: done.append(1))])
        await pilot.app.push_screen(ask)
        await until(pilot, lambda: pilot.app.focused)
        burst(pilot.app, "enter", "v", "enter")
        await in_order(pilot)
        await refreshed(pilot)
        assert not done
        assert pilot.app.screen is ask
        ask._in_sight_since = 0.0  # as if one looked at it for long
        await pilot.press("v")
        await until(pilot, lambda: done == [1])


async def test_what_ends_while_the_screen_is_hidden_shows_nothing(office):
    async with office.open() as pilot:
        pilot.app.push_screen(Ask(lambda: "Onder", list, []))
        await refreshed(pilot)
        pilot.app.simulate_key("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, Hidden))
        pilot.app.show_above(Ask(lambda: "Geheim", list, []))
        pilot.app.show_instead(Ask(lambda: "Geheim", list, []))
        await refreshed(pilot)
        assert isinstance(pilot.app.screen, Hidden)
