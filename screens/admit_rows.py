"""What is compared of a card before its office is admitted, as rows to tick."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from mh_tui.language import _
from mh_tui.services import labels
from screens.safe import safe
from screens.widgets.rows import Row

if TYPE_CHECKING:
    from mh_tui.trust.card import Card

GROUP, PROFILE, COLLEAGUE = "group", "profile", "colleague"
"""How the ids of the rows begin."""


def who(card: Card) -> Content:
    """Whose card it says it is, and what to do."""
    lines = [
        Content.styled(safe(card.name), "bold"),
        Content.assemble(
            (_("Organisation") + ": ", "$mh-quiet"),
            safe(labels.organisation(card.organisation)),
            ("   " + _("Role") + ": ", "$mh-quiet"),
            labels.office_role(card.role),
        ),
        Content(
            _(
                "Is this whom you expect? Call them. They read out six groups: space ticks"
                " one off, or type the digits."
            )
        ),
    ]
    return Content("\n").join(lines)


def groups(found: Sequence[str], same: Collection[int]) -> Iterator[Row]:
    """The six groups of its fingerprint; ``same``: those that were compared."""
    for number, group in enumerate(found):
        right = _("group {n}").format(n=number + 1)
        yield Row(f"{GROUP}:{number}", " ".join(group), mark=_mark(number in same), right=right)


def profiles(offered: Sequence[str], chosen: Collection[str]) -> Iterator[Row]:
    """What its office would get from ours."""
    if offered:
        yield Row("head", _("This office gets from us:"), tone="head")
    for one in offered:
        yield Row(f"{PROFILE}:{one}", labels.profile(one), mark=_mark(one in chosen))


def colleague(yes: bool) -> Iterator[Row]:
    """What it means to admit a card of our own office."""
    text = _(
        "▲ This card names your own office. Its computer becomes a colleague: it reads everything"
        " of your office, and speaks for it."
    )
    yield Row("head:colleague", text, tone="head")
    yield Row(COLLEAGUE, _("Yes: it is a computer of our own office"), mark=_mark(yes))


def _mark(ticked: bool) -> str:
    return "[x]" if ticked else "[ ]"
