"""The table of signals by keys: filter, search as you type, order; and hostile text in it."""

from __future__ import annotations

import pytest

from mh_tui.projection.listing import Filter
from mh_tui.services import reading
from screens.choose import Choose
from screens.dossier import Dossier
from screens.signals import Signals
from screens.widgets.line_table import LineTable
from tests.screens.at_work import HOSTILE, at_work
from tests.screens.conftest import press, shows, text_of, until, write

__all__ = ["at_work"]


@pytest.fixture(scope="module")
def filled(at_work):
    """Signals of two towns at the focal point, one at the table."""
    at_work.send(narrative="Gele bus bij de kas", municipality="Hoorn", acute="weet_niet")
    at_work.send(narrative="Matrassen in de schuur", municipality="Medemblik", forms=["arbeid"])
    at_work.send(narrative=f"Verhaal {HOSTILE}", municipality="Hoorn")
    at_work.to_table(narrative="Zes telefoons op tafel", municipality="Hoorn")
    return at_work


def page(pilot) -> Signals:
    assert isinstance(pilot.app.screen, Signals)
    return pilot.app.screen


def rows(pilot) -> int:
    return len(page(pilot).query_one(LineTable).rows)


async def opened(pilot) -> None:
    await press(pilot, "a")
    await until(pilot, lambda: isinstance(pilot.app.screen, Signals) and rows(pilot))


async def test_search_as_you_type_finds_a_word_of_the_story(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        assert rows(pilot) == 4
        await press(pilot, "f3")
        await write(pilot, "matr")
        await until(pilot, lambda: rows(pilot) == 1)
        assert "Medemblik" in text_of(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: rows(pilot) == 4)
        assert page(pilot).query_one(LineTable).has_focus


async def test_an_older_answer_never_replaces_a_newer_one(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        screen = page(pilot)
        old = screen._reader(None)
        await press(pilot, "t")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "op de tafel")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals) and rows(pilot) == 1)
        screen.post_message(old())
        await press(pilot, "down")
        assert rows(pilot) == 1


async def test_filters_are_told_and_x_takes_them_away(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        await press(pilot, "g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "medem")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals) and rows(pilot) == 1)
        await shows(pilot, "U ziet: Medemblik")
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "seksuele")
        await press(pilot, "enter")
        await shows(pilot, "Niets gevonden. Druk op x")
        await press(pilot, "x")
        await until(pilot, lambda: rows(pilot) == 4)
        await shows(pilot, "U ziet: alles")


async def test_the_oldest_can_stand_first(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        before = [row.id for row in page(pilot).query_one(LineTable).rows]
        await press(pilot, "o")
        await shows(pilot, "oudste eerst")
        after = [row.id for row in page(pilot).query_one(LineTable).rows]
        assert after == before[::-1]


async def test_the_region_sees_from_which_office_a_signal_came(filled):
    async with filled.open("coord") as pilot:
        await opened(pilot)
        await shows(pilot, "Regionale tafel")
        assert "● " in text_of(pilot)
        assert "Hoorn" in text_of(pilot)
        await press(pilot, "k")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "medemblik")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals) and not rows(pilot))


async def test_the_filters_are_there_again_after_a_lock(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        await press(pilot, "l")
        await shows(pilot, "U ziet: over de termijn")
        assert page(pilot).place().args == {"chosen": {"late": "yes"}}


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "nl"), ((120, 40), "en")])
async def test_enter_opens_the_dossier_in_both_languages_and_sizes(filled, size, lang):
    async with filled.open("focal", size=size, lang=lang) as pilot:
        await opened(pilot)
        assert all(len(line) <= size[0] for line in text_of(pilot).splitlines())
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))


def test_a_page_begins_with_the_oldest_and_goes_on_where_it_stopped(filled):
    session = filled.region["focal"]
    whole, _end = reading.page(session, Filter(oldest=True), limit=10)
    first, after = reading.page(session, Filter(oldest=True), limit=3)
    second, end = reading.page(session, Filter(oldest=True), limit=3, after=after)
    assert [line.row for line in (*first, *second)] == [line.row for line in whole]
    assert end is None


def test_a_search_goes_on_where_its_first_page_stopped(filled):
    session = filled.region["focal"]
    whole, _end = reading.page(session, Filter(words="op"), limit=10)
    found, after = [], None
    for _page in whole:
        lines, after = reading.page(session, Filter(words="op"), limit=1, after=after)
        found += lines
    assert [line.row for line in found] == [line.row for line in whole]
    assert after is None
