"""Wordings of one signal that were made at the same time: what differs, and which one holds.

Source: DESIGN, Fold: what is amended names what it is based on; nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mh_tui.services import content_text, labels, recording
from mh_tui.services.content_text import Section
from mh_tui.services.dossier_view import Loaded
from mh_tui.services.session import Session

MADE_HERE = ("advice", "why", "reference_version")
"""Follows from the answers."""


@dataclass(frozen=True, slots=True)
class Wording:
    """``by``: who wrote it, where that is told; ``at``: day and minute; only what differs."""

    by: str
    at: str
    sections: tuple[Section, ...]


def wordings(loaded: Loaded) -> tuple[Wording, ...]:
    """Those that no other one amends, oldest first; none where there is only one."""
    heads = loaded.copy.heads
    if len(heads) < 2:
        return ()
    contents = [head.content for head in heads]
    return tuple(
        Wording(head.user or "", labels.moment(head.at), _differing(head.content, contents))
        for head in heads
    )


def settle(session: Session, loaded: Loaded, place: int) -> str:
    """Of the wordings of an own signal this one holds from now on; returns the whole id."""
    chosen = loaded.copy.heads[place].content or {}
    keys = {key for head in loaded.copy.heads for key in head.content or {}}
    changes = {key: chosen.get(key) for key in keys if key not in MADE_HERE}
    return recording.amend(session, loaded.id, changes)


def _differing(
    content: Mapping[str, Any] | None, all_of_them: Sequence[Mapping[str, Any] | None]
) -> tuple[Section, ...]:
    if content is None:
        return ()
    others = [one for one in all_of_them if one is not None and one is not content]
    keys = {key for one in (content, *others) for key in one if key not in MADE_HERE}
    differing = {key for key in keys if any(one.get(key) != content.get(key) for one in others)}
    return tuple(content_text.sections({k: v for k, v in content.items() if k in differing}))
