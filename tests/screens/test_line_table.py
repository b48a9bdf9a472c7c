"""The table: pages by key, whatever the number of rows, and only what fits is shown."""

from __future__ import annotations

from textual.app import App

from screens import themes
from screens.widgets.line_table import Column, LineTable, TableRow, fit
from tests.screens.conftest import press, shows, text_of, until

COLUMNS = (
    Column("n", "Number", 8),
    Column("name", "Name", 10, grows=True),
    Column("wide", "Extra", 12, 100),
)
PAGE = 100


class Shown(App[None]):
    """A table over ``total`` rows that are made when they are asked for."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.register_theme(themes.theme("dark"))
        self.theme = "mh-dark"
        self.total = total
        self.asked: list[int] = []
        self.chosen = ""

    def compose(self):
        yield LineTable(COLUMNS, id="table")

    def on_mount(self):
        table = self.query_one(LineTable)
        table.show(*self.page(0))
        table.focus()

    def page(self, start: int):
        end = min(start + PAGE, self.total)
        rows = [TableRow(str(n), "●" if n == 3 else "", cells(n)) for n in range(start, end)]
        return rows, str(end) if end < self.total else None

    def on_line_table_need_more(self, event: LineTable.NeedMore) -> None:
        self.asked.append(int(event.after))
        self.query_one(LineTable).extend(*self.page(int(event.after)))

    def on_line_table_chosen(self, event: LineTable.Chosen) -> None:
        self.chosen = event.row.id


def cells(n: int) -> dict[str, str]:
    return {"n": str(n), "name": f"regel {n} met een lange naam", "wide": f"meer {n}"}


async def at(pilot, place: int) -> None:
    await until(pilot, lambda: pilot.app.query_one(LineTable).cursor == place)


async def test_the_next_page_is_there_before_one_comes_to_its_end():
    app = Shown(1_000_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["pagedown"] * 12)
        await at(pilot, 12 * 22)
        assert app.asked == [100, 200, 300]
        await shows(pilot, f"regel {12 * 22}")


async def test_page_down_over_what_is_not_there_yet_ends_where_it_would_have():
    app = Shown(150)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "end", "pagedown", "end")
        await at(pilot, 149)
        await shows(pilot, "regel 149")
        assert "meer…" not in text_of(pilot)
        await press(pilot, "home", "up")
        await at(pilot, 0)


async def test_a_mark_stands_before_its_row_and_headings_stay():
    app = Shown(500)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "● 3 ")
        await press(pilot, "pagedown", "pagedown")
        await until(pilot, lambda: "regel 44" in text_of(pilot))
        assert text_of(pilot).splitlines()[0].split() == ["Nummer", "Naam"]


async def test_a_wide_screen_shows_more_columns_and_a_resize_loses_nothing():
    app = Shown(500)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 30)
        assert "Extra" not in text_of(pilot)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "meer 30" in text_of(pilot))
        assert app.query_one(LineTable).cursor == 30


async def test_enter_and_a_second_click_open_the_row():
    app = Shown(50)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "down", "enter")
        await until(pilot, lambda: app.chosen == "2")
        await pilot.click(LineTable, offset=(5, 6))
        assert app.query_one(LineTable).cursor == 5
        assert app.chosen == "2"
        await pilot.click(LineTable, offset=(5, 6))
        await until(pilot, lambda: app.chosen == "5")


async def test_another_list_keeps_the_cursor_on_the_same_signal():
    app = Shown(50)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 7)
        table = app.query_one(LineTable)
        table.show([TableRow(str(n), "", cells(n)) for n in (1, 7, 9)], None)
        assert table.current.id == "7"
        table.show([], None, empty="Niets gevonden.")
        await until(pilot, lambda: "Niets gevonden." in text_of(pilot))
        await press(pilot, "enter", "down", "pagedown", "end")
        assert table.current is None


def test_a_cell_is_cut_by_cells_and_not_by_characters():
    assert fit("Hoorn", 8) == "Hoorn   "
    assert fit("Drechterland", 6) == "Drech…"
    assert fit("日本語テキスト", 5) == "日本…"
