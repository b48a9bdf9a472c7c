"""What the bundles screen lists: the places, the other ways, and the offices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mh_tui.language import N_, _, ngettext
from mh_tui.services import labels, places, sending_text
from mh_tui.services.sending import Office, Overview, Spot
from screens.keys import Key
from screens.safe import safe
from screens.widgets.rows import Row

WRITE = Key("bundles.write", "w", "write", N_("Write only"),
            N_("Only write bundles, into a folder you choose"), footer=20,
            palette=True)  # fmt: skip
COLLECT = Key("bundles.collect", "o", "collect", N_("Collect only"),
              N_("Only take in files, or a folder with files"), footer=21,
              palette=True)  # fmt: skip
TYPE = Key("bundles.type", "t", "type_path", N_("Folder"),
           N_("Another folder: choose a stick or type a path"), footer=22,
           palette=True)  # fmt: skip
KINDS = {
    "remembered": N_("used before"),
    "cards": N_("a card lies here"),
    places.STICK: N_("stick"),
    places.SHARE: N_("network share"),
    places.DISK: N_("disk"),
}
ACTIONS = {"type_path": TYPE, "write": WRITE, "collect": COLLECT}


CARDS = Key("bundles.cards", "k", "cards", N_("Cards"), N_("Offices and cards: admit a card"),
            footer=11, palette=True)  # fmt: skip


def alone_text(count: int, config: Mapping[str, Any]) -> str:
    """Why signals stay here, and what to do; ``config``: the office's settings."""
    text = ngettext(
        "{count} signal waits here and cannot be sent yet. First admit the card of {name} (k), or"
        " call {whom}.",
        "{count} signals wait here and cannot be sent yet. First admit the card of {name} (k), or"
        " call {whom}.",
        count,
    )
    return text.format(count=count, **_focal_point(config))


def nothing_sent_text(count: int, config: Mapping[str, Any]) -> str:
    """The same after a run that wrote nothing."""
    text = ngettext(
        "Nothing was sent: {count} signal waits. First admit the card of {name} (k), or call"
        " {whom}.",
        "Nothing was sent: {count} signals wait. First admit the card of {name} (k), or call"
        " {whom}.",
        count,
    )
    return text.format(count=count, **_focal_point(config))


def _focal_point(config: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": safe(labels.focal_point_name(config)),
        "whom": safe(str(config.get("focal_point_phone") or labels.focal_point_name(config))),
    }


def overview_rows(view: Overview, now: int) -> list[Row]:
    """Places, other ways, offices."""
    rows = [Row("head:where", _("Where"), tone="head")]
    last = True
    for number, spot in enumerate(view.spots):
        first = last and spot.kind == "remembered"
        last = False
        rows.append(_spot_row(number, spot, first))
    for action, key in ACTIONS.items():
        rows.append(Row(f"do:{action}", _(key.help), mark=key.key))
    rows.append(Row("head:offices", "\n" + _("For whom"), tone="head"))
    if not view.offices:
        text = _("Nobody is admitted yet: first admit a card.")
        rows.append(Row("head:nobody", text, tone="head-quiet"))
    rows += [_office_row(number, office, now) for number, office in enumerate(view.offices)]
    return rows


def _spot_row(number: int, spot: Spot, first: bool) -> Row:
    text = safe(str(spot.path))
    mark = str(number + 1) if number < 9 else " "
    if not spot.there:
        return Row(f"spot:{number}", text, _("not there now"), mark, "quiet")
    right = _(KINDS[spot.kind])
    return Row(f"spot:{number}", text, f"{right}   F5" if first else right, mark)


def _office_row(number: int, office: Office, now: int) -> Row:
    late = sending_text.is_late(office, now)
    name = f"{safe(office.name)} ({labels.office_role(office.role)})"
    text = f"{name}\n{sending_text.office_text(office, now)}"
    mark = "▲" if late else "●" if office.waits else " "
    return Row(f"office:{number}", text, mark=mark, tone="late" if late else "")
