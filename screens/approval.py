"""The approval of a handing on: one sentence; where the office asks it, a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from mh_tui.services import dossier_view, handover, handover_view
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.safe import safe
from screens.widgets.field import Secret, TextField

if TYPE_CHECKING:
    from screens.handover import Handover

HAND_ON = Key("approval.approve", "f6", "approve", N_("Approve"), N_("Hand it on as shown"),
              "ctrl+s", footer=30, priority=True)  # fmt: skip


class Approval(Page):
    """Over the hand-over page ``about``; ``preview`` is exactly what goes."""

    CSS_PATH = "approval.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, HAND_ON)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("pagedown", "read(1)", show=False, priority=True),
        Binding("pageup", "read(-1)", show=False, priority=True),
    ]
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "Read the sentence. F6 approves it; then it leaves this computer with the next Send and"
        " collect. Where your organisation asks it, a colleague types name and passphrase."
    )

    class Handed(Message):
        """It was written."""

    def __init__(self, about: Handover, preview: handover.Preview) -> None:
        super().__init__()
        self.about = about
        self.preview = preview
        self.busy = False

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="sentence", markup=False)
        name = N_("Name of the second person")
        yield TextField("second", name, value=self.about.second, id="second")
        yield Secret("passphrase", N_("Passphrase of the second person"), id="passphrase")

    def title_text(self) -> str:
        return _("Approve")

    def status_text(self) -> str:
        return _("Esc: back")

    @property
    def needs_second(self) -> bool:
        loaded = self.about.loaded
        return loaded is not None and loaded.second_person

    def paint(self) -> None:
        plan = self.about.plan
        parts = [
            Content.styled(handover_view.sentence(safe(self.about.addressee()), plan), "bold"),
            self._fields(),
            Content.styled(_("The legal basis still has to be checked by a lawyer."), "$mh-look"),
            Content(
                self._whom() if self.needs_second else _("F6 approves it; Esc changes nothing.")
            ),
        ]
        loaded = self.about.loaded
        if loaded is not None and dossier_view.unassessed(loaded):
            text = _(
                "! Nobody assessed this signal yet. Is there danger now?"
                " Go back with Esc and press b."
            )
            parts.insert(0, Content.styled(text, "bold $mh-late"))
        self.query_one("#sentence", Static).update(Content("\n\n").join(parts))
        second, secret = self.query_one("#second", TextField), self.query_one("#passphrase", Secret)
        second.display = secret.display = self.needs_second
        if self.needs_second:
            (secret if second.value else second).focus_input()

    def _fields(self) -> Content:
        """Every field by name, on its side, one last time."""
        loaded, plan = self.about.loaded, self.about.plan
        assert loaded is not None
        columns = handover_view.columns(loaded, plan)
        return Content("\n").join(
            Content.assemble(
                (f"{_(title)} ({len(items)}): ", "$mh-quiet"), safe(handover_view.names(items))
            )
            for title, items in (
                (N_("Goes along"), columns.goes), (N_("Stays here"), columns.stays),
            )
            if items
        )  # fmt: skip

    def _whom(self) -> str:
        names = handover_view.seconds(self.session)
        if not names:
            return _("A second person must approve, but nobody else here may. Add a user first.")
        text = _("A second person must approve this as well: {names}.")
        return text.format(names=", ".join(map(safe, names)))

    @on(TextField.Changed, "#second")
    def named(self, event: TextField.Changed) -> None:
        """The name is kept with the hand-over, the passphrase never."""
        event.stop()
        self.about.second = event.field.value
        self.about.changed()

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.query_one("#second", TextField).input.has_focus:
            self.query_one("#passphrase", Secret).focus_input()
        else:
            self.action_approve()

    def action_read(self, way: int) -> None:
        """On in what is approved, or back; the fields below stay in sight."""
        scroll = self.query_one("#scroll")
        scroll.scroll_relative(y=way * max(1, scroll.size.height - 1), animate=False)

    def action_approve(self) -> None:
        if self.busy:
            return
        second = self._second()
        if self.needs_second and second is None:
            self.query_one("#second", TextField).complain(_("Fill in both, by the second person."))
            return
        if not self.was_seen("F6"):
            return
        self.busy = True
        session, preview = self.session, self.preview

        def work() -> Approval.Handed:
            handover.approve(session, preview, second=second)
            return self.Handed()

        self.run_job(work)

    def _second(self) -> tuple[str, str] | None:
        if not self.needs_second:
            return None
        name = self.query_one("#second", TextField).value.strip()
        passphrase = self.query_one("#passphrase", Secret).value
        return (name, passphrase) if name and passphrase else None

    @on(Handed)
    def handed(self, message: Handed) -> None:
        message.stop()
        self.put_away()
        self.mh.back()
        self.about.done()

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        """The frame says what is wrong."""
        self.busy = False
        self.put_away()

    def put_away(self) -> None:
        """A passphrase is never kept."""
        self.query_one("#passphrase", Secret).value = ""
