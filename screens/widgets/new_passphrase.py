"""A new passphrase, typed twice, and a line that says how strong it is while it is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from screens.widgets.field import PlainInput, Secret, TextField


class NewPassphrase(Vertical):
    """``first``, ``again``: msgids of the labels. Never gathered in a draft."""

    DEFAULT_CSS = """
    NewPassphrase { height: auto; }
    NewPassphrase > Static { height: 1; padding-left: 32; }
    """

    def __init__(
        self,
        first: str = N_("Passphrase"),
        again: str = N_("The same passphrase again"),
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.labels = (first, again)

    def compose(self) -> ComposeResult:
        first, again = self.labels
        yield Secret("passphrase", first, id="first")
        yield Secret("again", again, id="again")
        yield Static(id="strength", markup=False)

    @property
    def value(self) -> str:
        return self._first.value

    @property
    def _first(self) -> Secret:
        return self.query_one("#first", Secret)

    @property
    def _again(self) -> Secret:
        return self.query_one("#again", Secret)

    def clear(self) -> None:
        """It was used, or is not wanted any more."""
        self._first.value = self._again.value = ""

    def focus_input(self) -> None:
        self._first.focus_input()

    @on(TextField.Changed)
    def typed(self) -> None:
        from mh_tui.services.strength import hint

        first, again = self._first.value, self._again.value
        parts = [hint(first).text] if first else []
        if again and again != first:
            parts.append(_("the two are not the same yet"))
        self.query_one("#strength", Static).update(Content.styled(" · ".join(parts), "$mh-quiet"))

    @property
    def inputs(self) -> tuple[PlainInput, PlainInput]:
        return self._first.input, self._again.input

    def too_short(self) -> str:
        """What the first of the two still lacks, with the cursor in it; or nothing."""
        from mh_tui.services.strength import hint

        found = hint(self._first.value)
        if found.enough:
            return ""
        self._first.focus_input()
        return _("The passphrase is too short: {hint}.").format(hint=found.text)

    def complaint(self) -> str:
        """What is still needed, with the cursor in the field that needs it; or nothing."""
        if complaint := self.too_short():
            return complaint
        if self._first.value != self._again.value:
            self._again.focus_input()
            return _("The two passphrases are not the same.")
        return ""
