"""The list: wraps, skips headings, and goes where the keys say."""

from __future__ import annotations

import asyncio

from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color

from screens.themes import NoColour, theme
from screens.widgets.rows import Row, RowList, wrapped

ROWS = [
    Row("h", "Kop", tone="head"),
    *(Row(str(n), f"regel {n}", right="rechts") for n in range(30)),
    Row("h2", "Kop", tone="head"),
    Row("last", "laatste"),
]


class OneList(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.register_theme(theme("dark"))
        self.theme = "mh-dark"
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield RowList(ROWS)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.chosen.append(event.row.id)


def test_a_long_word_is_broken_and_words_stay_whole_where_they_fit():
    assert wrapped("een twee drie", 8) == ["een twee", "drie"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrapped("a\n\nb", 4) == ["a", "", "b"]
    assert wrapped("", 4) == [""]


async def test_the_cursor_passes_over_headings():
    app = OneList()
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(RowList)
        rows.focus()
        await pilot.pause()
        assert rows.current == ROWS[1]
        await pilot.press("up")
        assert rows.current == ROWS[1]
        await pilot.press("end")
        assert rows.current == ROWS[-1]
        await pilot.press("up", "enter")
        assert app.chosen == ["29"]
        await pilot.press("home")
        assert rows.current == ROWS[1]


async def test_other_rows_keep_the_cursor_on_the_same_one():
    app = OneList()
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(RowList)
        rows.select("7")
        rows.show([row for row in ROWS if row.id != "3"])
        assert rows.current is not None
        assert rows.current.id == "7"
        rows.show([])
        assert rows.current is None
        await pilot.press("down", "enter")
        assert app.chosen == []


async def test_a_click_on_a_row_chooses_it():
    app = OneList()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(RowList, offset=(3, 2))
        assert app.chosen == ["1"]


async def test_without_colour_the_list_with_the_focus_is_told_from_the_other():
    class Two(App[None]):
        def compose(self) -> ComposeResult:
            yield RowList([Row("a", "eerste")], id="left")
            yield RowList([Row("b", "tweede")], id="right")

    app = Two()
    app.register_theme(theme("plain"))
    app.theme = "mh-plain"
    async with app.run_test(size=(40, 10)):
        app.query_one("#left").focus()
        await asyncio.sleep(0.05)
        bare = [
            next(one.style for one in NoColour().apply(list(rows.render_line(0)), Color(0, 0, 0)))
            for rows in app.query(RowList)
        ]
        assert bare == [Style(reverse=True), Style(underline=True)]
