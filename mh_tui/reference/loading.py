"""Load one file of reference data: only the released one, once, when it is first asked for.

- The SHA-256 of every file stands in ``assets/pinned.json`` (privacy_rules R72); another file is
  refused, so that nobody works with a list that was changed on the disk.
- The pinned files are proven sound by the tests (``check.check_all``); a load therefore checks
  their shape, and the cross references only of a file that is not pinned.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import assets
from mh_tui.reference.shape import Where, build

FOLDER = Path(assets.__file__).parent
PINS = "pinned.json"

Model = TypeVar("Model")


@cache
def pins() -> dict[str, str]:
    """File name to SHA-256 in hex; ``ReferenceBroken`` where the list cannot be read."""
    try:
        found: dict[str, str] = json.loads((FOLDER / PINS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Where(PINS).broken("unreadable") from error
    return found


def load(
    shape: type[Model], name: str, check: Callable[[Any], None], path: Path | None, pinned: bool
) -> Model:
    """The model ``shape`` of file ``name``; from ``path`` instead of ``assets`` where given.

    ``ReferenceBroken`` for a missing or changed file, and for what does not fit the schema.
    """
    raw = _bytes(path or FOLDER / name, name)
    if pinned and hashlib.sha256(raw).hexdigest() != pins().get(name):
        raise Where(name).broken("changed")
    model: Model = build(shape, _parsed(raw, name), Where(name))
    if not pinned:
        check(model)
    return model


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Where(name).broken("unreadable") from error


def _parsed(raw: bytes, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except ValueError as error:
        raise Where(name).broken("no_toml") from error
