"""A half-filled form about a signal, kept encrypted until it is done (DESIGN, Drafts).

One a person, kind of form and signal: opening the form again goes on where it was left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mh_tui.services.session import Session
from mh_tui.vault.drafts import Draft

KINDS = frozenset({"feedback", "handover", "note", "triage"})


class FormDraft:
    """``kind``: one of ``KINDS``; ``about``: the signal, as the form names it."""

    def __init__(self, session: Session, kind: str, about: str) -> None:
        self._session = session
        self._kind = kind
        self._about = about
        found = self._find()
        self._id = found.id if found is not None else None
        self.values: dict[str, Any] = self._read(found)["values"] if found is not None else {}
        """What was filled in until now."""

    def save(self, values: Mapping[str, Any]) -> None:
        """Durable when it returns; where nothing is filled in nothing is kept."""
        self.values = dict(values)
        if not any(self.values.values()):
            self.drop()
            return
        body = json.dumps({"about": self._about, "values": self.values}, ensure_ascii=False)
        draft = Draft(user=self._session.person.name, kind=self._kind, body=body, id=self._id)
        self._id = self._session.vault.drafts.save(draft).id

    def drop(self) -> None:
        """It was sent, or is empty."""
        if self._id is not None:
            self._session.vault.drafts.discard(self._id)
        self._id, self.values = None, {}

    def _find(self) -> Draft | None:
        for draft in self._session.vault.drafts.list(self._session.person.name):
            if draft.kind == self._kind and self._read(draft)["about"] == self._about:
                return draft
        return None

    def _read(self, draft: Draft) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(draft.body)
        return body
