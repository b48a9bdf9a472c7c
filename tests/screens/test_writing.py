"""The field for a longer text: what it paints, what a paste becomes, where it ends."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.strip import Strip
from textual.widgets import TextArea

from screens.themes import theme
from screens.widgets.writing import Writing

STORY = (
    "De man heeft drie paspoorten. " * 12
    + "\n\n"
    + "Zonderspaties" * 20
    + "\nBreed: 漢字漢字漢字 é en een laatste zin"
)


class Alone(App[None]):
    """One field, with our colours."""

    def __init__(self, text: str, limit: int = 2_000) -> None:
        super().__init__()
        self.register_theme(theme("dark"))
        self.theme = "mh-dark"
        self.writing = Writing(text, limit=limit)

    def compose(self) -> ComposeResult:
        yield self.writing


@pytest.fixture(autouse=True)
def quick() -> None:
    """Painted as it is for a person: what is compared here is the painting itself."""


def rows(field: Writing, paint) -> list[Strip]:
    return [paint(field, y).simplify() for y in range(field.size.height - 2)]


@pytest.mark.parametrize("place", [(0, 0), (0, 75), (0, 360), (1, 0), (2, 130), (3, 9), (3, 36)])
async def test_a_row_painted_on_its_own_is_what_textual_paints(place):
    async with Alone(STORY).run_test(size=(60, 24)) as pilot:
        field = pilot.app.writing
        field.focus()
        field.move_cursor(place)
        await pilot.pause()
        own = rows(field, Writing._render_line)
        assert own == rows(field, TextArea._render_line)
        assert "漢字" in "".join(strip.text for strip in own)
        field.select_all()
        assert rows(field, Writing._render_line) == rows(field, TextArea._render_line)


async def test_a_paste_is_cleaned_and_ends_at_the_limit():
    async with Alone("", limit=12).run_test() as pilot:
        field = pilot.app.writing
        field.focus()
        field.post_message(Paste("a\tb\r\ne\u0301 en nog veel meer"))
        await pilot.pause()
        assert field.value == "a    b\né en "[:12]


async def test_a_wider_window_shows_wider_rows_also_when_they_are_as_many():
    story = "Het bedrijf is bekend en de eigenaar is vorig jaar twee keer beboet. " * 2
    async with Alone(story).run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(100, 24)
        await pilot.pause()
        shown = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
        assert [row.strip("│ ") for row in shown[1:3]] == [story[:93], story[94:].strip()]
