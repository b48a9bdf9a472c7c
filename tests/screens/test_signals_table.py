"""The table of signals by keys: filter, search as you type, order; and hostile text in it."""

from __future__ import annotations

import threading

import pytest

from mh_tui.projection.listing import Filter
from mh_tui.services import reading, recording
from mh_tui.signals import signal_id
from screens.choose import Choose
from screens.dossier import Dossier
from screens.signals import Signals
from screens.widgets.line_table import LineTable
from tests.screens.at_work import HOSTILE, at_work
from tests.screens.conftest import press, shows, text_of, until, write

__all__ = ["at_work"]


@pytest.fixture(scope="module")
def filled(at_work):
    """Signals of two towns at the focal point, one at the table, one answered."""
    at_work.send(narrative="Gele bus bij de kas", municipality="Hoorn", acute="weet_niet")
    at_work.send(narrative="Matrassen in de schuur", municipality="Medemblik", forms=["arbeid"])
    at_work.send(narrative=f"Verhaal {HOSTILE}", municipality="Hoorn")
    at_work.to_table(narrative="Zes telefoons op tafel", municipality="Hoorn")
    at_work.answer("focal", at_work.send(narrative="Al beantwoord", municipality="Hoorn"))
    return at_work


def page(pilot) -> Signals:
    assert isinstance(pilot.app.screen, Signals)
    return pilot.app.screen


def shown_ids(pilot) -> list[str]:
    table = page(pilot).query_one(LineTable)
    return [row.id.partition("/")[0] for row in table.rows]


def rows(pilot) -> int:
    return len(page(pilot).query_one(LineTable).rows)


async def opened(pilot) -> None:
    await press(pilot, "a")
    await until(pilot, lambda: isinstance(pilot.app.screen, Signals) and rows(pilot))


