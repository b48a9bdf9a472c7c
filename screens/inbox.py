"""Messages: what came back about signals, unread first, with how each signal went.

- The panel follows the cursor; a message that stood there for a moment counts as read, and
  whoever sent it learns so at the next exchange.
- An answer of one key goes at once; a text of one's own has a page of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from mh_tui.language import N_, _, ngettext
from mh_tui.services import feedback, labels, messages
from mh_tui.services.messages import Box, Letter, Story
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.rooms import ROOMS
from screens.safe import safe
from screens.widgets.parts import Part, Parts
from screens.widgets.rows import Row, RowList

ANSWER = Key("inbox.answer", "r", "answer", N_("Answer"), N_("Write an answer to this message"),
             footer=10, palette=True)  # fmt: skip
HELPED = Key("inbox.helped", "d", "quick('helped')", N_("Helped"),
             N_("Answer at once: this helped me"), footer=11, palette=True)  # fmt: skip
MORE = Key("inbox.more", "m", "quick('more')", N_("I know more"),
           N_("Answer at once: I know more, please contact me"), footer=12,
           palette=True)  # fmt: skip
OPEN = Key("inbox.open", "enter", "open", N_("Signal"), N_("Open the signal it is about"),
           footer=13)  # fmt: skip
READ_AFTER = 1.0  # seconds under the cursor
WIDE = 100


class Inbox(Page):
    """``n``: the number of the message to begin with."""

    CSS_PATH = "inbox.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, ANSWER, HELPED, MORE, OPEN)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "What became of your signals. ● is new, ! is a question that you did not answer yet, ▲ is a"
        " signal without an answer although the term is over."
        " Reading is told to whoever wrote it. Your answer leaves with the next exchange."
    )

    class Loaded(Message):
        """The messages, read from the vault; ``keep``: the key of the line to stand on."""

        def __init__(self, box: Box, keep: str) -> None:
            super().__init__()
            self.box = box
            self.keep = keep

    class Told(Message):
        """The story of the letter with this key."""

        def __init__(self, key: str, story: Story) -> None:
            super().__init__()
            self.key = key
            self.story = story

    def __init__(self, n: int | None = None) -> None:
        super().__init__()
        self.n = n
        self.box: Box | None = None
        self.stories: dict[str, Story] = {}
        self._timer: Timer | None = None

    # -- frame ------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        with Vertical(id="found"):
            yield RowList(id="list")
            with VerticalScroll(id="panel", can_focus=False):
                yield Parts(label_width=12, id="about")

    def title_text(self) -> str:
        return _("Messages")

    def status_text(self) -> str:
        unread = self.box.unread if self.box is not None else 0
        return ngettext("{count} new", "{count} new", unread).format(count=unread) if unread else ""

    def place(self) -> Place:
        letter = self.letter
        return Place("inbox", {"n": letter.n} if letter is not None and letter.n else {})

    def paint(self) -> None:
        rows = self.query_one("#list", RowList)
        if self.focused is None:
            rows.focus()
        if self.box is None:
            self.query_one("#panel").display = False
            self.load(f"n{self.n}" if self.n is not None else "")
            return
        rows.show([*self._rows(self.box)])
        self._show_panel()

    def load(self, keep: str = "") -> None:
        session = self.session
        self.run_job(lambda: self.Loaded(messages.box(session), keep))

    def on_screen_resume(self) -> None:
        if self.box is not None:
            letter = self.letter
            self.load(letter.key if letter is not None else "")

    @on(Loaded)
    def loaded(self, message: Loaded) -> None:
        message.stop()
        self.box = message.box
        self.stories.clear()
        rows = self.query_one("#list", RowList)
        rows.show([*self._rows(message.box)])
        if message.keep:
            rows.select(message.keep)
        self.paint_frame()
        self._follow()

    def _rows(self, box: Box) -> list[Row]:
        if not box.letters:
            text = _(
                "No messages yet. Here you read what became of your signals; F5 collects what is"
                " there for you."
            )
            return [Row("head:none", text, tone="head-quiet")]
        return [letter_row(one, box.reporter) for one in box.letters]

    # -- the panel --------------------------------------------------------------------

    @property
    def letter(self) -> Letter | None:
        """What the cursor stands on."""
        row = self.query_one("#list", RowList).current
        letters = self.box.letters if self.box is not None else ()
        return next((one for one in letters if row is not None and one.key == row.id), None)

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._follow()

    def _follow(self) -> None:
        """Show what the cursor stands on, and mark it read after a moment."""
        if self._timer is not None:
            self._timer.stop()
        letter = self.letter
        self._show_panel()
        if letter is None:
            return
        if letter.key not in self.stories:
            session = self.session
            self.run_job(lambda: self.Told(letter.key, messages.story(session, letter)))
        if letter.n is not None and not letter.read:
            self._timer = self.set_timer(READ_AFTER, lambda: self._read(letter))

    @on(Told)
    def told(self, message: Told) -> None:
        message.stop()
        self.stories[message.key] = message.story
        self._show_panel()

    def _show_panel(self) -> None:
        letter, panel = self.letter, self.query_one("#panel")
        panel.display = letter is not None
        if letter is None:
            return
        panel.border_title = Content(f" {letter_title(letter, self._reporter)} ")
        story = self.stories.get(letter.key, Story())
        self.query_one(Parts).show(
            letter_parts(letter, story, reporter=self._reporter, config=self.mh.config)
        )
        panel.scroll_home(animate=False)
        self.refresh_bindings()
        self.paint_frame()

    @property
    def _reporter(self) -> bool:
        return self.box is not None and self.box.reporter

    def _read(self, letter: Letter) -> None:
        """It stood there for a moment: whoever sent it may know."""
        if not self.is_current or self.letter != letter or letter.n is None:
            return
        session, n = self.session, letter.n
        if self.attempt(lambda: feedback.read(session, n)) is not None:
            self._now(letter, replace(letter, read=not session.rolled_back))

    def _now(self, before: Letter, after: Letter) -> None:
        """A letter changed; it stays where it stands until one comes back here."""
        assert self.box is not None
        letters = tuple(after if one.key == before.key else one for one in self.box.letters)
        unread = self.box.unread - (after.read and not before.read)
        self.box = replace(self.box, letters=letters, unread=unread)
        self.query_one("#list", RowList).show([*self._rows(self.box)])
        self.paint_frame()

    # -- what a person does -----------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        letter = self.letter if self.is_mounted and self.query("#list") else None
        if action in ("answer", "quick"):
            can = letter is not None and letter.n is not None and not self.session.rolled_back
            asked = letter is not None and letter.outcome == messages.QUESTION
            return can and (action == "answer" or (self._reporter and not asked))
        if action == "open":
            return letter is not None and self._room in ROOMS
        return True

    @property
    def _room(self) -> str:
        return "own_signal" if self._reporter else "dossier"

    def action_answer(self) -> None:
        letter = self.letter
        if letter is not None:
            self.mh.go("reply", n=letter.n)

    def action_quick(self, code: str) -> None:
        letter, session = self.letter, self.session
        if letter is None:
            return
        done = self.attempt(lambda: messages.quick_reply(session, letter, code))
        if done is None:
            return
        if done:
            self.tell(_("Answered: “{text}” It leaves with the next exchange.").format(
                text=_(messages.QUICK[code])
            ))  # fmt: skip
        else:
            self.tell(_("You already gave this answer."), "look")
        self.stories.pop(letter.key, None)
        self._now(letter, replace(letter, read=True, answered=True, open=False))

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        letter = self.letter
        if letter is not None and self._room in ROOMS:
            self.mh.go(self._room, signal=letter.signal)


def letter_row(letter: Letter, reporter: bool) -> Row:
    """One line: when, about which signal, what kind of message."""
    if letter.n is None:
        text = _("your signal of {created}, {context}: the term was {due}")
        mark, tone = "▲", "late"
    else:
        text = (
            _("{day}  your signal of {created}, {context}")
            if reporter
            else _("{day}  {name}: signal of {created}, {context}")
        )
        asked = letter.open and letter.read
        mark = "!" if asked else "●" if not letter.read else " "
        tone = "look" if asked else ""
    text = text.format(
        day=messages.short_day(letter.at),
        created=messages.short_day(letter.created),
        due=messages.short_day(letter.due or 0),
        context=safe(labels.short_context(letter.context)),
        name=safe(letter.name),
    )
    right = messages.outcome_text(letter)
    if letter.answered:
        right = ", ".join([right, _("answered")])
    elif letter.open:
        right = _("Question, still to answer")
    return Row(letter.key, text, safe(right), mark, tone)


def letter_title(letter: Letter, reporter: bool) -> str:
    day = labels.day(letter.created)
    text = _("Your signal of {day}") if reporter else _("Signal of {day}")
    return text.format(day=day)


def letter_parts(
    letter: Letter, story: Story, *, reporter: bool, config: Mapping[str, Any]
) -> list[Part]:
    """How it went, what was said; data made safe. ``config``: the office's settings."""
    steps = " · ".join(
        f"{messages.step_text(one)} {messages.short_day(one.at)}" for one in story.steps
    )
    parts = [Part(_("Signal"), letter.signal), Part(_("How it went"), safe(steps), "quiet")]
    if letter.n is None:
        text = _(
            "No answer came within the term. That is not your fault. Ask {whom} how it stands;"
            " call when it cannot wait."
        ).format(whom=safe(labels.focal_point(config)))
        return [*parts, Part("", text, "late")]
    parts.append(Part("", ""))
    parts.append(Part("", safe(messages.outcome_text(letter)), "bold"))
    parts.append(Part("", safe(letter.text, lines=True)))
    if letter.outcome == messages.QUESTION and letter.open:
        text = _("This is a question to you. Answer with r; tell only what you already know.")
        parts.append(Part("", text, "look"))
    if letter.outcome == messages.LEARNING_POINT and reporter:
        text = _("This tip comes back where you note your next signal of this kind.")
        parts.append(Part("", text, "quiet"))
    return [*parts, *_others(letter, story)]


def _others(letter: Letter, story: Story) -> list[Part]:
    """What else was said about this signal, newest first."""
    found: list[Part] = []
    for said in reversed(story.said):
        if said.text == letter.text and not said.ours:
            continue
        who = _("You, {moment}") if said.ours else _("To you, {moment}")
        found += [
            Part("", ""),
            Part("", who.format(moment=labels.moment(said.at)), "quiet"),
            Part("", safe(said.text, lines=True)),
        ]
    return found
