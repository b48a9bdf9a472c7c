"""The work of the focal point: what must happen first stands first, Enter opens it."""

from __future__ import annotations

import pytest

from mh_tui.services import casework, dossier, feedback, labels
from mh_tui.signals import signal_id
from screens.casework import Casework
from screens.dossier import Dossier
from screens.inbox import Inbox
from screens.signals import Signals
from screens.widgets.line_table import LineTable
from screens.widgets.rows import RowList
from tests.screens.at_work import at_work
from tests.screens.conftest import press, shows, text_of, until

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


async def test_danger_of_which_nobody_called_says_so(at_work):
    call = {"at": "2026-11-25T09:14+01:00", "party": "112"}
    silent, called = at_work.send(acute="ja"), at_work.send(acute="ja", call=call)
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        told = {row.id.partition("/")[0]: row.right for row in lines(pilot)}
        assert told[silent] == "gevaar, niet gebeld"
        assert told[called] == "gevaar gemeld"


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


async def test_left_and_right_go_through_the_work_without_going_back(at_work):
    for _n in range(3):
        at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        ids = [row.id.partition("/")[0] for row in lines(pilot)]
        signals = [one for one in ids if ":" not in one and one]
        await press(pilot, "home", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await shows(pilot, "← → volgende in de lijst")
        await press(pilot, "left")
        await shows(pilot, "Dit is de eerste.")
        for signal in signals[1:3]:
            await press(pilot, "right")
            await shows(pilot, f"Signaal {signal}")
            await until(pilot, lambda: pilot.app.screen.loaded is not None)
        await press(pilot, "left")
        await shows(pilot, f"Signaal {signals[1]}")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Casework))
        assert pilot.app.screen.query_one(RowList).current.id.startswith(signals[1])


@pytest.mark.parametrize(("size", "day"), [((80, 24), 5), ((120, 40), 8)])
async def test_each_line_says_by_when_and_each_group_how_many(at_work, size, day):
    signal = at_work.send(context="bedrijfscontrole")
    (line,) = [
        case.line
        for group in casework.groups(at_work.region["focal"])
        for case in group.cases
        if signal_id.show(case.line.subject) == signal
    ]
    async with at_work.open("focal", size=size) as pilot:
        await opened(pilot)
        row = next(row for row in lines(pilot) if row.id.startswith(signal))
        assert row.right == f"beoordeel voor {labels.short_day(line.due)[:day]}"
        head = next(row for row in lines(pilot) if row.id == "head:new")
        count = sum(row.right.startswith("beoordeel") for row in lines(pilot))
        assert head.text.strip() == f"Nieuw ({count})"
        screen = pilot.app.screen.query_one(RowList)
        assert len(screen._lines) == len(lines(pilot)) + sum("\n" in r.text for r in lines(pilot))


async def test_a_message_is_read_before_its_dossier_and_then_waits_no_longer(at_work):
    signal = at_work.send()
    desk, focal = at_work.region["desk"], at_work.region["focal"]
    feedback.give(focal, signal, outcome="vraag", text="Was u er zelf bij?")
    at_work.region.ship("focal", "desk")
    asked = next(one for one in feedback.inbox(desk) if signal_id.show(one.subject) == signal)
    feedback.reply(desk, asked.n, "Er was geen kind bij.")
    at_work.region.ship("desk", "focal")
    dossier.triage(focal, signal, acute="nee")
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        rows = pilot.app.screen.query_one(RowList)
        row = next(row for row in lines(pilot) if row.id.startswith(signal))
        assert row.right == "lees het bericht"
        rows.select(row.id)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Inbox))
        await shows(pilot, "Er was geen kind bij.")
        await until(pilot, lambda: not feedback.inbox(focal))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Casework))
        await until(
            pilot,
            lambda: any(r.id.startswith(signal) and "beslis" in r.right for r in lines(pilot)),
        )


async def test_what_makes_a_group_endless_stands_in_the_table(at_work, monkeypatch):
    monkeypatch.setattr(casework, "AT_ONCE", 1)
    for _n in range(3):
        at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot)
        rows = pilot.app.screen.query_one(RowList)
        rows.select("/new")
        assert next(row for row in rows.rows if row.id == "head:new").text.strip().endswith("+)")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals))
        await shows(pilot, "U ziet: ontvangen")
        await shows(pilot, "o: op termijn")


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


async def test_search_on_home_is_ready_to_type_in(at_work):
    signal = at_work.send(narrative="Een zeldzaam woord: ganzenveer.")
    async with at_work.open("focal") as pilot:
        await press(pilot, "f3", *"ganzenveer")
        await shows(pilot, "ganzenveer")
        await until(pilot, lambda: len(pilot.app.screen.query_one(LineTable).rows) == 1)
        assert signal in pilot.app.screen.query_one(LineTable).rows[0].id


async def test_the_region_is_asked_to_answer_and_a_receipt_takes_a_signal_out_of_the_new(at_work):
    signal = at_work.to_table()
    async with at_work.open("coord") as pilot:
        await opened(pilot)
        row = next(row for row in lines(pilot) if row.id.startswith(signal))
        assert row.right.startswith("antwoord voor")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await shows(pilot, "aan het kantoor dat het doorgaf")
        await press(pilot, "f1")
        await shows(pilot, "notitie die in ons kantoor blijft")
        assert "Wiens taak" not in text_of(pilot)
        await press(pilot, "escape", "escape")
        at_work.answer("coord", signal, "ontvangen")
        await press(pilot, "escape")
        await opened(pilot)
        await until(pilot, lambda: group_of(pilot, signal) == "head:others")


def group_of(pilot, signal: str) -> str:
    """The heading above the row of a signal."""
    head = ""
    for row in lines(pilot):
        head = row.id if row.id.startswith("head:") else head
        if row.id.startswith(signal):
            return head
    return ""
