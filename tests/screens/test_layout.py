"""A widget that comes while the page scrolls is told its size as any other."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens.page import Page
from screens.widgets.rows import Row, RowList
from tests.screens.conftest import refreshed, text_of

LONG = "Een regel die op een scherm van tachtig tekens gewoon past"


class Scrolling(Page):
    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Static("\n".join(map(str, range(60))))


async def test_a_list_that_comes_while_its_page_scrolls_is_wrapped_to_the_page(office):
    async with office.open() as pilot:
        page = Scrolling()
        await pilot.app.push_screen(page)
        await refreshed(pilot)
        scroll = page.query_one("#scroll")
        with pilot.app.batch_update():  # the page is laid out at its end
            rows = RowList()
            rows.styles.height = 3
            await scroll.mount(rows, before=0)
            rows.show([Row("a", LONG)])
            page._compositor.reflow_visible(page, page.size)  # as a scroll does
            page._compositor._visible_map = None
            assert page._compositor.full_map  # somebody asks for a place
        await refreshed(pilot)
        assert rows.size.width > len(LONG)
        assert LONG in text_of(pilot)
