"""What became of each file, in plain words, with what to do about it; and what may go now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from mh_tui.bundle.outcome import SUCCESSES, Outcome
from mh_tui.language import N_, _, ngettext
from mh_tui.services import sending, sending_text
from mh_tui.services.sending import Done, FileLine
from screens.bundle_folder import file_name, size_text
from screens.bundle_rows import CARDS, alone_text, nothing_sent_text
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.safe import safe
from screens.widgets.parts import Part, Parts
from screens.widgets.rows import Row, RowList

TIDY = Key("outcome.tidy", "x", "tidy", N_("Tidy up"),
           N_("Remove the files that were taken in or confirmed"), footer=10,
           palette=True)  # fmt: skip


WORK = Key("outcome.work", "w", "work", N_("My work"), N_("what must happen first"), footer=9,
           palette=True)  # fmt: skip


class BundleOutcome(Page):
    """``done``: the run that ended. ``ends_both``: back also leaves the page below, where the
    run was begun: who sent and collected is done there.
    """

    CSS_PATH = "bundle_outcome.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, WORK, TIDY, CARDS)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "One line a file. What was taken in is safe here; its file may go. What was refused"
        " changed nothing: the line says what you can do. A file for another office stays where"
        " it is. What could not be sent is named on top, with the reason."
    )

    def __init__(self, done: Done, *, ends_both: bool = False) -> None:
        super().__init__()
        self.done = done
        self.ends_both = ends_both
        self.tidied = False

    def body(self) -> ComposeResult:
        yield Parts(id="summary")
        yield RowList(id="list", one_click=False)

    def title_text(self) -> str:
        return _("What became of it")

    def status_text(self) -> str:
        return safe(str(self.done.folder))

    def paint(self) -> None:
        self.query_one("#summary", Parts).show(summary(self.done, self.mh.config))
        rows = self.query_one("#list", RowList)
        rows.show([*outcome_rows(self.done, tidied=self.tidied)])
        rows.focus()
        self.paint_frame()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "work":
            return bool(self.done.danger)
        if action == "cards":
            return bool(self.done.alone)
        return action != "tidy" or bool(self.done.removable and not self.tidied)

    async def action_back(self) -> None:
        await super().action_back()
        if self.ends_both and self.mh.screen is not self:
            self.mh.back()

    def action_work(self) -> None:
        self.mh.go("work")

    def action_cards(self) -> None:
        self.mh.go("trust")

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.row.id == "tidy":
            self.action_tidy()

    def action_tidy(self) -> None:
        session, paths = self.session, self.done.removable
        count = self.attempt(lambda: sending.remove(session, paths))
        if count is not None:
            self.tidied = True
            self.paint()
            text = ngettext("{count} file removed.", "{count} files removed.", count)
            self.tell(text.format(count=count))


def summary(done: Done, config: Mapping[str, Any]) -> list[Part]:
    """Danger, what asks attention, what is still here and why; "well" only where nothing is."""
    return [*_danger(done), *_how_it_went(done, config)]


def _how_it_went(done: Done, config: Mapping[str, Any]) -> list[Part]:
    parts = [*_still_here(done, config)]
    if done.refused:
        text = ngettext(
            "{count} file asks your attention; nothing was lost.",
            "{count} files ask your attention; nothing was lost.",
            done.refused,
        )
        return [Part("", text.format(count=done.refused), "look"), *parts]
    if done.written:
        text = (
            _("The rest was written: take the stick along, or leave the files on the share.")
            if parts
            else _("All went well. Now take the stick along, or leave the files on the share.")
        )
        return [*parts, Part("", text, "" if parts else "good")]
    if parts:
        return parts
    if not done.files:
        return [
            Part("", _("Nothing new: everything arrived and nothing was there for you."), "good")
        ]
    return [Part("", _("All went well."), "good")]


def _danger(done: Done) -> Iterator[Part]:
    """Before all else: somebody may be in danger now."""
    if done.danger:
        text = ngettext(
            "{count} signal with immediate danger waits for you: w shows it.",
            "{count} signals with immediate danger wait for you: w shows them.",
            done.danger,
        )
        yield Part("", text.format(count=done.danger), "late")


def _still_here(done: Done, config: Mapping[str, Any]) -> Iterator[Part]:
    """What did not leave this computer, and why."""
    if done.alone:
        say = nothing_sent_text if done.sent and not done.written else alone_text
        yield Part("", say(done.alone, config), "look")
    for one in done.kept:
        text = (
            _("Still here for {office}: {what}. No device of that office may receive it.")
            if done.sent
            else _("Still here for {office}: {what}. F5 sends it.")
        )
        yield Part("", text.format(office=safe(one.name), what=one.waits.text()), "look")


def outcome_rows(done: Done, *, tidied: bool = False) -> Iterator[Row]:
    """What may go, then what came in (what asks attention first), then what was written."""
    gap = "\n" if done.removable and not tidied else ""
    if gap:
        count = len(done.removable)
        text = ngettext(
            "{count} file is no longer needed here: remove it",
            "{count} files are no longer needed here: remove them",
            count,
        )
        yield Row("tidy", text.format(count=count), "Enter", "x", "accent")
    if done.collected:
        yield Row("head:in", gap + _("Collected"), tone="head")
        yield from _files(done)
    if done.sent:
        gap = gap or ("\n" if done.collected else "")
        yield Row("head:out", gap + _("Written"), tone="head")
        yield from _written(done)


SAY_NOTHING = frozenset({Outcome.ALREADY_KNOWN, Outcome.NOT_FOR_US})


def _files(done: Done) -> Iterator[Row]:
    """Those that say something, what asks attention first; the others only by their number."""
    told = [one for one in done.files if one.refused or one.outcome not in SAY_NOTHING]
    for number, one in enumerate(sorted(told, key=lambda one: not one.refused)):
        yield _file(number, one)
    known = sum(one.outcome is Outcome.ALREADY_KNOWN and not one.refused for one in done.files)
    if known:
        text = ngettext(
            "{count} file was here already: nothing to do.",
            "{count} files were here already: nothing to do.",
            known,
        )
        yield Row("head:known", text.format(count=known), tone="head-quiet")
    elif not told:
        yield Row("head:none", _("Nothing was there for you."), tone="head-quiet")
    if done.others:
        text = ngettext(
            "{count} file is for another office and stays where it is.",
            "{count} files are for other offices and stay where they are.",
            done.others,
        )
        yield Row("head:others", text.format(count=done.others), tone="head-quiet")


def _file(number: int, one: FileLine) -> Row:
    name = " · ".join(part for part in (safe(one.sender), file_name(one.name)) if part)
    mark = "✓" if one.outcome in SUCCESSES else "!"
    tone = "look" if one.refused else ""
    text = f"{name}\n{sending_text.file_text(one)}"
    return Row(f"file:{number}", text, sending_text.counts_text(one), mark, tone)


def _written(done: Done) -> Iterator[Row]:
    for number, one in enumerate(done.written):
        right = f"{sending_text.written_text(one)}, {size_text(one.bytes)}"
        yield Row(f"written:{number}", safe(one.name), right, "✓")
    if done.nothing_for:
        text = _("Nothing new for: {names}").format(names=", ".join(done.nothing_for))
        yield Row("head:nothing", safe(text), tone="head-quiet")
    if not done.written and not done.nothing_for:
        text = _("Nobody is admitted yet, so there is nobody to send to.")
        yield Row("head:nobody", text, tone="head-quiet")
