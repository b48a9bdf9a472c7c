"""The work of the focal point: what must happen first stands first, Enter opens it."""

from __future__ import annotations

from mh_tui.services import feedback
from screens.casework import Casework
from screens.dossier import Dossier
from screens.signals import Signals
from screens.widgets.rows import RowList
from tests.screens.at_work import at_work
from tests.screens.conftest import press, shows, until

__all__ = ["at_work"]


def lines(pilot):
    return pilot.app.screen.query_one(RowList).rows


async def opened(pilot) -> None:
    await press(pilot, "w")
    await until(pilot, lambda: isinstance(pilot.app.screen, Casework) and lines(pilot))


async def test_danger_comes_before_what_is_new_and_what_waits_for_others(at_work):
    async with at_work.open("other") as pilot:
        await opened(pilot)
        await shows(pilot, "Er wacht niets.")
    at_work.to_table()
    quiet = at_work.send()
    loud = at_work.send(acute="weet_niet")
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        ids = [row.id.partition("/")[0] for row in lines(pilot)]
        assert ids[:2] == ["head:acute", loud]
        assert ids.index("head:new") < ids.index(quiet) < ids.index("head:others")
        await shows(pilot, "gevaar onbekend")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        assert pilot.app.screen.signal_id == loud
        await press(pilot, "escape", "a")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals))


async def test_after_triage_a_signal_waits_for_me_and_an_answer_from_above_too(at_work):
    signal = at_work.to_table()
    at_work.answer("coord", signal, "geen_mensenhandel")
    at_work.region.ship("coord", "focal")
    (message,) = feedback.inbox(at_work.region["focal"])
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        row = next(row for row in lines(pilot) if row.id.startswith(signal))
        assert row.right == "geef antwoord door"
        await press(pilot, "escape")
    at_work.answer("focal", signal, "geen_mensenhandel")
    feedback.read(at_work.region["focal"], message.n)
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        assert not any(row.id.startswith(signal) for row in lines(pilot))


async def test_the_region_sees_what_is_new_at_the_table(at_work):
    signal = at_work.to_table()
    async with at_work.open("coord", size=(120, 40)) as pilot:
        await opened(pilot)
        ids = [row.id.partition("/")[0] for row in lines(pilot)]
        assert ids.index("head:new") < ids.index(signal)


async def test_home_of_a_focal_point_begins_with_what_waits_and_folds_the_rest(at_work):
    for _n in range(10):
        at_work.send(context="straat")
    async with at_work.open("focal") as pilot:
        home = pilot.app.screen
        lines = home.query_one("#lines")
        await until(pilot, lambda: home.view is not None and len(lines.rows) > 12)
        assert lines.rows[0].text == "Wacht op u"
        assert lines.current is lines.rows[1]
        [more] = [row for row in lines.rows if row.text.startswith("en meer")]
        assert more is lines.rows[9]
        lines.select(more.id)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Casework))
