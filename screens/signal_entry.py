"""Signal entry: the acute question, three short pages, the review; then what happens next.

- One page at a time out of ``screens.stages``; which ones are asked is data (``form_model``).
- Saved encrypted half a second after the last key, and at each page, lock, Esc and quit.
- Esc never loses anything: the draft waits at home.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from mh_tui.errors import MhError
from mh_tui.language import N_, _
from mh_tui.services import drafting, form_model, messages, suggestions
from mh_tui.services.form_model import COUNTED
from mh_tui.services.questions import SECTION, Section
from screens.kept import Keeping
from screens.keys import BACK, NEXT, PREVIOUS, Key, bindings
from screens.page import Page, Place
from screens.stages.acute import AcuteStage
from screens.stages.seen import SeenStage
from screens.stages.stage import Stage
from screens.stages.table import made
from screens.widgets.notice import Notice

TIGHT = frozenset({"indicators", "review"})
"""Pages that need the line that others leave empty."""


class SignalEntry(Keeping):
    """``draft``: number of one to go on with. ``like``, ``amends``: id of a sent signal.

    ``ticked``, ``context``: what was ticked in the checklist. ``acute``: already answered.
    """

    CSS_PATH = "signal_entry.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, NEXT, PREVIOUS)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_("Note what you noticed. Every page is saved; you can stop at any moment with Esc.")

    class Done(Message):
        def __init__(self, sent: drafting.Sent) -> None:
            super().__init__()
            self.sent = sent

    class Learned(Message):
        """Learning points of earlier signals of this context, the newest first."""

        def __init__(self, points: list[str]) -> None:
            super().__init__()
            self.points = points

    class Offered(Message):
        def __init__(self, known: suggestions.Known) -> None:
            super().__init__()
            self.known = known

    def __init__(
        self,
        draft: int | None = None,
        like: str | None = None,
        amends: str | None = None,
        ticked: tuple[str, ...] = (),
        context: str = "",
        acute: str = "",
    ) -> None:
        super().__init__()
        self.number, self.like, self.amends = draft, like, amends
        self.draft = drafting.begin(ticked, context, acute)
        self.known = suggestions.Known()
        self.several = False
        self.asked_again = False
        self.after_acute = ""
        self.from_review = False
        self.version = 0 if self.draft.is_empty else 1
        self.sending = False
        self._section: tuple[Section, int] | None = None
        self._stage: Stage | None = None
        self._opened = self._gone = False

    # -- frame ------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield Vertical(id="stage")

    def about_text(self) -> str:
        stage = self.stage
        parts = [_(stage.ABOUT)] if stage is not None and stage.ABOUT else []
        return "\n\n".join([*parts, _(self.ABOUT)])

    def title_text(self) -> str:
        if self.draft.amends:
            return _("Correct a signal")
        context = self.draft.signal.get("context")
        if context and self.draft.page not in ("acute", "call", "context"):
            from mh_tui.services.labels import context as context_label

            return _("Signal · {context}").format(context=context_label(str(context)))
        return _("New signal")

    def status_text(self) -> str:
        if self.draft.page not in COUNTED:
            return ""
        n = COUNTED.index(self.draft.page) + 1
        return _("{n} of {count}").format(n=n, count=len(COUNTED))

    def own_keys(self) -> tuple[Key, ...]:
        stage = self.stage
        if stage is None:
            return self.KEYS
        return (BACK, stage.ONWARD, PREVIOUS, *stage.KEYS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "previous" or self.draft.page != "acute"

    def paint(self) -> None:
        if not self._opened:
            self._open()
        if not self._gone:
            self.call_next(self._show_again)

    async def _show_again(self) -> None:
        """Where one was, also in what was being added from the review."""
        section = SECTION.get(self.draft.section)
        if section is not None:
            await self.open_section(section, self.draft.item)
        else:
            await self.show(self.draft.page)

    def _open(self) -> None:
        """Read what this page was opened with."""
        self._opened = True
        session = self.session
        self.several = drafting.several_municipalities(session)
        try:
            self.draft = self._begun()
        except MhError as error:
            self._gone = True
            self.call_next(self._refused, error)
        self.keeper = drafting.Keeper(session, self.draft.id)
        self.run_job(lambda: self.Offered(suggestions.known(session)))
        self.save_soon()

    def _refused(self, error: MhError) -> None:
        """What it was opened with is gone: back, and say so there."""
        self.mh.back()
        below = self.app.screen
        if isinstance(below, Page):
            below.tell_error(error)

    def _begun(self) -> drafting.SignalDraft:
        session = self.session
        if self.number is not None:
            return drafting.load(session, self.number)
        if self.like is not None:
            return drafting.begin_like(session, self.like)
        if self.amends is not None:
            return drafting.begin_amending(session, self.amends)
        return self.draft

    def on_signal_entry_offered(self, message: Offered) -> None:
        self.known = message.known

    def place(self) -> Place | None:
        if self.draft.id is not None:
            return Place("entry", {"draft": self.draft.id})
        if self.like is not None or self.amends is not None:
            return Place("entry", {"like": self.like, "amends": self.amends})
        return Place("entry", {"acute": self.draft.signal.get("acute", "")})

    # -- pages ------------------------------------------------------------------------

    @property
    def stage(self) -> Stage | None:
        """The page that is shown; none while one makes room for the next."""
        stage = self._stage
        return stage if stage is not None and stage.is_attached else None

    async def show(self, page: str) -> None:
        """Show a page of the entry and give it the focus."""
        await self._mount(page, made(page))

    async def change(self, page: str) -> None:
        """A page again, from the review: afterwards back to there."""
        self.from_review = True
        await self.show(page)

    async def open_section(self, section: Section, place: int = 0) -> None:
        """Show what is added from the review."""
        from screens.stages.section import SectionStage

        await self._mount("review", SectionStage(section, place), section, place)

    async def _mount(
        self, page: str, stage: Stage, section: Section | None = None, item: int = 0
    ) -> None:
        self._section = (section, item) if section is not None else None
        if page == "review":
            self.from_review = False
        name = section.id if section is not None else ""
        self.draft = replace(self.draft, page=page, section=name, item=item)
        holder = self.query_one("#stage")
        holder.set_class(page in TIGHT and self._section is None, "-tight")
        self.query_one(Notice).clear()
        self._stage = None
        await holder.remove_children()
        await holder.mount(stage)
        self._stage = stage
        stage.ready()
        self.paint_frame()
        if page == "seen":
            self._remember_lessons()

    def _remember_lessons(self) -> None:
        session, context = self.session, str(self.draft.signal.get("context", ""))
        self.run_job(lambda: self.Learned(messages.learning_points(session, context)))

    def on_signal_entry_learned(self, message: Learned) -> None:
        stage = self.stage
        if isinstance(stage, SeenStage):
            stage.remind(message.points)

    async def go_on(self) -> None:
        """To the next page that is asked; back to where the acute question came up again."""
        stage = self.stage
        if stage is None or not stage.leave():
            return
        self.save_soon()
        if self._section is not None or self._is_seen_again():
            await self.show("review")
        elif self.after_acute and self.draft.page == "acute" and self.draft.signal["acute"] != "ja":
            page, self.after_acute = self.after_acute, ""
            await self.show(page)
        else:
            await self.show(self._step(1))

    def _is_seen_again(self) -> bool:
        """Came here from the review to change it: back there, unless danger asks for the call."""
        danger = self.draft.page == "acute" and self.draft.signal.get("acute") == "ja"
        return self.from_review and not danger

    def _step(self, by: int) -> str:
        return form_model.step(self.draft.signal, self.draft.page, by, several=self.several)

    async def ask_acute_again(self) -> None:
        """An indicator that can point to danger was ticked: ask once more, once a draft."""
        if not self.asked_again and self.draft.signal.get("acute") == "nee":
            self.asked_again = True
            self.after_acute = self.draft.page
            await self.show("acute")

    async def action_next(self) -> None:
        stage = self.stage
        if isinstance(stage, AcuteStage) and not stage.answered:
            self.tell(_("First answer this question: one letter is enough."), "look")
        elif stage is not None and not await stage.onward():
            await self.go_on()

    async def action_previous(self) -> None:
        stage = self.stage
        if stage is None or not stage.leave():
            return
        self.save_soon()
        await self.show("review" if self._section is not None else self._step(-1))

    async def action_back(self) -> None:
        stage = self.stage
        if stage is not None and stage.step_back():
            return
        if self._section is not None:
            if stage is not None and stage.leave():
                await self.show("review")
            return
        try:
            self.put_away()
        except MhError as error:  # the page stays, and with it what was typed
            self.tell_error(error)
            return
        self.mh.back()

    # -- kept -------------------------------------------------------------------------

    def changed(self, draft: drafting.SignalDraft) -> None:
        """A person answered something: keep it, and save at the next pause."""
        before = self.draft
        if (draft.signal, draft.typed, draft.not_bsn) != (
            before.signal, before.typed, before.not_bsn,
        ):  # fmt: skip
            self.draft = draft
            self.version += 1
            self.typing()

    def keep(self) -> None:
        self.harvest()

    def harvest(self) -> None:
        """Take over what stands in the fields of this page."""
        harvest = getattr(self.stage, "harvest", None)
        if harvest is not None:
            harvest()

    @property
    def is_kept(self) -> bool:
        return self.draft.id is not None

    def save_soon(self) -> None:
        if not self.sending:
            super().save_soon()

    def saver(self) -> Callable[[], object]:
        draft, version, keeper = self.draft, self.version, self.keeper
        return lambda: keeper.keep(draft, version)

    def after_save(self, result: object) -> None:
        assert isinstance(result, drafting.SignalDraft)
        self.draft = replace(self.draft, id=result.id, updated_ms=result.updated_ms)

    def put_away(self) -> None:
        """Save at once: the program locks, closes or goes back."""
        if not self._opened or self._gone or self.sending:
            return
        stage = self.stage
        if stage is not None:
            stage.step_back()
        self.harvest()
        if self.version or self.draft.id is not None:
            self.draft = self.keeper.keep(self.draft, self.version + 1)

    def not_bsn(self) -> None:
        """A person looked: it is another number."""
        self.changed(replace(self.draft, not_bsn=True))

    # -- sent -------------------------------------------------------------------------

    def what_next(self) -> str:
        """Who confirms it and when, as far as can be said before it is sent."""
        sent = drafting.Sent(
            "",
            "",
            str(self.draft.signal.get("acute", "")),
            True,
            not self.session.me.reports,
            False,
        )
        return drafting.next_step(sent)

    def send(self) -> None:
        """Record it in a thread; a refusal comes back here with everything still there."""
        if self.sending:
            return
        self.harvest()
        self.sending = True
        session, keeper, draft = self.session, self.keeper, self.draft

        def send() -> Message:
            number = keeper.drop()
            try:
                return self.Done(drafting.send(session, replace(draft, id=number)))
            except MhError:
                keeper.take_up()
                raise

        self.run_job(send)

    def on_signal_entry_done(self, message: Done) -> None:
        from screens.sent import SentPage

        self.mh.show_instead(SentPage(message.sent))

    def on_page_failed(self, message: Page.Failed) -> None:
        """Names the field as it is called here."""
        from screens.stages.review import label_of

        message.stop().prevent_default()
        self.sending = False
        path = message.error.field or ""
        self.tell_error(message.error, {path: label_of(path)})
