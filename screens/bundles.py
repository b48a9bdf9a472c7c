"""Send and collect: one key at the folder used last; beside it any other stick, share or path.

- Where first, then for whom: what each office has not got yet, and how long it is silent.
- A run works in a thread; the bar shows how far and the time left, Esc stops it.
- What became of each file has a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from mh_tui.errors import NotAllowed, StorageFailed
from mh_tui.language import N_, _
from mh_tui.services import exchange, intake, places, sending
from mh_tui.services.counted import Counted
from mh_tui.services.sending import Done, Overview, Spot
from screens.bundle_rows import CARDS, COLLECT, TYPE, WRITE, alone_text, overview_rows
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.widgets.parts import Part, Parts
from screens.widgets.progress import Progress, Tally
from screens.widgets.rows import RowList

if TYPE_CHECKING:
    from screens.app import MhApp

FORGET = Key("bundles.forget", "delete", "forget", N_("Forget"),
             N_("Do not remember this folder any longer"))  # fmt: skip


class Bundles(Page):
    """With ``start`` it sends and collects at once."""

    CSS_PATH = "bundles.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, WRITE, COLLECT, TYPE, CARDS, FORGET)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "F5 writes what the others have not got yet, and takes in what is there for you, in the"
        " folder used last. Everything is encrypted for one office. Sending twice does no harm,"
        " and a lost stick costs nothing: what was not confirmed goes again."
    )

    class Loaded(Message):
        """Where and for whom, read from the vault."""

        def __init__(self, view: Overview) -> None:
            super().__init__()
            self.view = view

    class Ended(Message):
        """A run ended; None where it was stopped."""

        def __init__(self, done: Done | None) -> None:
            super().__init__()
            self.done = done

    def __init__(self, start: bool = False) -> None:
        super().__init__()
        self.start = start
        self.view: Overview | None = None
        self.tally: Tally | None = None
        self.what = ""

    # -- frame ------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield Parts(id="intro")
        yield RowList(id="list", one_click=False)
        yield Progress(id="progress")

    def title_text(self) -> str:
        return _("Send and collect")

    def status_text(self) -> str:
        waits = self.view.waits if self.view is not None else Counted()
        return _("waits: {what}").format(what=waits.text()) if waits else _("Esc: back")

    def place(self) -> Place:
        return Place("exchange")

    def paint(self) -> None:
        rows = self.query_one("#list", RowList)
        if self.focused is None:
            rows.focus()
        if self.view is None:
            self.load()
            return
        if self.tally is not None:  # the language changed during a run
            self.query_one(Progress).resume(_(self.what), self.tally)
            rows.disabled = True
        self.query_one("#intro", Parts).show(self._intro(self.view))
        rows.show(overview_rows(self.view, sending.now_ms()))

    def load(self) -> None:
        session = self.session
        self.run_job(lambda: self.Loaded(sending.overview(session)))

    def on_screen_resume(self) -> None:
        if self.view is not None and not self.busy:
            self.load()

    @on(Loaded)
    def loaded(self, message: Loaded) -> None:
        message.stop()
        self.view = message.view
        self.paint_frame()
        self.paint()
        if self.start:
            self.start = False
            self.send_and_collect()

    def _intro(self, view: Overview) -> list[Part]:
        if view.rolled_back:
            return [Part("", _(
                "This profile was put back from a copy: nothing can be sent. You can still collect."
            ), "look")]  # fmt: skip
        if view.alone:
            return [Part("", alone_text(view.alone, self.mh.config), "look")]
        if not any(spot.kind == "remembered" for spot in view.spots):
            return [Part("", _(
                "Choose where you exchange: a stick or a shared folder. It is remembered, and from"
                " then on F5 does it all."
            ), "quiet")]  # fmt: skip
        return []

    # -- runs -------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return self.tally is not None

    def send_and_collect(self, folder: Path | None = None) -> None:
        """At ``folder``, or where it was done last; without any a person chooses first."""
        if self.busy:
            return
        session = self.session
        if folder is None and not self.attempt(lambda: exchange.folders(session)):
            self.action_type_path()  # asked anew: what is shown may be of before the last run
            return
        self._run(
            N_("Sending and collecting"),
            lambda tally: sending.send_and_collect(session, folder, tally, lambda: tally.stopped),
        )

    def _run(self, what: str, work: Callable[[Tally], Done]) -> None:
        from screens.widgets.notice import Notice

        self.query_one(Notice).clear()
        self.what = what
        tally = self.tally = self.query_one(Progress).begin(_(what))
        self.query_one("#list", RowList).disabled = True
        self.paint_frame()

        def run() -> Message:
            try:
                return self.Ended(work(tally))
            except intake.Cancelled:
                return self.Ended(None)

        self.run_job(run)

    def _over(self) -> None:
        self.tally = None
        self.query_one(Progress).end()
        rows = self.query_one("#list", RowList)
        rows.disabled = False
        rows.focus()
        self.load()

    @on(Ended)
    def ended(self, message: Ended) -> None:
        message.stop()
        self._over()
        if message.done is None:
            self.tell(_(
                "Stopped. A file that was whole already stays; of the others nothing was taken in."
            ), "look")  # fmt: skip
            return
        from screens.bundle_outcome import BundleOutcome

        self.mh.show_above(BundleOutcome(message.done, ends_both=message.done.sent))

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        """The folder is gone, full or read-only, or nobody was admitted yet."""
        message.stop().prevent_default()
        self._over()
        self.tell_error(message.error)
        error = message.error
        if isinstance(error, (NotAllowed, StorageFailed)) and error.code in _NO_FOLDER:
            spots = self.view.spots if self.view is not None else ()
            by_card = bool(spots) and spots[0].kind == "cards"
            self.query_one("#list", RowList).select("spot:0" if by_card else "do:type_path")

    # -- what a person does -----------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("write", "collect", "type_path"):
            return not self.busy
        if action == "cards":
            return self.view is not None and bool(self.view.alone) and not self.busy
        if action == "forget":
            spot = self._spot()
            return spot is not None and spot.kind == "remembered" and not self.busy
        return True

    def _spot(self) -> Spot | None:
        if not self.is_mounted or self.view is None or not self.query("#list"):
            return None
        row = self.query_one("#list", RowList).current
        part, _colon, number = (row.id if row is not None else "").partition(":")
        known = {str(at): spot for at, spot in enumerate(self.view.spots)}
        return known.get(number) if part == "spot" else None

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        spot = self._spot()
        part, _colon, what = event.row.id.partition(":")
        if spot is not None:
            self.send_and_collect(spot.path)
        elif part == "do":
            getattr(self, f"action_{what}")()

    def on_key(self, event: events.Key) -> None:
        """A digit is one of the places."""
        if event.character and event.character in "123456789" and self.view is not None:
            number = int(event.character) - 1
            if number < len(self.view.spots) and not self.busy:
                event.stop()
                self.send_and_collect(self.view.spots[number].path)

    def action_cards(self) -> None:
        self.mh.go("trust")

    def action_type_path(self) -> None:
        self.mh.go("folder", purpose="exchange")

    def action_write(self) -> None:
        self.mh.go("folder", purpose="write")

    def action_collect(self) -> None:
        self.mh.go("folder", purpose="collect")

    def chosen_folder(self, purpose: str, path: Path) -> None:
        """A folder was chosen on the page above; to collect perhaps a file."""
        take = {
            "exchange": self.send_and_collect,
            "write": self._write_to,
            "collect": self._pick,
        }
        take[purpose](path)

    def _write_to(self, folder: Path) -> None:
        session = self.session
        self._run(
            N_("Writing bundles"),
            lambda tally: sending.send(session, folder, tally, lambda: tally.stopped),
        )

    def _pick(self, path: Path) -> None:
        """A file is taken in at once; of a folder one chooses."""
        if not path.is_dir():
            self.collect_from([path], shared=False)
        elif places.bundles_in(path):
            self.mh.go("files", folder=str(path))
        else:
            self.tell(_("There are no bundles in this folder."), "look")

    def collect_from(self, paths: list[Path], *, shared: bool = True) -> None:
        session = self.session
        self._run(
            N_("Collecting"),
            lambda tally: sending.collect(
                session, paths, tally, lambda: tally.stopped, shared=shared
            ),
        )

    def action_forget(self) -> None:
        spot, session = self._spot(), self.session
        if spot is not None:
            self.attempt(lambda: exchange.forget(session, spot.path))
            self.load()

    async def action_back(self) -> None:
        """First stop what runs; what it did not finish stays undone."""
        if self.tally is not None:
            self.tally.stopped = True
            return
        await super().action_back()

    def unsent(self) -> str:
        return _("Bundles are being written or taken in.") if self.busy else ""


def begin_exchange(app: MhApp) -> None:
    """F5 from wherever one is; where a folder is being chosen it changes nothing.

    In a draft it says what comes first: 'nothing new' would sound as if the draft were sent.
    """
    from screens.bundle_folder import ChooseFolder, PickFiles
    from screens.bundle_outcome import BundleOutcome
    from screens.sent import SentPage
    from screens.signal_entry import SignalEntry

    if isinstance(app.screen, SignalEntry):
        text = _("This is still a draft. First send it, on the last page; F5 comes after that.")
        app.screen.tell(text, "look")
        return
    if isinstance(app.screen, BundleOutcome):
        app.back()
    if isinstance(app.screen, Bundles):
        app.screen.send_and_collect()
    elif not isinstance(app.screen, (ChooseFolder, PickFiles)):
        if any(isinstance(page, (Bundles, BundleOutcome, SentPage)) for page in app.pages()):
            for page in app.pages():
                page.put_away()
            app.go_home()  # what they say of the exchange before would no longer be true
        app.go("exchange", start=True)


_NO_FOLDER = ("no_folder", "folder_gone")
