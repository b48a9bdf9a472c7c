"""Admit an office: choose its card, compare the digits over the telephone, say what it gets.

- The digits are ticked off one group at a time, or typed; a wrong group stops it and is logged.
- Nothing is proposed as equal: six groups have to be compared before it can be admitted.
- A group that differs is logged; what was the same stays ticked, so one slip costs one group.
- A card of our own office makes its device a colleague that reads everything: that is asked apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.errors import MhError
from mh_tui.language import N_, _
from mh_tui.services import admitting, exchange, places, trust_view
from screens import admit_rows
from screens.admit_rows import COLLEAGUE, GROUP, PROFILE
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.safe import safe
from screens.widgets.field import TextField
from screens.widgets.notice import Notice
from screens.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from mh_tui.trust.card import Card

ADMIT = Key("admit.admit", "f6", "admit", N_("Admit"), N_("Admit it; all digits were the same"),
            "ctrl+s", footer=30, priority=True)  # fmt: skip
OTHER = Key("admit.other", "f7", "other", N_("Other card"), N_("Choose another card"), "ctrl+t",
            footer=31, priority=True)  # fmt: skip
WRONG = Key("admit.wrong", "n", "wrong", N_("Not the same"), N_("A digit differs: do not admit it"),
            footer=20)  # fmt: skip


class Admit(Form):
    """First the card, then its digits and what it gets; all of it is kept until it is admitted."""

    CSS_PATH = "admit.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, ADMIT, OTHER, WRONG)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "Call the other office on a number you know. They read out their digits; you tick off"
        " each group with space, or type it. One wrong digit: do not admit it."
    )

    def __init__(self) -> None:
        super().__init__()
        self.card: Card | None = None
        self.card_file = ""
        self.found: list[trust_view.CardFile] = []
        self.same: set[int] = set()
        self.wrong: set[int] = set()
        self.colleague = False
        self.typed_digits = ""
        self.profiles: set[str] = set()

    def body(self) -> ComposeResult:
        with Vertical(id="file"):
            typed = self.filled.get("file", "")
            yield TextField("file", N_("Card file or folder"), value=typed, limit=1000, id="path")
            yield Static(id="found-title", markup=False)
            yield RowList(id="cards")
        with Vertical(id="compare"):
            yield Static(id="who", markup=False)
            yield RowList(id="groups")
            yield Static(id="say", markup=False)

    def title_text(self) -> str:
        return _("Admit an office")

    def status_text(self) -> str:
        return _("{n} of {count}").format(n=1 if self.card is None else 2, count=2)

    def place(self) -> Place:
        return Place("admit")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("admit", "other", "wrong") or self.card is not None

    @property
    def is_kept(self) -> bool:
        """A path alone is nothing that waits for anybody."""
        return self.card is not None and super().is_kept

    async def action_back(self) -> None:
        if self.card is None:
            self.finished()
        await super().action_back()

    def gather(self) -> dict[str, Any]:
        found = super().gather()
        if self.card is None:
            return found
        return found | {
            "card": self.card_file,
            "device": self.card.device.hex(),
            "same": sorted(self.same),
            "digits": self.typed_digits,
            "profiles": sorted(self.profiles),
            "colleague": self.colleague,
        }

    def _take_up(self) -> None:
        """The card that was being compared, if it still is the same one."""
        kept, self.filled = self.filled, {}
        if not kept.get("card"):
            return
        path = Path(kept["card"])
        card = self.attempt(lambda: admitting.read_card(self.session, path), _labels())
        if card is not None and card.device.hex() == kept["device"]:
            self.card, self.card_file = card, kept["card"]
            self.same = set(kept.get("same", ()))
            self.typed_digits = kept.get("digits", "")
            self.profiles = set(kept.get("profiles", ()))
            self.colleague = bool(kept.get("colleague"))

    def paint(self) -> None:
        if self.filled:
            self._take_up()
        self.query_one("#file").display = self.card is None
        self.query_one("#compare").display = self.card is not None
        self.paint_frame()
        if self.card is None:
            self._look(trust_view.where_cards_may_lie(self.session))
            self.query_one("#path", TextField).focus_input()
        else:
            self._paint_card(self.card)
            self.query_one("#groups").focus()

    # -- the card ---------------------------------------------------------------------

    def _look(self, where: list[Path]) -> None:
        self.found = self.attempt(lambda: trust_view.cards_in(self.session, where)) or []
        rows = [
            Row(
                str(n), safe(f"{one.name}, {one.role}"),
                right=_("known") if one.known else safe(one.path.name), mark="●",
            )
            for n, one in enumerate(self.found)
        ]  # fmt: skip
        title = (
            _("Cards found; Enter opens the one under the cursor:") if rows else _no_cards(where)
        )
        self.query_one("#found-title", Static).update(Content.styled(title, "$mh-quiet"))
        self.query_one("#cards", RowList).show(rows, keep=False)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """A folder is looked into, a file is opened; without either the card under the cursor."""
        event.stop()
        typed = self.query_one("#path", TextField).value.strip()
        if not typed:
            self.query_one("#cards", RowList).action_choose()
            return
        path = self.attempt(lambda: places.typed(typed, files=True), _labels())
        if path is not None and path.is_dir():
            self._look([path])
            if self.found:
                self.query_one("#cards").focus()
        elif path is not None:
            self._open(path)

    @on(TextField.Changed)
    def typing_path(self, event: TextField.Changed) -> None:
        """What was said was about another path."""
        self.query_one(Notice).clear()

    def _open(self, path: Path) -> None:
        self.card = self.attempt(lambda: admitting.read_card(self.session, path), _labels())
        if self.card is not None:
            self.card_file = str(path)
            exchange.remember_cards(self.session, path.absolute().parent)
            self.same, self.wrong, self.typed_digits = set(), set(), ""
            self.colleague = False
            self.profiles = set(trust_view.proposed(self.session, self.card.role))
            self.changed()
            self.paint()

    def action_other(self) -> None:
        self.query_one(Notice).clear()
        self.card = None
        self.changed()
        self.paint()

    # -- the digits -------------------------------------------------------------------

    def _paint_card(self, card: Card) -> None:
        self.query_one("#who", Static).update(admit_rows.who(card))
        rows = [
            *admit_rows.groups(self.groups, self.same),
            *admit_rows.profiles(trust_view.proposed(self.session, card.role), self.profiles),
            *(admit_rows.colleague(self.colleague) if self._is_ours else ()),
        ]
        self.query_one("#groups", RowList).show(rows)
        self._say()

    @property
    def _is_ours(self) -> bool:
        return self.card is not None and admitting.joins_us(self.session, self.card)

    @property
    def groups(self) -> tuple[str, ...]:
        return trust_view.groups(self.card.device) if self.card is not None else ()

    def _say(self) -> None:
        left = len(self.groups) - len(self.same)
        if self.typed_digits:
            text = _("Typed: {digits}").format(digits=" ".join(self.typed_digits))
        elif left:
            text = _("{count} of 6 groups compared.").format(count=len(self.same))
        else:
            text = _("All six groups are the same. F6 admits this office.")
        tone = "$mh-quiet" if left else "bold $mh-good"
        self.query_one("#say", Static).update(Content.styled(text, tone))

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.query_one(Notice).clear()
        if event.rows.id == "cards":
            self._open(self.found[int(event.row.id)].path)
        else:
            self._toggle(event.row.id)

    def _toggle(self, row: str) -> None:
        self.query_one(Notice).clear()
        part, _colon, which = row.partition(":")
        if part == GROUP:
            self.same ^= {int(which)}
            if int(which) in self.same:
                self._next_group()
        elif part == PROFILE:
            self.profiles ^= {which}
        elif part == COLLEAGUE:
            self.colleague = not self.colleague
        self.typed_digits = ""
        self.changed()
        if self.card is not None:
            self._paint_card(self.card)

    def _next_group(self) -> None:
        left = [n for n in range(len(self.groups)) if n not in self.same]
        if left:
            self.query_one("#groups", RowList).select(f"{GROUP}:{left[0]}")

    def on_key(self, event: events.Key) -> None:
        rows = self.query_one("#groups", RowList)
        if self.card is None and event.key in ("up", "down"):  # from the path on into the list
            event.stop()
            self.query_one("#cards", RowList).action_move(1 if event.key == "down" else -1)
        if self.card is None or not rows.has_focus or rows.current is None:
            return
        if event.key == "space":
            event.stop()
            self._toggle(rows.current.id)
        elif event.character and event.character.isdigit() and rows.current.id.startswith(GROUP):
            event.stop()
            self._typed(int(rows.current.id.partition(":")[2]), event.character)

    def _typed(self, group: int, digit: str) -> None:
        """A digit of the group under the cursor; five of them are compared."""
        self.query_one(Notice).clear()
        self.typed_digits += digit
        self.changed()
        if len(self.typed_digits) < 5:
            self._say()
            return
        typed, self.typed_digits = self.typed_digits, ""
        if typed == self.groups[group]:
            self.same.add(group)
            self._next_group()
        else:
            self._differs(group, typed)
        self.changed()
        if self.card is not None:
            self._paint_card(self.card)

    def _differs(self, group: int, typed: str) -> None:
        """One group is not the same: it is logged, and the cursor stays there."""
        self.same.discard(group)
        self._refuse(group, typed)
        if group not in self.wrong:  # the second time the service's own words stand
            text = _(
                "Group {n} differs. Misheard or mistyped? Have it read out once more. Does it still"
                " differ, then do not admit this card."
            )
            self.tell(text.format(n=group + 1), "error")
        self.wrong.add(group)

    def action_wrong(self) -> None:
        """It is said to be another: nothing that was ticked counts any more."""
        rows = self.query_one("#groups", RowList)
        if rows.current is not None and rows.current.id.startswith(GROUP):
            group = int(rows.current.id.partition(":")[2])
            self.same = set()
            self.finished()
            if self.card is not None:
                self._paint_card(self.card)
            self._refuse(group, f"{(int(self.groups[group]) + 1) % 100_000:05d}")

    def _refuse(self, group: int, typed: str) -> None:
        """Other digits than those of this card: refused by the service, which logs it."""
        self._admitted(" ".join(typed if n == group else one for n, one in enumerate(self.groups)))

    def action_admit(self) -> None:
        if len(self.same) < len(self.groups):
            self.tell(_("Compare all six groups first."), "look")
        elif self._is_ours and not self.colleague:
            self.query_one("#groups", RowList).select(COLLEAGUE)
            self.tell(_("Tick first that this is a computer of your own office."), "look")
        elif self._admitted(" ".join(self.groups)):
            self.finished()
            self.mh.back()

    def _admitted(self, told: str) -> bool:
        card = self.card
        if card is None:
            return False
        try:
            admitting.admit(self.session, card, fingerprint=told, upstream=sorted(self.profiles))
        except MhError as error:
            self.tell_error(error)
            return False
        return True


def _labels() -> dict[str, str]:
    return {"file": _("Card file"), "folder": _("Card file or folder")}


def _no_cards(where: list[Path]) -> str:
    if not where:
        return _("No stick found. Type where the card is, and press Enter.")
    text = _("No cards in {places}. Type where the card is, and press Enter.")
    return text.format(places=", ".join(safe(str(path)) for path in where))
