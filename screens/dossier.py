"""The dossier: the story and what it rests on, the timeline, and what can be done now.

- Wide: the timeline stands at the right; else below the story.
- Which other signals share something with this one is looked for in a thread, and told on top.
- Left and right go through the list that it was opened from.
- Each key says what it asks; the program takes no step itself (rule R7).
"""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mh_tui.journal import clock
from mh_tui.language import N_, _
from mh_tui.services import alike, dossier_view, labels, messages
from mh_tui.services.alike import Alike
from mh_tui.services.content_text import Section
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe, shown
from screens.widgets.line_table import fit
from screens.widgets.rows import Row, RowList

LETTERS = {
    "reply": "r", "triage": "b", "handover": "d", "feedback": "t", "note": "n", "choose": "v",
}  # fmt: skip
"""Step -> key."""


def _key(step: str, label: str, help: str, footer: int) -> Key:
    return Key(f"dossier.{step}", LETTERS[step], f"take('{step}')", label, help, "", footer, True)


KEYS = (
    _key("reply", N_("Answer it"), N_("Answer the question about this signal"), 9),
    _key("triage", N_("Assess"), N_("Danger now? Whose task, whose area?"), 10),
    _key("handover", N_("Hand on"), N_("See what would go to another office, and approve it"), 11),
    _key("feedback", N_("Answer"), N_("Write to whoever reported it"), 12),
    _key("note", N_("Note"), N_("Write a note that stays in our office"), 13),
    _key("choose", N_("Compare"), N_("Put two wordings side by side"), 14),
)
ONWARD = Key("dossier.next", "right", "beside(1)", N_("Next"), N_("The next signal of the list"),
             palette=True, priority=True)  # fmt: skip
BACKWARD = Key("dossier.previous", "left", "beside(-1)", N_("Previous"),
               N_("The signal before it in the list"), palette=True, priority=True)  # fmt: skip
TIMELINE = Key("dossier.timeline", "l", "timeline", N_("Timeline"),
               N_("To what happened with it, below the story"), footer=16,
               palette=True)  # fmt: skip
ALIKE = Key("dossier.alike", "z", "alike", N_("Alike"),
            N_("Other signals with the same place, company, plate or phone"), footer=15,
            palette=True)  # fmt: skip


@runtime_checkable
class Listing(Protocol):
    """A page with a list of signals, from which a dossier was opened."""

    def beside(self, step: int) -> tuple[str, str] | None:
        """Put the cursor on the next signal, or the one before; its id and sender."""


class Dossier(Page):
    """``signal``: its id; ``sender``: whose wording, an office id in hex, or the newest."""

    CSS_PATH = "dossier.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, *KEYS, ALIKE, TIMELINE, ONWARD, BACKWARD)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    ABOUT = N_(
        "Read with the arrows. Below stands what you can do now, with its key. Nothing leaves"
        " before you have seen and approved it."
    )

    class Looked(Message):
        """Which others share something with it."""

        def __init__(self, alike: Alike) -> None:
            super().__init__()
            self.alike = alike

    def __init__(self, signal: str, sender: str = "") -> None:
        super().__init__()
        self.signal_id = signal
        self.sender = sender
        self.alike: Alike | None = None
        self.loaded: dossier_view.Loaded | None = None
        self.steps: tuple[dossier_view.Step, ...] = ()

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"), Vertical(id="sides"):
            yield Static(id="story", markup=False)
            yield Static(id="timeline", markup=False)
        yield RowList(id="steps")

    def title_text(self) -> str:
        return _("Signal {id}").format(id=self.signal_id)

    def status_text(self) -> str:
        return _("← → next in the list   Esc: back") if self._listing() else _("Esc: back")

    def place(self) -> Place:
        return Place("dossier", {"signal": self.signal_id, "sender": self.sender})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take" and parameters:
            return parameters[0] in {step.id for step in self.steps}
        if action == "beside":
            return self._listing() is not None
        if action == "timeline":
            return not self.has_class("-wide")  # there it stands in sight
        return action != "alike" or (self.alike is not None and bool(self.alike.count))

    def _allows(self, key: Key) -> bool:
        step = next((name for name, letter in LETTERS.items() if key.key == letter), None)
        return super()._allows(key) and (step is None or step in {one.id for one in self.steps})

    def on_screen_resume(self) -> None:
        if self.loaded is not None and self.mh.session is not None:
            before = len(self.loaded.copy.events)
            self.paint()
            self._say_what_was_done(before)

    def on_resize(self) -> None:
        """Which keys there are depends on the width."""
        self.call_after_refresh(self.paint_frame)

    def _say_what_was_done(self, before: int) -> None:
        """What a step wrote down, in the words of the timeline; and whether it still must leave."""
        assert self.loaded is not None
        done = sorted(self.loaded.copy.events, key=lambda event: event.at)[before:]
        if not done:
            return
        what = dossier_view.what(self.loaded, done[-1])
        text = _("Written down: {what}.").format(what=what)
        if any(event.what in dossier_view.LEAVES for event in done):
            text = _("Ready: {what}. It leaves with F5, Send and collect.").format(what=what)
        self.tell(text)

    def paint(self) -> None:
        sender = bytes.fromhex(self.sender) if self.sender else None
        found = self.attempt(lambda: dossier_view.load(self.session, self.signal_id, sender))
        if found is None:
            return
        self.loaded = found
        view = dossier_view.view(found, now=clock.wall_ms())
        self.steps = view.steps
        self.query_one("#story", Static).update(story(view, self.alike))
        self.query_one("#timeline", Static).update(timeline(view))
        rows = [
            Row(one.id, f"{fit(one.label, 14)} {safe(one.asks)}", mark=LETTERS[one.id])
            for one in view.steps
        ]
        self.query_one("#steps", RowList).show(rows)
        self.paint_frame()
        if self.focused is None:
            self.query_one("#scroll").focus()
        self._look()

    def _look(self) -> None:
        session, signal = self.session, self.signal_id
        sender = bytes.fromhex(self.sender) if self.sender else None
        self.run_job(lambda: self.Looked(alike.look(session, signal, sender)))

    @on(Looked)
    def looked(self, message: Looked) -> None:
        message.stop()
        self.alike = message.alike
        if self.loaded is not None:
            view = dossier_view.view(self.loaded, now=clock.wall_ms())
            self.query_one("#story", Static).update(story(view, self.alike))
            self.paint_frame()

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_take(event.row.id)

    def action_take(self, step: str) -> None:
        """Open the page of a step."""
        if self.loaded is None or step not in {one.id for one in self.steps}:
            return
        if step == "reply":
            number = self.attempt(lambda: messages.question(self.session, self.signal_id))
            if number is not None:
                self.mh.go("reply", n=number)
            return
        room = "wordings" if step == "choose" else step
        self.mh.go(room, signal=self.signal_id, sender=self.loaded.sender.hex())

    def _listing(self) -> Listing | None:
        """The page below this one, where it has a list."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack[1:] else None
        return below if isinstance(below, Listing) else None

    def action_beside(self, step: int) -> None:
        listing = self._listing()
        found = listing.beside(step) if listing is not None else None
        if found is None:
            end = _("This is the last one.") if step > 0 else _("This is the first one.")
            self.tell(end, "look")
            return
        self.signal_id, self.sender = found
        self.loaded = self.alike = None
        self.paint()
        self.query_one("#scroll").scroll_home(animate=False)

    def action_timeline(self) -> None:
        self.query_one("#scroll").scroll_to_widget(
            self.query_one("#timeline"), top=True, animate=False
        )

    def action_alike(self) -> None:
        """The table, of those that share something with this one."""
        self.mh.go("signals", chosen={"like": self.signal_id})

    def on_key(self, event: events.Key) -> None:
        """Down from the story's end goes to the steps by Tab; letters are bindings."""
        if event.key == "enter" and self.focused is self.query_one("#scroll"):
            event.stop()
            self.query_one("#steps").focus()


