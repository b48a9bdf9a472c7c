"""Four palettes of our own: dark, light, high contrast, no colour.

- A ``.tcss`` file uses the names below and Textual's own none: so every pair that can meet on a
  screen stands in ``PAIRS``, and a test computes its contrast (4.5:1 text, 3:1 lines).
- State is said in words and marks; colour comes third, so each palette loses nothing. Where a list
  without the focus has its cursor is underlined: without colour only that tells it from the other.
- ``NoColour`` leaves the terminal its own colours and keeps bold, underline and reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.theme import Theme

from mh_tui.language import N_

if TYPE_CHECKING:
    from textual.color import Color


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by their job. ``*_ink`` is the text on the colour of that name."""

    page: str
    ink: str
    quiet: str
    line: str
    raised: str
    accent: str
    late: str
    look: str
    good: str
    cursor: str
    cursor_ink: str
    dim: str
    dim_ink: str
    field: str
    field_ink: str
    field_line: str
    alarm: str
    alarm_ink: str


TEXT, LINE = 4.5, 3.0
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, TEXT) for ground in ("page", "raised")
      for text in ("ink", "quiet", "accent", "late", "look", "good")),
    ("cursor_ink", "cursor", TEXT),
    ("dim_ink", "dim", TEXT),
    ("field_ink", "field", TEXT),
    ("quiet", "field", TEXT),
    ("alarm_ink", "alarm", TEXT),
    ("line", "page", LINE),
    ("line", "raised", LINE),
    ("field_line", "page", LINE),
    ("accent", "field", LINE),
    ("cursor", "page", LINE),
    ("alarm", "page", LINE),
)  # fmt: skip
"""(foreground, background, least contrast) of everything that meets on a screen."""

PALETTES: Mapping[str, Palette] = {
    "dark": Palette(
        page="#14181d", ink="#e6e8ea", quiet="#a9b2bb", line="#71808d", raised="#1d242b",
        accent="#7cc4f0", late="#ff9d8a", look="#f2c14e", good="#8fd694",
        cursor="#7cc4f0", cursor_ink="#0c1116", dim="#33404b", dim_ink="#f2f4f6",
        field="#1d242b", field_ink="#ffffff", field_line="#71808d",
        alarm="#ff9d8a", alarm_ink="#1a0b08",
    ),
    "light": Palette(
        page="#fbfbf9", ink="#1a1d21", quiet="#4a535c", line="#7a848d", raised="#eef0f1",
        accent="#004f86", late="#9b1c10", look="#7a4b00", good="#1d6129",
        cursor="#004f86", cursor_ink="#ffffff", dim="#cfd8df", dim_ink="#1a1d21",
        field="#ffffff", field_ink="#000000", field_line="#6d7780",
        alarm="#9b1c10", alarm_ink="#ffffff",
    ),
    "contrast": Palette(
        page="#000000", ink="#ffffff", quiet="#ffffff", line="#ffffff", raised="#000000",
        accent="#ffff00", late="#ffb000", look="#ffff00", good="#00ff66",
        cursor="#ffff00", cursor_ink="#000000", dim="#ffffff", dim_ink="#000000",
        field="#000000", field_ink="#ffffff", field_line="#ffffff",
        alarm="#ffff00", alarm_ink="#000000",
    ),
    "plain": Palette(
        page="#000000", ink="#ffffff", quiet="#ffffff", line="#ffffff", raised="#000000",
        accent="#ffffff", late="#ffffff", look="#ffffff", good="#ffffff",
        cursor="#ffffff", cursor_ink="#000000", dim="#000000", dim_ink="#ffffff",
        field="#000000", field_ink="#ffffff", field_line="#ffffff",
        alarm="#ffffff", alarm_ink="#000000",
    ),
}  # fmt: skip
"""Name -> palette; the first is the one a new profile starts with."""

LABELS: Mapping[str, str] = {
    "dark": N_("Dark"),
    "light": N_("Light"),
    "contrast": N_("High contrast"),
    "plain": N_("No colour"),
}


def variables(palette: Palette) -> dict[str, str]:
    """The names a ``.tcss`` may use, and what Textual's own widgets take for theirs."""
    own = {f"mh-{name.replace('_', '-')}": value for name, value in asdict(palette).items()}
    textuals = {
        "input-cursor-background": palette.field_ink,
        "input-cursor-foreground": palette.field,
        "input-selection-background": palette.cursor,
        "input-selection-foreground": palette.cursor_ink,
        "screen-selection-background": palette.cursor,
        "screen-selection-foreground": palette.cursor_ink,
        "block-cursor-background": palette.cursor,
        "block-cursor-foreground": palette.cursor_ink,
        "block-cursor-text-style": "none",
        "scrollbar": palette.line,
        "scrollbar-hover": palette.line,
        "scrollbar-active": palette.accent,
        "scrollbar-background": palette.page,
        "scrollbar-background-hover": palette.page,
        "scrollbar-background-active": palette.page,
        "scrollbar-corner-color": palette.page,
        "border": palette.accent,
        "border-blurred": palette.field_line,
        "text": palette.ink,
        "text-muted": palette.quiet,
        "text-disabled": palette.quiet,
        "foreground-muted": palette.quiet,
    }
    return own | textuals


def theme(name: str) -> Theme:
    """A palette as Textual's theme, named ``mh-`` and the palette's name."""
    palette = PALETTES[name]
    return Theme(
        name=f"mh-{name}",
        primary=palette.accent,
        secondary=palette.accent,
        accent=palette.accent,
        warning=palette.look,
        error=palette.late,
        success=palette.good,
        foreground=palette.ink,
        background=palette.page,
        surface=palette.page,
        panel=palette.raised,
        dark=name != "light",
        variables=variables(palette),
    )


class NoColour(LineFilter):
    """Drops every colour; what stood on a light ground becomes reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(one.text, _bare(one.style), one.control) if one.style else one
            for one in segments
        ]


@lru_cache(512)
def _bare(style: Style) -> Style:
    ground = style.bgcolor.triplet if style.bgcolor is not None else None
    light = ground is not None and sum(ground) > 3 * 128
    return Style(
        bold=style.bold or None,
        underline=style.underline or None,
        reverse=(light != bool(style.reverse)) or None,
        meta=style.meta or None,
    )
