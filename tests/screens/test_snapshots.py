"""Every screen as it is painted: both sizes, both languages, high contrast and no colour.

- One file a screen in ``__snapshots__``: what stands there is what a person sees; under the lines
  of the last two looks stands a letter a cell, and below them what colours each letter means.
- Changed on purpose? ``python -m pytest tests/screens/test_snapshots.py --snapshot-update -n 0``
  writes the new ones and removes what is left over; read the difference before it is committed.
- What must hold on every screen (width, footer, focus, nothing that steers a terminal) is checked
  in each look, whatever the snapshot says.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from screens.rooms import ROOMS
from screens.walking import LOCK, SETUP
from tests.screens import busy
from tests.screens.gallery import NAMES, SHOWN, SIZES
from tests.screens.scene import WORK, Shown, lines_of, marked, opened, painted, text_of
from tests.screens.still import still

SNAPSHOTS = Path(__file__).parent / "__snapshots__" / Path(__file__).stem
LOOKS = (
    ("80x24", "nl", "contrast"),
    ("80x24", "nl", "plain"),
    ("120x40", "nl", "plain"),
    ("120x40", "en", "plain"),
    ("80x24", "en", "plain"),
)
"""In this order the fewest changes are needed; the text is the same in all colours."""
IN_COLOURS = LOOKS[:2]
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
LEFT_OVER = re.compile(r"\{\w*\}|\[/|\[\$|\[@|\[b\]|mh-")
"""A hole that was not filled, markup that nobody interpreted, a name of the program's own."""
KEYS = {
    WORK: ("F1 ", "F2 112", "F9 ", "F12 "),
    LOCK: ("F1 ", "F2 112", "F9 "),
    SETUP: ("F1 ", "F2 112", "F9 "),
}
"""What the footer must always offer; while locked F12 would do nothing."""
NO_FOCUS = {
    "hidden": "any key asks the passphrase",
    "sent": "nothing to choose: Enter goes home",
    "exchange_running": "nothing to choose: Esc stops it",
}


class OneFile(SingleFileSnapshotExtension):
    """A text file a screen, in UTF-8."""

    _write_mode = WriteMode.TEXT
    _file_extension = "txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> busy.Busy:
    """The offices, busy, once a module."""
    with still(busy.NOW) as now:
        return busy.build(tmp_path_factory.mktemp("busy") / "profiles", now)


@pytest.mark.parametrize("name", NAMES)
async def test_a_screen_looks_as_it_did(name, made, snapshot):
    shown = NAMES[name]
    looks = []
    async with opened(shown, made, "contrast") as scene:
        for size, lang, palette in LOOKS:
            await scene.show(SIZES[size], lang, palette)
            strips = painted(scene.app)
            check(scene.app, lines_of(strips), shown)
            if palette == "contrast" or size != "80x24" or lang != "nl":
                looks.append(f"═══ {size} {lang}\n{text_of(strips)}")
            if (size, lang, palette) in IN_COLOURS:
                looks.append(f"═══ {size} {lang} {palette}\n{marked(strips)}")
    assert "".join(looks) == snapshot(extension_class=OneFile)


def check(app: Any, lines: list[str], shown: Shown) -> None:
    """What holds on every screen."""
    text = "\n".join(lines)
    width, height = app.size
    assert len(lines) == height
    assert [cell_len(line) for line in lines] == [width] * height, text
    assert not STEERING.search(text.replace("\n", "")), text
    assert not LEFT_OVER.search(text), text
    if shown.name == "hidden":
        assert "mh_tui" not in text
        assert "F1" not in text
    else:
        assert lines[0].startswith(" mh_tui   ")
        assert all(key in lines[-1] for key in KEYS[shown.start]), lines[-1]
    if shown.name not in NO_FOCUS:
        focused = app.focused
        assert focused is not None, text
        assert focused.is_on_screen, text


def test_every_snapshot_belongs_to_a_screen_of_the_gallery(pytestconfig):
    """Under xdist syrupy itself does not see what is left over."""
    if pytestconfig.getoption("--snapshot-update"):
        pytest.skip("they are written when all is done")
    kept = {path.stem.partition("[")[2].removesuffix("]") for path in SNAPSHOTS.iterdir()}
    assert kept == set(NAMES)


def test_every_room_is_in_the_gallery():
    """By the first page that its line in the table opens."""
    opened_rooms = {room for one in SHOWN for room in one.rooms}
    assert opened_rooms | {"home"} == set(ROOMS)


def test_no_screen_stands_twice_in_the_gallery():
    assert len(NAMES) == len(SHOWN)
