"""Home: what may be begun, what waits for this person, and how it stands with their own signals.

- The first line that waits has the cursor, else 'New signal': Enter does the likely thing.
- Who handles signals sees first what waits, a few lines of it; who notes them, what may be begun.
- Nothing here names a person or an address.
- Read anew in a thread each time one comes back here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from mh_tui.language import N_, _, ngettext
from mh_tui.services import counted, starting, worklist
from mh_tui.services.form_draft import throw_away
from mh_tui.services.worklist import (
    ASKED,
    CARD,
    DANGER,
    DRAFT,
    FORM,
    LATE,
    MESSAGE,
    NEW,
    STEP,
    Waiting,
    Worklist,
)
from screens.keys import Key, bindings
from screens.page import Page
from screens.rooms import ANSWERERS, ROOMS, Room
from screens.safe import safe
from screens.widgets.rows import Row, RowList

MENU, WAITING, OWN, MORE = "menu", "waiting", "own", "more"
MOST = 8
"""Lines of what waits, where there may be hundreds: 'My work' shows all."""
DRAFTS = (DRAFT, FORM)
"""Stand nowhere else: all of them are shown."""
MARKS = {
    ASKED: "!",
    CARD: "!", DANGER: "!", DRAFT: "●", FORM: "●", MESSAGE: "●", NEW: "●", LATE: "▲", STEP: "○",
}  # fmt: skip
VERBS = {
    CARD: N_("look"), DRAFT: N_("go on"), FORM: N_("go on"), MESSAGE: N_("read"),
    NEW: N_("look"), LATE: N_("look"), STEP: N_("begin"), DANGER: N_("look"),
    ASKED: N_("answer"),
}  # fmt: skip
TONES = {LATE: "late", CARD: "look", DANGER: "look", ASKED: "look"}
TARGETS = {
    CARD: "trust", DRAFT: "entry", MESSAGE: "inbox", NEW: "dossier", DANGER: "dossier",
    ASKED: "inbox", LATE: "own_signal", MORE: "work",
}  # fmt: skip
SEARCH = Key("home.search", "f3", "search", N_("Search"),
             N_("Search: in all signals, or whom to call"), "ctrl+f", footer=9,
             palette=True)  # fmt: skip
THROW_AWAY = Key("home.throw_away", "delete", "throw_away", N_("Throw away"),
                 N_("Throw away the draft under the cursor; it asks first"), footer=10,
                 palette=True)  # fmt: skip


class Home(Page):
    """The bottom of the work."""

    CSS_PATH = "home.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (SEARCH, THROW_AWAY)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "A letter opens a screen. Below it stands what waits for you, and how it stands with your"
        " own signals. Choose a line with the arrows and press Enter. What you began and did not"
        " finish stays here; Del throws it away."
    )

    class Loaded(Message):
        """What waits, read from the vault; ``config``: the settings as they are now, if read."""

        def __init__(self, view: Worklist, config: dict[str, Any] | None = None) -> None:
            super().__init__()
            self.view = view
            self.config = config

    def __init__(self) -> None:
        super().__init__()
        self.view: Worklist | None = None
        self._touched = False
        """Whether a key was pressed since one came here: then the cursor stays where it is."""

    def body(self) -> ComposeResult:
        yield RowList(id="lines")

    def title_text(self) -> str:
        session = self.session
        return f"{safe(session.person.name)} · {safe(session.keys.card.name)}"

    def name_text(self) -> str:
        return _("Home")

    def status_text(self) -> str:
        if self.mh.session is not None and self.session.demo:
            return _("Practice: invented data")
        if self.view is None or not self.view.unsent:
            return ""
        return _("Not sent yet: {count}").format(count=self.view.unsent.total)

    def on_screen_resume(self) -> None:
        self._touched = False
        self._load()

    def read_again(self) -> None:
        self._load()

    def _load(self) -> None:
        session = self.mh.session
        if session is not None:
            self.run_job(
                lambda: self.Loaded(worklist.worklist(session), starting.call_config(session))
            )

    @on(Loaded)
    def loaded(self, message: Loaded) -> None:
        message.stop()
        self.view = message.view
        if message.config is not None and self.mh.session is not None:
            self.mh.config = message.config  # an exchange may have brought a number for 112
        lines = self.query_one(RowList)
        current = lines.current
        at_menu = current is None or current.id.startswith(f"{MENU}:")
        untouched = not self._touched and at_menu
        self.paint_frame()
        self.paint()
        if message.view.rolled_back:
            from mh_tui.errors import RolledBack

            self.tell_error(RolledBack())
        passed = (CARD,) if self._handles() else (CARD, STEP)  # of a desk: it came to note
        first = [one for one in message.view.waiting if one.kind not in passed]
        if untouched and first:
            lines.select(_id_of(first[0]))

    def paint(self) -> None:
        lines = self.query_one(RowList)
        menu, waiting = [*self._menu()], [*self._waiting()]
        first = [*waiting, *menu] if self._handles() else [*menu, *waiting]
        lines.show([*first, *self._own()])
        if self.focused is None:
            lines.focus()

    def _rooms(self) -> Iterator[tuple[str, Room]]:
        session = self.mh.session
        if session is not None:
            for name, room in ROOMS.items():
                if room.letter and session.person.role in room.roles:
                    yield name, room

    def _menu(self) -> Iterator[Row]:
        for name, room in self._rooms():
            yield Row(
                f"{MENU}:{name}", _(room.label), mark=room.letter, right=self._hint(name, room)
            )

    def _hint(self, name: str, room: Room) -> str:
        view = self.view
        if view is not None and name == "inbox" and view.unread:
            return ngettext("{count} new", "{count} new", view.unread).format(count=view.unread)
        if view is not None and name == "exchange" and view.unsent:
            return _("waits: {what}").format(what=view.unsent.text())
        return _(room.hint)

    def _handles(self) -> bool:
        session = self.mh.session
        return session is not None and session.person.role in ANSWERERS

    def _waiting(self) -> Iterator[Row]:
        waiting = self.view.waiting if self.view is not None else ()
        if waiting:
            space = "" if self._handles() else "\n"
            yield Row("head:waiting", space + _("Waits for you"), tone="head")
        drafts = [one for one in waiting if one.kind in DRAFTS and not one.danger]
        others = [one for one in waiting if one.kind not in DRAFTS or one.danger]
        most = MOST if self._handles() else len(others)
        yield from map(_row_of, others[:most])
        if len(others) > most:
            yield Row(f"{WAITING}:{MORE}:", _("and more, under My work"), right="w")
        yield from map(_row_of, drafts)
        if waiting and self._handles():
            yield Row("head:gap", "", tone="head")

    def _own(self) -> Iterator[Row]:
        if self.view is None or "entry" not in dict(self._rooms()):
            return
        yield Row("head:own", "\n" + _("Your signals"), tone="head")
        if not self.view.own:
            yield Row("head:none", _("None yet. Press n to note one."), tone="head-quiet")
        for one in self.view.own:
            mark, tone = ("!", "look") if one.danger else (" ", "")
            yield Row(f"{OWN}:{one.id}", safe(one.text), one.stand, mark, tone)

    # -- what a person does -----------------------------------------------------------

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        part, _colon, rest = event.row.id.partition(":")
        if part == MENU:
            self.mh.go(rest)
        elif part == OWN:
            self.mh.go("own_signal", signal=rest)
        elif part == WAITING:
            kind, _colon, one = rest.partition(":")
            self._open(kind, one)

    def _open(self, kind: str, one: str) -> None:
        if kind in (FORM, STEP):
            form = self._line(kind, one)
            if form is not None and form.form in ROOMS:
                self.mh.go(form.form, **form.about)
            return
        if TARGETS[kind] not in ROOMS:
            return
        if kind in (CARD, MORE):
            self.mh.go(TARGETS[kind])
        elif kind == DRAFT:
            self.mh.go("entry", draft=int(one))
        elif kind in (MESSAGE, ASKED):
            self.mh.go("inbox", **({"n": int(one)} if one else {}))
        elif kind == LATE and self.session.person.role in ANSWERERS:
            self.mh.go("dossier", signal=one)
        else:
            self.mh.go(TARGETS[kind], signal=one)

    def on_key(self, event: events.Key) -> None:
        self._touched = True
        for name, room in self._rooms():
            if event.character == room.letter:
                event.stop()
                self.mh.go(name)

    def action_search(self) -> None:
        """Where this person looks things up: the signals they handle, else the partners."""
        if self._handles():
            self.mh.go("signals", search=True)
        else:
            self.mh.go("partners")

    # -- drafts -----------------------------------------------------------------------

    def _line(self, kind: str, one: str) -> Waiting | None:
        waiting = self.view.waiting if self.view is not None else ()
        return next((line for line in waiting if (line.kind, line.id) == (kind, one)), None)

    def _begun(self) -> Waiting | None:
        """The draft under the cursor."""
        found = self.query(RowList)
        row = found.first().current if found else None
        part, _colon, rest = (row.id if row is not None else "").partition(":")
        kind, _colon, one = rest.partition(":")
        return self._line(kind, one) if part == WAITING and kind in DRAFTS else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "throw_away" or self._begun() is not None

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.paint_frame()

    def action_throw_away(self) -> None:
        line = self._begun()
        if line is None:
            return
        from screens.ask import Answer, Ask

        def gone() -> None:
            session = self.session
            self.attempt(lambda: throw_away(session, int(line.id)))
            self._load()

        keep = Answer("b", N_("Keep it"), lambda: None)
        answers = [keep, Answer("w", N_("Throw it away"), gone)]
        self.app.push_screen(
            Ask(
                lambda: _("Throw this draft away?"),
                lambda: (safe(line.text), "", _("You cannot get it back.")),
                answers,
            )
        )

    def unsent(self) -> str:
        reasons = []
        session = self.session
        unsent = self.attempt(lambda: counted.unsent(session).counted)
        if unsent:
            text = _("Not sent from this computer yet: {what}.")
            reasons.append(text.format(what=unsent.text()))
        count = self.attempt(lambda: worklist.begun(session)) or 0
        if count:
            text = ngettext(
                "{count} draft is not finished; it is kept.",
                "{count} drafts are not finished; they are kept.",
                count,
            )
            reasons.append(text.format(count=count))
        return "\n".join(reasons)


def _row_of(one: Waiting) -> Row:
    tone = "look" if one.danger else TONES.get(one.kind, "")
    right = f"{_(VERBS[one.kind])}  Enter"
    return Row(_id_of(one), safe(one.text), right, "!" if one.danger else MARKS[one.kind], tone)


def _id_of(one: Waiting) -> str:
    return f"{WAITING}:{one.kind}:{one.id}"
