"""One setting of the office: what it means, and another value for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from mh_tui.services import labels, settings_view, setup, starting
from mh_tui.services.session import HANDLERS
from mh_tui.services.settings_view import YES_NO, Setting
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.field import TextField
from screens.widgets.rows import Row, RowList

SAVE = Key("setting.save", "f6", "save", N_("Save"), N_("Keep this value"), "ctrl+s",
           footer=30, priority=True)  # fmt: skip
YES, NO = "yes", "no"


class ChangeSetting(Form):
    """``name``: as ``mh-tui config list`` has it."""

    CSS_PATH = "settings.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SAVE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "Type the new value, or choose one, and press Enter. It holds for all who work here. Esc"
        " leaves it as it was."
    )

    class Saved(Message):
        """It stands; ``config``: all settings as they are now."""

        def __init__(self, config: dict[str, Any]) -> None:
            super().__init__()
            self.config = config

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setting_name = name
        self.one: Setting | None = None
        self.busy = False

    def body(self) -> ComposeResult:
        yield Static(id="about", markup=False)
        yield TextField("value", N_("New value"), limit=setup.SETTING_LENGTH, id="value", anew=True)
        yield RowList(id="answers")

    def title_text(self) -> str:
        return self.one.label if self.one is not None else _("Setting")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("setting", {"name": self.setting_name})

    def paint(self) -> None:
        self.one = one = self.attempt(
            lambda: settings_view.setting(self.session, self.setting_name)
        )
        if one is None:
            return
        self.paint_frame()
        text = [one.question, one.meaning, _("Now: {value}").format(value=safe(one.value))]
        self.query_one("#about", Static).update(Content("\n\n".join(filter(None, text))))
        field, answers = self.query_one("#value", TextField), self.query_one(RowList)
        field.display, answers.display = one.kind != YES_NO, one.kind == YES_NO
        if one.kind == YES_NO:
            answers.show([Row(code, labels.choice(code).capitalize()) for code in (YES, NO)])
            answers.select(NO if one.given is False else YES)
            answers.focus()
        else:
            field.value = str(self.filled.get("value", self._now_given()))
            field.focus_input()

    def _now_given(self) -> str:
        given = self.one.given if self.one is not None else None
        return "" if given is None or isinstance(given, bool) else str(given)

    def untouched(self) -> Mapping[str, Any]:
        return {"value": self._now_given()}

    # -- save -------------------------------------------------------------------------

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._save(event.row.id)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        one, row = self.one, self.query_one(RowList).current
        if one is None:
            return
        if one.kind != YES_NO:
            self._save(self.query_one("#value", TextField).value.strip())
        elif row is not None:
            self._save(row.id)

    def _save(self, value: str) -> None:
        if self.busy:
            return
        if value == self._now_words():
            self.finished()
            self._close(_("Nothing changed, so nothing was saved."), "look")
            return
        self.busy = True
        session, name = self.session, self.setting_name

        def save() -> Message:
            setup.set_config(session, name, value)
            return self.Saved(starting.call_config(session))

        self.run_job(save)

    def _now_words(self) -> str:
        given = self.one.given if self.one is not None else None
        if isinstance(given, bool):
            return YES if given else NO
        return self._now_given()

    @on(Saved)
    def saved_it(self, message: Saved) -> None:
        message.stop()
        self.mh.config = message.config
        self.finished()
        alone = self.setting_name == starting.SECOND_PERSON and self._nobody_second()
        if alone and message.config[starting.SECOND_PERSON]:
            text = _("Saved. There is nobody yet who can be the second: add a colleague.")
            self._close(text, "look")
        else:
            self._close(_("Saved."), "good")

    def _nobody_second(self) -> bool:
        found = self.attempt(lambda: setup.users(self.session)) or []
        return sum(one["role"] in HANDLERS for one in found) < 2

    def _close(self, text: str, kind: str) -> None:
        self.mh.back()
        page = self.mh.screen
        if isinstance(page, Page):
            page.tell(text, kind)

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        message.stop().prevent_default()  # not also as Page says it, without the labels
        self.busy = False
        label = self.one.label if self.one is not None else self.setting_name
        self.tell_error(message.error, {"value": label})