async def test_search_as_you_type_finds_a_word_of_the_story(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        assert rows(pilot) == 5
        await press(pilot, "f3")
        await write(pilot, "matr")
        await until(pilot, lambda: rows(pilot) == 1)
        await shows(pilot, "Medemblik")
        await press(pilot, "escape")
        await until(pilot, lambda: rows(pilot) == 5)
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


async def test_a_choice_that_has_nothing_like_it_says_so_and_chooses_nothing(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        await press(pilot, "g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "xyz")
        await shows(pilot, "Niets gevonden. Met Backspace haalt u een letter weg.")
        await press(pilot, "enter")
        await shows(pilot, "Niets gevonden. Met Backspace haalt u een letter weg.")
        assert isinstance(pilot.app.screen, Choose)


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
        await until(pilot, lambda: rows(pilot) == 5)
        await shows(pilot, "U ziet: alles 5")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("name", ["focal", "coord"])
async def test_one_key_goes_through_the_orders_and_the_table_says_which(filled, name, size):
    async with filled.open(name, size=size) as pilot:
        await opened(pilot)
        heads = {
            "o: op termijn": "Termijn ▴",
            "o: op stand": "Stand ▴",
            "o: op gemeente": "Gemeente ▴",
            "o: oudste eerst": "Binnen ▴",
            "o: nieuwste eerst": "Binnen ▾",
        }
        for told, head in heads.items():
            await press(pilot, "o")
            await shows(pilot, told)
            await shows(pilot, head)
        await press(pilot, "O")
        await shows(pilot, "o: oudste eerst")


async def test_the_first_term_stands_first_and_the_order_outlives_a_lock(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        await press(pilot, "o")
        await shows(pilot, "op termijn")
        lines, _end = reading.page(filled.region["focal"], Filter(order="term"), limit=10)
        ids = [signal_id.show(line.subject) for line in lines]
        await until(pilot, lambda: shown_ids(pilot) == ids)
        assert page(pilot).place().args["chosen"] == {"order": "term"}
        await press(pilot, "l")
        await shows(pilot, "U ziet: over de termijn")
        await press(pilot, "x")
        await shows(pilot, "U ziet: alles")
        await shows(pilot, "op termijn")


async def test_danger_and_what_waits_for_an_answer_are_one_key_away(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        await press(pilot, "a")
        await shows(pilot, "U ziet: gevaar niet uitgesloten")
        await until(pilot, lambda: rows(pilot) == 1)
        await press(pilot, "a", "z")
        await shows(pilot, "U ziet: nog niet beantwoord")
        await until(pilot, lambda: rows(pilot) == 4)
        assert "beantwoord" not in text_of(pilot).replace("nog niet beantwoord", "")
        await press(pilot, "x", "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "gevaar")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals) and rows(pilot) == 1)


async def test_a_slow_filter_holds_up_no_key_and_only_the_last_one_counts(filled, monkeypatch):
    plain, asked, gate = reading.page, [], threading.Event()

    def slow(session, wanted, **given):
        asked.append(wanted)
        assert gate.wait(10)
        return plain(session, wanted, **given)

    async with filled.open("focal") as pilot:
        await opened(pilot)
        before = shown_ids(pilot)
        monkeypatch.setattr(reading, "page", slow)
        await press(pilot, "a")
        await until(pilot, lambda: len(asked) == 1)
        await press(pilot, "a", "z", "z", "o", "down")
        assert page(pilot).query_one(LineTable).cursor == 1
        await shows(pilot, "leest …")
        assert shown_ids(pilot) == before
        gate.set()
        await until(pilot, lambda: len(asked) == 2)
        assert asked[1] == Filter(order="term")
        await until(pilot, lambda: "leest" not in text_of(pilot))
        assert len(asked) == 2


async def test_the_region_sees_from_which_office_a_signal_came(filled):
    async with filled.open("coord") as pilot:
        await opened(pilot)
        await shows(pilot, "Regionale tafel")
        await shows(pilot, "● ")
        await shows(pilot, "Hoorn")
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
        assert page(pilot).place().args["chosen"] == {"late": "yes"}


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "nl"), ((120, 40), "en")])
async def test_enter_opens_the_dossier_in_both_languages_and_sizes(filled, size, lang):
    async with filled.open("focal", size=size, lang=lang) as pilot:
        await opened(pilot)
        assert all(len(line) <= size[0] for line in text_of(pilot).splitlines())
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))


def test_a_search_goes_on_where_its_first_page_stopped(filled):
    session = filled.region["focal"]
    whole, _end = reading.page(session, Filter(words="op"), limit=10)
    found, after = [], None
    for _page in whole:
        lines, after = reading.page(session, Filter(words="op"), limit=1, after=after)
        found += lines
    assert [line.row for line in found] == [line.row for line in whole]
    assert after is None


async def test_coming_back_from_a_dossier_one_stands_where_one_was(filled):
    story = {"context": "straat", "acute": "nee", "gut_feeling": True, "municipality": "Hoorn"}
    items = recording.as_items([story] * 130)
    other = filled.region["other"]
    recording.add(other, recording.check(other, items, not_bsn=False))
    async with filled.open("other") as pilot:
        await opened(pilot)
        await shows(pilot, "U ziet: alles 100+")
        await press(pilot, *["pagedown"] * 7)
        await until(pilot, lambda: page(pilot).query_one(LineTable).cursor > 110)
        table = page(pilot).query_one(LineTable)
        place = table.cursor
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await press(pilot, "right", "right", "left")
        await until(pilot, lambda: table.cursor == place + 1)
        here = table.current.id
        assert here.startswith(pilot.app.screen.signal_id)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Signals))
        number = page(pilot).now_showing.number
        await until(pilot, lambda: not page(pilot)._at_work)
        assert number > 1
        assert page(pilot).query_one(LineTable).current.id == here


async def test_while_one_searches_the_letters_of_the_filters_are_not_offered(filled):
    async with filled.open("focal") as pilot:
        await opened(pilot)
        await shows(pilot, "f Filter")
        await press(pilot, "f3")
        await shows(pilot, "naar de lijst")
        assert "f Filter" not in text_of(pilot)
        await press(pilot, "down")
        await shows(pilot, "f Filter")
