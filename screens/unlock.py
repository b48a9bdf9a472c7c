"""Unlock: the program's name, the clock and the passphrase field; nothing of the work.

- Painted before the database libraries are imported: they load in a thread meanwhile.
- A wrong passphrase says how long to wait and keeps the name; the field is emptied.
- How many people there are is looked at each time one comes here: colleagues come and go.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from mh_tui.errors import InvalidInput, MhError, WrongPassphrase
from mh_tui.language import LANGUAGES, N_, _, current
from mh_tui.services import presence
from screens import themes
from screens.keys import APP_KEYS, Key, bindings, in_footer
from screens.page import Page
from screens.widgets.edges import Edges
from screens.widgets.field import Secret, TextField
from screens.widgets.footer import footer_line
from screens.widgets.notice import Notice

if TYPE_CHECKING:
    from mh_tui.services.session import Session

_SHOWN = frozenset({
    "app.help", "app.call", "app.panic", "unlock.lost", "unlock.language", "unlock.colours",
})  # fmt: skip
"""What the footer shows, for the picture of it; ``shown_keys`` of the page gives the same."""

LOST = Key(
    "unlock.lost", "f3", "lost", N_("Lost passphrase"),
    N_("Lost your passphrase? Choose a new one with the recovery code"), "ctrl+f", footer=9,
    priority=True,
)  # fmt: skip
OPEN = Key(
    "unlock.open", "f6", "open", N_("Unlock"), N_("Open with this passphrase, as Enter does"),
    "ctrl+s", priority=True,
)  # fmt: skip
COLOURS = Key(
    "unlock.colours", "f7", "other_colours", N_("Colours"),
    N_("Other colours: light, high contrast, none"), footer=11, priority=True,
)  # fmt: skip
LANGUAGE = Key(
    "unlock.language", "f8", "other_language", N_("Nederlands"),
    N_("Switch between Dutch and English"), footer=12, priority=True,
)  # fmt: skip
"""F8 opens the commands elsewhere, also for the language; here there are none."""


WIDTH, LABEL = 56, 32  # cells: as in app.tcss and in TextField


class Face(Widget):
    """The page as it will look, painted at once; ``Unlock`` replaces it a moment later."""

    DEFAULT_CSS = "Face { height: 1fr; }"

    def render(self) -> Content:
        width, height = self.size
        keys = in_footer([key for key in (*APP_KEYS, *Unlock.KEYS) if key.id in _SHOWN])
        rule = Content.styled("─" * width, "$mh-line")
        middle = 2 + (height - 4 - 5) // 2
        lines = [Content("")] * height
        lines[0] = Content.assemble((" mh_tui", "bold $mh-accent"), "   ", (_("Locked"), "bold"))
        lines[1] = lines[height - 2] = rule
        lines[height - 1] = footer_line(keys, width)
        edge = " " * max(0, (width - WIDTH) // 2)
        lines[middle] = Content.assemble(edge, (time.strftime("%H:%M"), "bold"))
        field = Content.styled(f"{'':<{WIDTH - LABEL}}", "$mh-field-ink on $mh-field")
        label = _("Passphrase").ljust(LABEL)
        lines[middle + 2] = Content.assemble(edge, (label, "$mh-quiet"), field)
        return Content("\n").join(lines)


class Unlock(Page):
    """The first screen of every day."""

    KEYS: ClassVar[tuple[Key, ...]] = (LOST, OPEN, COLOURS, LANGUAGE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = ""
    ABOUT = N_(
        "Type your passphrase and press Enter. Where several people use this program, type your"
        " name first, as it was noted when you were added: capitals and spaces count. Is it said"
        " that nobody has that name, then ask a colleague how it is written; under Settings,"
        " People it can be looked up.\n\n"
        "Wrong a few times? Then you wait a little before the next try is looked at, at most a"
        " minute. Look whether Caps Lock is on.\n\n"
        "Lost your passphrase? Nobody can look it up. F3 asks for the recovery code: it was"
        " written down when this program was set up and lies in a safe, or with whoever manages"
        " it. With it you choose a new passphrase and keep all that is here. No code either? A"
        " colleague who can still open it can remove your name and add you again; your drafts go"
        " to that colleague. Without code and without colleague nobody can open this any more,"
        " not the maker of the program either."
    )

    class Ready(Message):
        """What an unlock needs is loaded; ``people``: how many use this profile.

        ``practice``: the passphrase of a profile with invented data, else empty.
        """

        def __init__(self, people: int, practice: str) -> None:
            super().__init__()
            self.people = people
            self.practice = practice

    class Opened(Message):
        def __init__(self, session: object) -> None:
            super().__init__()
            self.session = session

    def __init__(self) -> None:
        super().__init__()
        self.people = 1
        self.practice = ""
        self.busy = False
        self._css_update_count = 0  # its styles stand in app.tcss: nothing to read again
        self.unfolded = False
        self._typed: list[str] = []

    def compose(self) -> ComposeResult:
        """First only a picture of this page in one widget: that is on the screen soonest."""
        if self.unfolded:
            yield from super().compose()
        else:
            yield Face()

    def _painted(self) -> None:
        if self.unfolded:
            super()._painted()

    async def _unfold(self) -> None:
        """Put the real widgets in the place of the picture, with what was typed meanwhile."""
        self.unfolded = True
        await self.recompose()
        self._painted()
        secret = self.query_one(Secret)
        secret.value = "".join(self._typed)
        self._typed.clear()
        secret.focus_input()
        secret.input.cursor_position = len(secret.input.value)
        self.set_interval(10, self._tick)
        self.call_after_refresh(self._load)

    def on_key(self, event: events.Key) -> None:
        """Typed before the field was there."""
        if not self.unfolded and event.character and event.is_printable:
            event.stop()
            self._typed.append(event.character)

    def body(self) -> ComposeResult:
        yield Edges(id="clock")
        yield TextField("name", N_("Your name"), id="name", anew=True)
        secret = Secret("passphrase", N_("Passphrase"), id="passphrase")
        secret.input.select_on_focus = False  # what was typed before the focus came is kept
        yield secret
        yield Edges(id="state")

    def paint(self) -> None:
        self.query_one("#name").display = self.people > 1
        state = ""
        if self.busy:
            state = _("One moment, the profile is being opened…")
        elif self.practice:
            state = _("Practice passphrase: {words}").format(words=self.practice)
        self.query_one("#state", Edges).left = Content.styled(state, "$mh-quiet")
        self._tick()

    def title_text(self) -> str:
        return _("Locked")

    def on_mount(self) -> None:
        self.call_after_refresh(self._unfold)

    def on_screen_suspend(self) -> None:
        """Another screen comes, or the program hides: no passphrase stays behind."""
        if not self.mh.at_lock and self.query("#passphrase"):
            self.query_one(Secret).value = ""

    def on_screen_resume(self) -> None:
        """Back at the lock."""
        if self.is_mounted and self.query("#passphrase"):
            self._painted()
            self._load()

    def _tick(self) -> None:
        self.query_one("#clock", Edges).left = Content.styled(time.strftime("%H:%M"), "bold")

    def _load(self) -> None:
        home = self.mh.home

        def load() -> Message:
            presence.prepare()
            return self.Ready(presence.people(home), presence.practice(home))

        self.run_job(load)

    @on(Ready)
    def ready(self, message: Ready) -> None:
        self.people, self.practice = message.people, message.practice
        self.paint()
        secret = self.query_one(Secret)
        name = self.query_one("#name", TextField)
        # of one user the field is gone, perhaps with the cursor in it; a name that stands there
        # would take up the passphrase that is typed next
        if self.people == 1 or name.value:
            secret.focus_input()
        elif not secret.value:
            name.focus_input()

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self.query_one("#name", TextField).input:
            self.query_one(Secret).focus_input()
        else:
            self.action_open()

    def action_open(self) -> None:
        """Open the profile with what is filled in."""
        if not self.query("#passphrase") or self.busy:
            return
        name, secret = self.query_one("#name", TextField), self.query_one(Secret)
        if not secret.value:
            secret.focus_input()
            self.tell(_("Type your passphrase first."), "look")
            return
        self.busy = True
        self.paint()
        passphrase, secret.value = secret.value, ""
        self._open((name.value.strip() or None) if self.people > 1 else None, passphrase)

    def _open(self, user: str | None, passphrase: str) -> None:
        home, leaving = self.mh.home, self.mh.leaving

        def unlock() -> Message:
            from mh_tui.services import session as sessions

            if leaving is not None and leaving.take_back():
                held = leaving.session
                try:
                    held.vault.check_passphrase(user or held.person.name, passphrase)
                except MhError:
                    leaving.end()
                    raise
                return self.Opened(held)
            return self.Opened(sessions.open_session(home, user=user, passphrase=passphrase))

        self.run_job(unlock)

    @on(Opened)
    def opened(self, message: Opened) -> None:
        from mh_tui.services.session import Session

        self.busy = False
        self.query_one(Notice).clear()  # a wrong try before it is over
        assert isinstance(message.session, Session)
        if not self.mh.at_lock:
            self._shut(message.session)
            return
        self.mh.go_home()
        self.mh.unlocked(message.session)

    def _shut(self, session: Session) -> None:
        """The screen was hidden while the profile was being opened: it stays shut."""
        leaving = self.mh.leaving
        if leaving is not None and leaving.session is session:
            leaving.end()
        else:
            session.close()

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        message.stop().prevent_default()  # not also as Page says it, without the labels
        self.busy = False
        error = message.error
        if isinstance(error, InvalidInput) and error.code == "user_needed":
            self.people = 2
        self.paint()
        self.tell_error(error)
        secret = self.query_one(Secret)
        if isinstance(error, WrongPassphrase) or self.people == 1:
            secret.focus_input()
        else:
            self.query_one("#name", TextField).focus_input()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (action == "lost" and self.busy)

    def action_lost(self) -> None:
        """Choose a new passphrase with the recovery code."""
        self.mh.push_screen(self.mh.page_of("recover:Recover"))

    def recovered(self, name: str) -> None:
        """Somebody chose a new passphrase; ``name``: who, where there are several."""
        self.query_one("#name", TextField).value = name
        self.tell(
            _(
                "Your new passphrase stands. Open the program with it, and put the paper with the"
                " recovery code back where it was: the code stays the same."
            )
        )

    async def _relabel(self) -> None:
        """The passphrase that is being typed stays too: nobody left."""
        typed = [one.value for one in self.query(Secret)]
        await super()._relabel()
        for one, value in zip(self.query(Secret), typed, strict=False):
            one.value = value

    async def action_other_language(self) -> None:
        places = [*LANGUAGES, LANGUAGES[0]]
        await self.mh.choose_language(places[places.index(current()) + 1])

    def action_other_colours(self) -> None:
        names = [*themes.PALETTES]
        now = names.index(self.app.theme.removeprefix("mh-"))
        self.mh.choose_theme(names[(now + 1) % len(names)])
