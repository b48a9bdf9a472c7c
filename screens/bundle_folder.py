"""Choose a folder: one of the sticks and shares that are there now, or a path that is typed.

And, for collecting, tick the files of a folder.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

from mh_tui.language import N_, _, format_datetime, ngettext
from mh_tui.services import places, sending
from mh_tui.services.sending import Spot
from screens.bundle_rows import KINDS
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.safe import safe
from screens.widgets.field import PlainInput
from screens.widgets.parts import Part, Parts
from screens.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from screens.bundles import Bundles

EXCHANGE, WRITE, COLLECT = "exchange", "write", "collect"
HEADINGS = {
    EXCHANGE: N_("Where do you send and collect?"),
    WRITE: N_("Where do the bundles go?"),
    COLLECT: N_("Which files do you collect?"),
}
"""What for -> msgid of the title."""
LONGEST = 4000
"""Characters of a path."""
TAKE = Key("files.take", "f6", "take", N_("Collect"), N_("Take in the files that are ticked"),
           "ctrl+s", footer=10, palette=True, priority=True)  # fmt: skip


class Folders(Suggester):
    """The rest of a folder's name; → takes it over."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(places.complete, value)


class Above(Form):
    """A page that stands on 'Send and collect' and tells it what was chosen."""

    def back_to_bundles(self) -> Bundles:
        """Close this page: it is done."""
        from screens.bundles import Bundles

        self.finished()
        self.mh.back()
        below = self.app.screen
        assert isinstance(below, Bundles)
        return below


class ChooseFolder(Above):
    """``purpose``: which of ``HEADINGS``; to collect it may be a file too."""

    CSS_PATH = "bundle_folder.tcss"
    HIDDEN_APP_KEYS: ClassVar[frozenset[str]] = frozenset({"app.exchange"})
    KEYS: ClassVar[tuple[Key, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]
    ABOUT = N_(
        "Choose a stick or share with the arrows and press Enter, or type a path. While you type"
        " the rest of a folder's name is offered; → takes it over."
    )

    class Loaded(Message):
        """What is there now."""

        def __init__(self, spots: list[Spot]) -> None:
            super().__init__()
            self.spots = spots

    UNTIL_LEFT = True
    """A path is no work of anybody's: it outlives a lock, but nothing of it waits as a draft."""

    def __init__(self, purpose: str, again: bool = False) -> None:
        super().__init__(again=again)
        self.purpose = purpose
        self.spots: list[Spot] | None = None

    def body(self) -> ComposeResult:
        yield PlainInput(
            self.filled.get("path", ""), id="path", compact=True, max_length=LONGEST,
            suggester=Folders(), select_on_focus=False,
        )  # fmt: skip
        yield Parts(id="hint")
        yield RowList(id="list")

    def title_text(self) -> str:
        return _(HEADINGS[self.purpose])

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("folder", {"purpose": self.purpose, "again": True})

    def about(self) -> dict[str, str]:
        return {"purpose": self.purpose}

    def gather(self) -> dict[str, Any]:
        return {"path": self.query_one("#path", PlainInput).value}

    def paint(self) -> None:
        path = self.query_one("#path", PlainInput)
        path.placeholder = _("Type a path, or choose below")
        path.focus()
        if self.spots is None:
            session = self.session
            self.run_job(lambda: self.Loaded(sending.spots(session)))
        else:
            self._show(self.spots)

    @on(Loaded)
    def loaded(self, message: Loaded) -> None:
        message.stop()
        self.spots = message.spots
        self._show(message.spots)

    def _show(self, spots: Sequence[Spot]) -> None:
        there = [spot for spot in spots if spot.there]
        rows = [Row(str(spot.path), safe(str(spot.path)), _(KINDS[spot.kind])) for spot in there]
        self.query_one(RowList).show(rows)
        hint = "" if there else _("No stick or share was found. Plug one in, or type a path.")
        self.query_one("#hint", Parts).show([Part("", hint, "quiet")])

    def action_move(self, step: int) -> None:
        self.query_one(RowList).action_move(step)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        text, row = event.value, self.query_one(RowList).current
        if not text.strip() and row is not None:
            text = row.id
        self._take(text)

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._take(event.row.id)

    def _take(self, text: str) -> None:
        labels = {"folder": _("Folder")}
        files = self.purpose == COLLECT
        path = self.attempt(lambda: places.typed(text, files=files), labels)
        if path is not None:
            self.back_to_bundles().chosen_folder(self.purpose, path)


class PickFiles(Above):
    """The bundles of ``folder``, all ticked to begin with."""

    UNTIL_LEFT = True

    CSS_PATH = "bundle_folder.tcss"
    HIDDEN_APP_KEYS: ClassVar[frozenset[str]] = frozenset({"app.exchange"})
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, TAKE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("space", "tick", show=False),
        Binding("enter", "take", show=False, priority=True),
    ]
    ABOUT = N_("Space ticks a file or leaves it out; Enter takes in the ticked ones.")

    def __init__(self, folder: str, again: bool = False) -> None:
        super().__init__(again=again)
        self.folder = folder
        self.paths = places.bundles_in(Path(folder))
        self.ticked = set(self.paths)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def title_text(self) -> str:
        return _("Which files do you collect?")

    def status_text(self) -> str:
        count = len(self.ticked)
        return ngettext("{count} file", "{count} files", count).format(count=count)

    def place(self) -> Place:
        return Place("files", {"folder": self.folder, "again": True})

    def about(self) -> dict[str, str]:
        return {"folder": self.folder}

    def gather(self) -> dict[str, Any]:
        return {"left_out": [path.name for path in self.paths if path not in self.ticked]}

    def paint(self) -> None:
        left_out = self.filled.get("left_out", ())
        self.ticked -= {path for path in self.paths if path.name in left_out}
        self.filled = {}
        rows = self.query_one(RowList)
        rows.show([self._row(path) for path in self.paths])
        rows.focus()
        self.paint_frame()

    def _row(self, path: Path) -> Row:
        mark = "[x]" if path in self.ticked else "[ ]"
        return Row(str(path), file_name(path.name), _facts(path), mark)

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        """A click."""
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        row = self.query_one(RowList).current
        if row is not None:
            self.ticked ^= {Path(row.id)}
            self.changed()
            self.paint()

    def action_take(self) -> None:
        chosen = [path for path in self.paths if path in self.ticked]
        if not chosen:
            self.tell(_("Tick at least one file with space."), "look")
            return
        self.back_to_bundles().collect_from(chosen)


def file_name(name: str) -> str:
    """A file's name; the long one of a bundle by its first eight characters."""
    stem, dot, end = name.rpartition(".")
    if len(stem) > 32 and not set(stem) - set("0123456789abcdef"):
        return f"{stem[:8]}…{dot}{end}"
    return safe(name)


def size_text(size: int) -> str:
    """Bytes, KB or MB."""
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _facts(path: Path) -> str:
    try:
        facts = path.stat()
    except OSError:
        return _("cannot be read")
    moment = datetime.fromtimestamp(facts.st_mtime).astimezone()
    return f"{format_datetime(moment)}   {size_text(facts.st_size)}"
