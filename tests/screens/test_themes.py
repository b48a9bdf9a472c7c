"""Every pair of colours that can meet can be read, and no file names a colour of its own."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from screens.themes import LABELS, PAIRS, PALETTES, NoColour, Palette, theme, variables
from tests.conftest import ROOT

STYLES = sorted((ROOT / "screens").glob("**/*.tcss"))
SOURCES = sorted((ROOT / "screens").glob("**/*.py"))
OWN = set(variables(next(iter(PALETTES.values()))))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [value / 255 for value in Color.parse(colour).rgb]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_known_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("name", PALETTES)
def test_every_pair_of_a_palette_can_be_read(name):
    palette = PALETTES[name]
    poor = {
        (ink, ground): round(contrast(getattr(palette, ink), getattr(palette, ground)), 2)
        for ink, ground, least in PAIRS
        if contrast(getattr(palette, ink), getattr(palette, ground)) < least
    }
    assert not poor


def test_every_colour_of_a_palette_stands_in_a_pair():
    paired = {name for pair in PAIRS for name in pair[:2]}
    assert {one.name for one in fields(Palette)} == paired


def test_every_palette_has_a_name_for_people():
    assert set(LABELS) == set(PALETTES)
    assert {theme(name).name for name in PALETTES} == {f"mh-{name}" for name in PALETTES}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_file_names_only_our_own_colours(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert {name for name in re.findall(r"\$([\w-]+)", text) if not name.startswith("mh-")} == set()
    assert set(re.findall(r"\$([\w-]+)", text)) <= OWN
    values = re.findall(r"(?:color|background|border[\w-]*|tint)\s*:\s*([^;]+);", text)
    assert not [
        value
        for value in values
        if re.search(r"#[0-9a-f]{3}|\b(red|green|blue|white|black)\b", value)
    ]


def test_the_code_names_only_our_own_colours():
    for path in SOURCES:
        used = set(re.findall(r"\$(mh-[\w-]+)", path.read_text(encoding="utf-8")))
        assert used <= OWN, path.name


def test_without_colour_the_cursor_is_reverse_and_the_rest_plain():
    line = [
        Segment("gekozen", Style(color="#000000", bgcolor="#ffffff", bold=True)),
        Segment("rest", Style(color="#ffffff", bgcolor="#000000")),
    ]
    chosen, rest = NoColour().apply(line, Color(0, 0, 0))
    assert chosen.style == Style(reverse=True, bold=True)
    assert rest.style == Style()