def story(view: dossier_view.DossierView, others: Alike | None = None) -> Content:
    """Where it came from and how it stands, what is like it, then section by section."""
    lines = [head_text(view)]
    if view.changed_twice:
        text = _("! Two people changed this at the same time. Both wordings are kept: press v.")
        lines.append(Content.styled(text, "$mh-look"))
    if view.question:
        lines.append(Content.styled(safe(f"! {view.question}"), "$mh-look"))
    if others is not None and others.looked_for:
        lines.append(alike_text(others))
    parts = [Content("\n").join(lines), *map(section_text, view.sections)]
    return Content("\n\n").join(part for part in parts if part)


def head_text(view: dossier_view.DossierView) -> Content:
    """From whom, how it stands, and by when it must have moved on."""
    parts = [(_("From "), "$mh-quiet"), (safe(view.origin), "bold"), (" · ", "$mh-quiet")]
    parts.append((view.state, "bold"))
    if view.late:
        text = _("▲ late: term was {day} (proposal)").format(day=view.term)
        parts += [(" · ", "$mh-quiet"), (text, "bold $mh-late")]
    elif view.term:
        text = _("term {day} (proposal)").format(day=view.term)
        parts.append((f" · {text}", "$mh-quiet"))
    return Content.assemble(*parts)


def alike_text(others: Alike) -> Content:
    """How many share something with it; the key that shows them."""
    key = "   " + _("z: show") if others.count else ""
    tone = "bold $mh-look" if others.count else "$mh-quiet"
    label = _("Like ")
    return Content.assemble((label, "$mh-quiet"), (alike.told(others), tone), (key, "$mh-accent"))


def section_text(section: Section) -> Content:
    """A heading and its lines; a label stands before its value."""
    lines = [Content.styled(section.title, "bold $mh-accent")] if section.title else []
    for label, text in section.lines:
        value = shown(text, lines=True)
        lines.append(Content.assemble((f"{safe(label)}: ", "$mh-quiet"), value) if label else value)
    return Content("\n").join(lines)


def timeline(view: dossier_view.DossierView) -> Content:
    """Newest first; the words of an answer stand under its line."""
    lines = [Content.styled(_("Timeline"), "bold $mh-accent")]
    for one in view.timeline:
        line = Content.assemble(
            (labels.moment(one.at), "$mh-quiet"), "  ", safe(one.what),
            (f", {safe(one.by)}" if one.by else "", "$mh-quiet"),
        )  # fmt: skip
        lines.append(line)
        if one.text:
            lines.append(Content.assemble("  “", shown(one.text), "”"))
    return Content("\n").join(lines)
