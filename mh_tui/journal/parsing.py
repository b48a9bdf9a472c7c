"""Read the stored bytes of an entry, whoever wrote them.

- A body that fails is not refused but set aside by whoever asks (DESIGN, Kinds).
- The schemas are loaded with the first body: a list that reads none does not pay for them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from mh_tui.journal import kinds

NESTING = 16
"""The deepest nesting of an entry's JSON (DESIGN, Bundle, limits)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a body could not be taken: ``newer``, ``not_json``, ``schema`` or ``nesting``."""

    why: str
    kind: kinds.Kind | None = None


def parse(body: bytes) -> dict[str, Any] | Fault:
    """The body as a dict, or why not. Never raises on hostile bytes."""
    check, failed = _checker()
    try:
        return check(body)
    except failed:
        return _explain(body)


@cache
def _checker() -> tuple[Callable[[bytes], dict[str, Any]], type[Exception]]:
    from pydantic_core import ValidationError

    from mh_tui.journal.schemas import validator

    return validator().validate_json, ValidationError


def _explain(body: bytes) -> Fault:
    if _too_deep(body):
        return Fault("nesting")
    try:
        loose = json.loads(body)
    except (ValueError, RecursionError):
        return Fault("not_json")
    if not isinstance(loose, dict):
        return Fault("schema")
    name, version = loose.get("kind"), loose.get("v")
    if not isinstance(name, str) or not isinstance(version, int):
        return Fault("schema")
    kind = kinds.BY_NAME.get(name)
    if kind is None or kind.version < version:
        return Fault("newer", kind)
    return Fault("schema", kind)


_STRING = re.compile(rb'"(?:[^"\\]+|\\.)*"?', re.DOTALL)
"""Also one that never ends: so no attempt ever fails and is made again further on."""
_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKET = bytes(set(range(256)) - set(b"[]"))


def _too_deep(body: bytes) -> bool:
    """Whether well-formed JSON nests deeper than ``NESTING``; in time linear in its length.

    Each round takes the innermost brackets away. What does not balance is no JSON anyway.
    """
    left = _STRING.sub(b"", body).translate(_SQUARE).translate(None, _NO_BRACKET)
    for _ in range(NESTING):
        if not left:
            return False
        left = left.replace(b"[]", b"")
    return bool(left) and 2 * left.count(b"[") == len(left)
