"""The list: wraps, skips headings, and goes where the keys say."""

from __future__ import annotations

from textual.app import App, ComposeResult

from screens.themes import theme
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
