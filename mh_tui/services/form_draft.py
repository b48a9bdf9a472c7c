"""Forms that are half filled in, kept encrypted until they are done (DESIGN, Drafts).

- One a person, form and what it is about: opening the form again goes on where it was left.
- A form is named as its page is, and is about what that page is opened with: so a list of them
  can open each.
- What is kept never holds a passphrase: a page gives only what may lie in the drafts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mh_tui.services.session import Session
from mh_tui.vault import drafts
from mh_tui.vault.drafts import Draft

_FORM = "form:"
"""Before the form's name, in the kind of the draft."""


@dataclass(frozen=True, slots=True)
class HalfFilled:
    """A form that waits. ``about``: what its page is opened with; ``updated_ms``: when saved."""

    id: int
    form: str
    about: Mapping[str, Any]
    updated_ms: int


class FormDraft:
    """``form``: the page's name; ``about``: what it was opened with."""

    def __init__(self, session: Session, form: str, about: Mapping[str, Any]) -> None:
        self._user = session.person.name
        self._kind = _FORM + form
        self._about = dict(about)
        found, self.values = self._find(session)
        self._keeper = drafts.Keeper(session.vault.drafts, found)

    @property
    def is_kept(self) -> bool:
        """Whether something of this form lies in the drafts."""
        return self._keeper.id is not None

    def keep(self, values: Mapping[str, Any], version: int) -> None:
        """Durable when it returns, from any thread; of nothing filled in nothing is kept.

        ``version`` counts the changes: an older one never replaces a newer one.
        """
        body = json.dumps({"about": self._about, "values": dict(values)}, ensure_ascii=False)
        draft = Draft(user=self._user, kind=self._kind, body=body) if values else None
        self._keeper.keep(draft, version)

    def save(self, values: Mapping[str, Any]) -> None:
        """Keep these values now, over whatever was kept before."""
        self.values = dict(values)
        self.keep(self.values, self._keeper.newest + 1)

    def close(self) -> None:
        """What the form asks for is being done: nothing is kept, whoever saves it after this."""
        self.values = {}
        self._keeper.close()

    def reopen(self, values: Mapping[str, Any]) -> None:
        """It could not be done: keep this again."""
        self._keeper.take_up()
        self.save(values)

    def _find(self, session: Session) -> tuple[int | None, dict[str, Any]]:
        """The draft's number and what was filled in until now."""
        for draft in session.vault.drafts.list(self._user):
            if draft.kind == self._kind:
                body = json.loads(draft.body)
                if body["about"] == self._about:
                    return draft.id, body["values"]
        return None, {}


def listed(session: Session, user: str | None = None) -> list[HalfFilled]:
    """The half-filled forms of this person, or of a colleague, newest first."""
    return [
        HalfFilled(
            draft.id or 0,
            draft.kind.removeprefix(_FORM),
            json.loads(draft.body)["about"],
            draft.updated_ms,
        )
        for draft in session.vault.drafts.list(user or session.person.name)
        if draft.kind.startswith(_FORM)
    ]


def throw_away(session: Session, draft_id: int) -> None:
    """Discard a draft of this person, a form's or a signal's; of others it touches nothing."""
    found = session.vault.drafts.get(draft_id)
    if found is not None and found.user == session.person.name:
        session.vault.drafts.discard(draft_id)
