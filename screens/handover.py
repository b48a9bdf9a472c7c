"""Hand a signal on: who gets it, on what basis, and field by field what goes and what stays.

- Left what goes along, right what stays here; space moves the field under the cursor.
- Only fields of the profile can go; the panel shows the whole value of the field one is on.
- F6 shows the sentence of approval; nothing is written before it is approved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.services import dossier_view, handover, handover_view, labels
from mh_tui.services.handover_view import Item, Plan
from screens.choose import Choose
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.safe import safe, shown
from screens.widgets.line_table import fit
from screens.widgets.notice import Notice
from screens.widgets.rows import Row, RowList

PROFILE = Key("handover.profile", "p", "profile", N_("Kind"), N_("Choose what kind of handing on"),
              palette=True)  # fmt: skip
ADDRESSEE = Key("handover.to", "a", "to", N_("To whom"), N_("Choose the office that gets it"),
                palette=True)  # fmt: skip
BASIS = Key("handover.basis", "g", "basis", N_("Basis"), N_("Choose the legal basis"),
            palette=True)  # fmt: skip
MOVE = Key("handover.move", "space", "move_field", N_("Move"),
           N_("Move this field to the other column; in a registration: choose"),
           footer=20)  # fmt: skip
APPROVE = Key("handover.approve", "f6", "approve", N_("Approve"),
              N_("Read the sentence of approval"), "ctrl+s", footer=10, priority=True)  # fmt: skip


class Handover(Form):
    """``signal``, ``sender``: as the dossier has them."""

    CSS_PATH = "handover.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, PROFILE, ADDRESSEE, BASIS, MOVE, APPROVE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("left", "side('goes')", show=False),
        Binding("right", "side('stays')", show=False),
    ]
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "What stands left goes along, what stands right stays here. Arrows move, space moves a"
        " field to the other side. Choose kind, addressee and legal basis, then F6."
    )

    def __init__(self, signal: str, sender: str = "") -> None:
        super().__init__()
        self.signal_id = signal
        self.sender = sender
        self.loaded: dossier_view.Loaded | None = None
        self.plan = self.first = Plan(handover.PROFILES[0])
        self.second = ""
        """The name of the second person, as typed at the approval."""

    def body(self) -> ComposeResult:
        yield Static(id="chosen", markup=False)
        with Horizontal(id="both"):
            for side in ("goes", "stays"):
                with Vertical(classes="side"):
                    yield Static(id=f"{side}-title", markup=False)
                    yield RowList(id=side, one_click=False)
        with VerticalScroll(id="panel", can_focus=False):
            yield Static(id="value", markup=False)

    def title_text(self) -> str:
        return _("Hand on {id}").format(id=self.signal_id)

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("handover", {"signal": self.signal_id, "sender": self.sender})

    # -- what it shows ----------------------------------------------------------------

    def paint(self) -> None:
        if self.loaded is None and not self._open():
            return
        self.query_one("#chosen", Static).update(self._chosen())
        self._columns()
        if self.focused is None:
            self.query_one("#goes").focus()

    def _open(self) -> bool:
        sender = bytes.fromhex(self.sender) if self.sender else None
        self.loaded = self.attempt(lambda: dossier_view.load(self.session, self.signal_id, sender))
        if self.loaded is None:
            return False
        self.plan = self.first = handover_view.begin(self.session, self.loaded)
        kept = self.filled
        if kept:
            to = bytes.fromhex(kept["to"]) if kept.get("to") else None
            without, given = frozenset(kept.get("without", ())), dict(kept.get("given", {}))
            self.plan = Plan(kept["profile"], to, kept.get("legal_basis", ""), without, given)
            self.second = kept.get("second", "")
        return True

    def gather(self) -> dict[str, Any]:
        return _values(self.plan) | {"second": self.second} if self.loaded else self.filled

    def untouched(self) -> dict[str, Any]:
        return _values(self.first)

    def _chosen(self) -> Content:
        basis = self.plan.legal_basis
        rows = (
            ("p", _("Kind"), labels.profile(self.plan.profile)),
            ("a", _("To whom"), safe(self.addressee()) or _("▲ choose")),
            ("g", _("Legal basis"), dict(handover_view.bases()).get(basis) or _("▲ choose")),
        )
        room = max(20, self.size.width - 24)
        lines = [
            Content.assemble(
                (f" {letter}  ", "bold $mh-accent"), (f"{label:<12} ", "$mh-quiet"),
                (fit(text, room).rstrip(), "bold"),
            )
            for letter, label, text in rows
        ]  # fmt: skip
        before = handover_view.given_before(self.loaded, self.plan) if self.loaded else ""
        if before:
            lines.append(Content.styled(f" !  {before}", "$mh-look"))
        return Content("\n").join(lines)

    def addressee(self) -> str:
        """The name of the office that gets it, or nothing."""
        known = handover_view.offices(self.session, self.plan.profile)
        return next((one.name for one in known if one.id == self.plan.to), "")

    def _columns(self) -> None:
        assert self.loaded is not None
        columns = handover_view.columns(self.loaded, self.plan)
        for side, title, items in (
            ("goes", N_("Goes along"), columns.goes),
            ("stays", N_("Stays here"), columns.stays),
        ):
            count = f"{_(title)} ({len(items)})"
            self.query_one(f"#{side}-title", Static).update(Content.styled(count, "bold"))
            rows = self.query_one(f"#{side}", RowList)
            room = max(20, (self.size.width - 4) // 2 - 5)
            rows.show([_row(item, side, room) for item in items])

    def on_resize(self) -> None:
        if self.loaded is not None:
            self.query_one("#chosen", Static).update(self._chosen())
            self._columns()

    @property
    def items(self) -> dict[str, Item]:
        if self.loaded is None:
            return {}
        columns = handover_view.columns(self.loaded, self.plan)
        return {item.path: item for item in (*columns.goes, *columns.stays)}

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.rows.has_focus:
            self._value(event.rows)

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, RowList):
            self._value(self.focused)

    def _value(self, rows: RowList) -> None:
        item = self.items.get(rows.current.id) if rows.current is not None else None
        if item is None:
            self.query_one("#value", Static).update("")
            return
        why = _(" · never leaves with this kind") if item.fixed and rows.id == "stays" else ""
        head = Content.assemble((safe(item.label), "bold"), (why, "$mh-quiet"))
        self.query_one("#value", Static).update(
            Content("\n").join([head, shown(item.text, lines=True)])
        )
        self.query_one("#panel").scroll_home(animate=False)

    # -- what a person does -----------------------------------------------------------

    def action_side(self, side: str) -> None:
        self.query_one(f"#{side}").focus()

    @on(RowList.Chosen)
    def took(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_move_field()

    def action_move_field(self) -> None:
        rows = self.focused
        if not isinstance(rows, RowList) or rows.current is None:
            return
        item = self.items.get(rows.current.id)
        if item is None or item.fixed:
            self.tell(_("This field cannot be moved: the kind of handing on decides."), "look")
        elif self.plan.profile == "registratie":
            self._class(item.path)
        else:
            self._change(replace(self.plan, without=self.plan.without ^ {item.path}))

    def _class(self, name: str) -> None:
        def take(code: str) -> None:
            self._change(replace(self.plan, given={**self.plan.given, name: code}))

        label = self.items[name].label
        options = lambda: handover_view.choices(name)  # noqa: E731
        self.app.push_screen(Choose(label, options, take, self.plan.given.get(name, "")))

    def action_profile(self) -> None:
        options = lambda: [(one, labels.profile(one)) for one in handover.PROFILES]  # noqa: E731
        self.app.push_screen(
            Choose(N_("What kind of handing on?"), options, self._profile, self.plan.profile)
        )

    def _profile(self, profile: str) -> None:
        assert self.loaded is not None
        self._change(handover_view.begin(self.session, self.loaded, profile))

    def action_to(self) -> None:
        known = handover_view.offices(self.session, self.plan.profile)
        if not known:
            self.tell(_("No office is admitted that may get this. Admit its card first."), "look")
            return
        options = [(one.id.hex(), one.name) for one in known]
        chosen = self.plan.to.hex() if self.plan.to is not None else ""
        self.app.push_screen(Choose(N_("To whom?"), lambda: options, self._to, chosen))

    def _to(self, office: str) -> None:
        self._change(replace(self.plan, to=bytes.fromhex(office)))

    def action_basis(self) -> None:
        self.app.push_screen(
            Choose(
                handover_view.bases_title(),
                handover_view.bases,
                self._basis,
                self.plan.legal_basis,
            )
        )

    def _basis(self, code: str) -> None:
        self._change(replace(self.plan, legal_basis=code))

    def _change(self, plan: Plan) -> None:
        self.query_one(Notice).clear()  # what was missing may be chosen now
        self.plan = plan
        self.changed()
        self.paint()

    def action_approve(self) -> None:
        missing = handover_view.missing(self.plan)
        if missing:
            names = ", ".join(_(one).lower() for one in missing)
            self.tell(_("Choose first: {names}.").format(names=names), "look")
            return
        loaded, plan = self.loaded, self.plan
        if loaded is None:
            return
        preview = self.attempt(lambda: handover_view.preview(self.session, loaded, plan))
        if preview is not None:
            from screens.approval import Approval

            self.app.push_screen(Approval(self, preview))

    def done(self) -> None:
        """It was handed on: back to the dossier."""
        self.finished()
        self.mh.back()


def _values(plan: Plan) -> dict[str, Any]:
    """A plan as it is kept in a draft."""
    return {
        "profile": plan.profile,
        "to": plan.to.hex() if plan.to is not None else "",
        "legal_basis": plan.legal_basis,
        "without": sorted(plan.without),
        "given": dict(plan.given),
    }


def _row(item: Item, side: str, room: int) -> Row:
    """One line of at most ``room`` cells; the panel shows the whole of it."""
    mark = "·" if item.fixed else ("→" if side == "goes" else "←")
    text = fit(safe(f"{item.label}: {item.text}"), room).rstrip()
    return Row(item.path, text, mark=mark, tone="quiet" if item.fixed else "")
