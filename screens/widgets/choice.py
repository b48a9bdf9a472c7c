"""Choose one of a few in a form: a field with arrows, and a yes-or-no to tick."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from mh_tui.language import _
from screens.palette import plain
from screens.widgets.field import Label


class Box(Widget, can_focus=True):
    """What one stands on: the option, with arrows while it has the focus."""

    DEFAULT_CSS = """
    Box { height: 1; padding: 0 1; background: $mh-field; color: $mh-field-ink; }
    Box:focus { background: $mh-cursor; color: $mh-cursor-ink; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
    ]
    text: reactive[str] = reactive("")
    """What is shown."""

    class Turned(Message):
        def __init__(self, by: int = 0, letter: str = "") -> None:
            super().__init__()
            self.by = by
            self.letter = letter

    def render(self) -> Content:
        return Content(f"◂ {self.text} ▸" if self.has_focus else self.text)

    def action_turn(self, by: int) -> None:
        self.post_message(self.Turned(by))

    def on_click(self) -> None:
        self.post_message(self.Turned(1))

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isalpha():
            event.stop()
            self.post_message(self.Turned(letter=event.character))


class ChoiceField(Horizontal):
    """``options``: code to label, in the chosen language; ``value``: a code, or "".

    ``required``: there is always one of them, and only arrows, space and the mouse change it: a
    letter that was meant for a text field changes nothing and is answered with ``Typed``.
    """

    DEFAULT_CSS = """
    ChoiceField { height: auto; }
    ChoiceField > .label { width: 32; color: $mh-quiet; padding-right: 1; }
    """

    class Changed(Message):
        """A person chose."""

        def __init__(self, field: ChoiceField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> ChoiceField:
            return self.field

    class Typed(Message):
        """A person typed a letter where only arrows choose."""

    def __init__(
        self, path: str, label: str, options: Mapping[str, str], *, value: str = "",
        required: bool = False, id: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(id=id)
        self.path = path
        self.label = label
        self.required = required
        self.options = dict(options) if required else {"": "–", **options}
        self.value = value if value in options else next(iter(self.options))

    def compose(self) -> ComposeResult:
        yield Label(_(self.label), classes="label")
        box = Box()
        box.text = self.options[self.value]
        yield box

    def focus_input(self) -> None:
        self.query_one(Box).focus()

    def on_box_turned(self, event: Box.Turned) -> None:
        event.stop()
        if event.letter and self.required:
            self.post_message(self.Typed())
            return
        codes = list(self.options)
        at = codes.index(self.value)
        if event.letter:
            order = [*codes[at + 1 :], *codes[: at + 1]]
            start = plain(event.letter)
            hits = [code for code in order if plain(self.options[code]).startswith(start)]
            code = hits[0] if hits else self.value
        else:
            code = codes[(at + event.by) % len(codes)]
        self.choose(code)

    def choose(self, code: str) -> None:
        """Take this option and tell."""
        self.value = code
        self.query_one(Box).text = self.options[code]
        self.post_message(self.Changed(self))


class FlagField(Widget, can_focus=True):
    """``[x]`` and a sentence; space or Enter turns it."""

    DEFAULT_CSS = """
    FlagField { height: auto; }
    FlagField:focus { background: $mh-cursor; color: $mh-cursor-ink; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter", "turn", show=False)]
    value: reactive[bool] = reactive(False)
    """Whether it is ticked."""

    class Changed(Message):
        def __init__(self, field: FlagField) -> None:
            super().__init__()
            self.field = field

    def __init__(
        self, path: str, label: str, *, value: bool = False, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.path = path
        self.label = label
        self.set_reactive(FlagField.value, value)

    def render(self) -> Content:
        return Content(f"{'[x]' if self.value else '[ ]'} {_(self.label)}")

    def focus_input(self) -> None:
        self.focus()

    def action_turn(self) -> None:
        self.value = not self.value
        self.post_message(self.Changed(self))

    def on_click(self) -> None:
        self.action_turn()
