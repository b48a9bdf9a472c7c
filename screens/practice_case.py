"""One practice case: the story, the same questions as in a signal, then a look back.

- Its pages are those of the entry where they exist; nothing here can record or send.
- Handlers then take the decisions that the case holds for their role.
- What was ticked comes back after a lock, and after Esc as long as one goes on practising.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.reference.practice import Case
from mh_tui.reference.practice import practice as cases
from mh_tui.services import practice
from mh_tui.services.drafting import SignalDraft
from screens.keys import BACK, NEXT, PREVIOUS, Key, bindings
from screens.page import Page, Place
from screens.practice import BANNER, PracticePage
from screens.practice_stages import DecisionStage, LookStage, NotReallyStage, story
from screens.stages.acute import AcuteStage
from screens.stages.recognise import RecogniseStage
from screens.stages.stage import Stage
from screens.widgets.notice import Notice

ACUTE, CALL, RECOGNISE, LOOK, DECIDE = "acute", "call", "indicators", "look", "decide"
BESIDE = {RECOGNISE, LOOK}
"""Pages that show the story only where the terminal is high enough for both."""
QUESTION = N_("Read the story and answer the question below it with one letter, as in a signal.")
AFTER = N_("Next case")
NEXT_CASE = Key(
    "practice.next_case", "n", "next_case", AFTER,
    N_("Go to the next case that you did not do yet"), footer=12, palette=True,
)  # fmt: skip
STORY = replace(PREVIOUS, label=N_("Story"), help=N_("Read the story again; your ticks are kept"))
LOOK_BACK = replace(
    NEXT, label=N_("Look back"), help=N_("See what was in the story and what happens next")
)
DECISION = replace(NEXT, label=N_("Decide"), help=N_("Decide what you would do with this signal"))
ON = replace(NEXT, help=N_("Go to the next page; nothing is kept"))
END = (BACK, replace(NEXT, label=AFTER, help=NEXT_CASE.help), PREVIOUS)
"""On the last page of a case ``n`` does what F6 does."""


class PracticeCase(Page):
    """``case``: its id. ``context``: whose cases one goes through, "" for all.

    ``page``, ``decision``, ``acute``, ``ticked``, ``chosen``: where one was and what one
    answered; ``chosen`` has an answer a decision.
    """

    CSS_PATH = "practice_case.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, NEXT, PREVIOUS, NEXT_CASE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012 - as in Screen
    ABOUT = N_(
        "This is practice on an invented story. Nothing is recorded and nothing is sent. If"
        " something real happens meanwhile, F2 shows whom to call."
    )

    def __init__(
        self,
        case: str,
        context: str = "",
        page: str = ACUTE,
        decision: str = "",
        acute: str = "",
        ticked: Sequence[str] = (),
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.case: Case = cases().cases[case]
        self.context = context
        self.draft = SignalDraft(signal=practice.begun(self.case, acute, ticked), page=page)
        self.decision = decision
        self.chosen = dict(chosen or {})
        self.asked_again = False
        self._asked_once = self._looked = False

    # -- frame ------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="story", markup=False)
            yield Vertical(id="stage")

    def title_text(self) -> str:
        return _("Practise")

    def status_text(self) -> str:
        return _(BANNER)

    def about_text(self) -> str:
        stage = self.stage
        here = QUESTION if stage is None or self.draft.page == ACUTE else stage.ABOUT
        return "\n\n".join([_(self.ABOUT), _(here)])

    def own_keys(self) -> tuple[Key, ...]:
        keys = {
            RECOGNISE: (BACK, LOOK_BACK, STORY),
            LOOK: (BACK, DECISION, PREVIOUS, NEXT_CASE) if self.decisions else END,
            DECIDE: (BACK, ON, PREVIOUS, NEXT_CASE) if self._beside(1) else END,
        }
        return keys.get(self.draft.page, (BACK, ON, PREVIOUS))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "previous":
            return self.draft.page != ACUTE
        return action != "next_case" or self.draft.page in (LOOK, DECIDE)

    def place(self) -> Place:
        return Place("practice_case", self._state())

    def _state(self) -> dict[str, Any]:
        return {
            "case": self.case.id,
            "context": self.context,
            "page": self.draft.page,
            "decision": self.decision,
            "acute": self.acute,
            "ticked": self.ticked,
            "chosen": dict(self.chosen),
        }

    def paint(self) -> None:
        self.call_next(self.show, self.draft.page)

    # -- what was answered ------------------------------------------------------------

    @property
    def acute(self) -> str:
        return str(self.draft.signal.get("acute", ""))

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(self.draft.signal.get("indicators") or ())

    @property
    def decisions(self) -> tuple[str, ...]:
        """Ids of the decisions that this person's role takes in this case."""
        return tuple(one.id for one in practice.choices(self.case, self.session.person.role))

    def changed(self, draft: SignalDraft) -> None:
        """A stage asked something: kept in this page, and nowhere else."""
        self.draft = draft
        self.asked_again = False
        if draft.page == ACUTE and self.acute == "weet_niet":
            self._to_the_end()

    def _to_the_end(self) -> None:
        """What was just told stands below the story: bring it into sight."""
        self.call_after_refresh(self.query_one("#scroll").scroll_end, animate=False)

    @on(DecisionStage.Decided)
    def decided(self, event: DecisionStage.Decided) -> None:
        event.stop()
        self.chosen[self.decision] = event.answer
        self._to_the_end()

    # -- pages ------------------------------------------------------------------------

    @property
    def stage(self) -> Stage | None:
        found = self.query(Stage)
        return found.first() if found else None

    async def show(self, page: str) -> None:
        """Show a page of the case and give it the focus."""
        self.query_one(Notice).clear()
        self.draft = replace(self.draft, page=page)
        if page == LOOK:
            self._looked = True
            self.attempt(lambda: practice.mark_done(self.session, self.case.id))
        told = self.query_one("#story", Static)
        told.update(story(self.case, marked=page == LOOK))
        told.set_class(page in BESIDE, "-beside")
        told.set_class(page == CALL, "-away")
        holder = self.query_one("#stage")
        holder.set_class(page in (RECOGNISE, LOOK), "-fills")
        await holder.remove_children()
        stage = self._made(page)
        await holder.mount(stage)
        stage.ready()
        if self.asked_again:
            self._to_the_end()
        else:
            self.query_one("#scroll").scroll_home(animate=False)
        self.paint_frame()

    def _made(self, page: str) -> Stage:
        if page == CALL:
            return NotReallyStage()
        if page == RECOGNISE:
            return RecogniseStage()
        if page == LOOK:
            return LookStage(self.case, self.acute, self.ticked)
        if page == DECIDE:
            chosen = self.chosen.get(self.decision, "")
            return DecisionStage(self.case.choices[self.decision], chosen)
        return AcuteStage()

    async def go_on(self) -> None:
        """On from the question about danger."""
        await self.show(CALL if self.acute == "ja" else RECOGNISE)

    async def ask_acute_again(self) -> None:
        """As in a signal: an indicator that can point to danger asks once more, once a case."""
        if not self._asked_once and self.acute == "nee":
            self._asked_once = self.asked_again = True
            await self.show(ACUTE)

    def _beside(self, by: int) -> str:
        """The decision after this one, or before it; "" where there is none."""
        at = self.decisions.index(self.decision) + by if self.decision in self.decisions else 0
        return self.decisions[at] if 0 <= at < len(self.decisions) else ""

    async def action_next(self) -> None:
        page, stage = self.draft.page, self.stage
        if isinstance(stage, AcuteStage) and not stage.answered:
            self.tell(_("First answer this question: one letter is enough."), "look")
        elif page == ACUTE:
            await self.go_on()
        elif page == CALL:
            await self.show(RECOGNISE)
        elif page == RECOGNISE:
            await self.show(LOOK)
        elif page == DECIDE and self.decision not in self.chosen:
            self.tell(_("First choose what you would do: one digit is enough."), "look")
        else:
            await self._decide(self._beside(1) if page == DECIDE else self._first())

    def _first(self) -> str:
        return self.decisions[0] if self.decisions else ""

    async def _decide(self, decision: str) -> None:
        """Take this decision; without one the case is over."""
        if not decision:
            self.action_next_case()
            return
        self.decision = decision
        await self.show(DECIDE)

    async def action_previous(self) -> None:
        page = self.draft.page
        before = self._beside(-1) if page == DECIDE else ""
        if before:
            await self._decide(before)
        elif page == DECIDE:
            await self.show(LOOK)
        else:
            await self.show(RECOGNISE if page == LOOK else ACUTE)

    def action_next_case(self) -> None:
        shown = self.attempt(lambda: practice.lines(self.session, self.context))
        if shown:
            case = practice.following(shown, self.case.id)
            self.mh.replace("practice_case", case=case, context=self.context)

    async def action_back(self) -> None:
        stage = self.stage
        if stage is not None and stage.step_back():
            return
        self._leave_open()
        self.mh.back()

    def _leave_open(self) -> None:
        """One who stops before the look back finds the case as it was, while practising."""
        begun = self.acute and not self._looked and self.draft.page != DECIDE
        for page in self.mh.pages():
            if begun and isinstance(page, PracticePage):
                page.begun[self.case.id] = self._state()
