"""JSON from outside, strictly: one object, an array, or one object per line.

- Python's reader forgives duplicate keys, NaN and half characters; here each is refused with the
  path of its key (CLI.md, "Refused by name").
- A sound file is read once and quickly; the path is looked up only when something is wrong.
- Numbers have no place in a signal, so their value is never worked out.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple, NoReturn

from mh_tui.signals.fields import NO_OBJECT, Flaw, refusal, shown_key

MIB = 1024 * 1024
LIMIT = 64  # MiB
_BOM = "\ufeff"


class Item(NamedTuple):
    """One value of a file and its prefix in error paths: ``[3]`` in a batch, else empty."""

    path: str
    data: object


def parse(raw: bytes, *, many: bool = True) -> list[Item]:
    """The values in ``raw``; with ``many`` false exactly one object.

    ``InvalidInput``: not_utf8, not_json, too_large, too_deep, empty_batch, duplicate_key, nan,
    surrogate, wrong_type.
    """
    try:
        return _parse(raw, many)
    except Flaw as flaw:
        raise refusal(flaw) from None
    except RecursionError:
        raise refusal(Flaw("too_deep")) from None


def _parse(raw: bytes, many: bool) -> list[Item]:
    if len(raw) > LIMIT * MIB:
        raise Flaw("too_large", limit=LIMIT)
    try:
        text = raw.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError:
        raise Flaw("not_utf8") from None
    if not text.strip():
        raise Flaw("empty_batch")
    try:
        value = _load(text, 1, "")
    except _Extra:
        return _lines(text, many)
    if not isinstance(value, list):
        return [Item("", value)]
    if not many:
        raise Flaw("wrong_type", text=NO_OBJECT)
    if not value:
        raise Flaw("empty_batch")
    return [Item(f"[{n}]", data) for n, data in enumerate(value)]


def _lines(text: str, many: bool) -> list[Item]:
    # not splitlines(): a string may hold U+2028 and its kin
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not many:
        raise Flaw("not_json", line=lines[1][0])
    items = []
    for place, (number, line) in enumerate(lines):
        try:
            data = _load(line, number, f"[{place}]")
        except _Extra:
            raise Flaw("not_json", line=number) from None
        items.append(Item(f"[{place}]", data))
    return items


class _Extra(Exception):
    """A whole value, and then more: perhaps one object per line."""


class _Suspect(Exception):
    """A duplicate key or a NaN; where it stands is looked up afterwards."""


def _load(text: str, line: int, prefix: str) -> object:
    try:
        value: object = _STRICT.decode(text)
    except _Suspect:
        _name_flaw(text, prefix)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise _Extra from None
        raise Flaw("not_json", line=line + error.lineno - 1) from None
    if "\\ud" in text or "\\uD" in text:
        _refuse_surrogates(value, [prefix] if prefix else [])
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Suspect
    return found


def _constant(name: str) -> NoReturn:
    raise _Suspect


# a number as long as the file must not be worked out; any float is refused later as wrong_type
_STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=float, parse_float=float
)


class _Pairs(NamedTuple):
    pairs: list[tuple[str, Any]]


_NAN = object()
_LOOSE = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_constant=lambda _: _NAN, parse_int=float, parse_float=float
)


def _name_flaw(text: str, prefix: str) -> NoReturn:
    """Read again, keeping every key, and raise the first flaw with its path."""
    try:
        value, _ = _LOOSE.raw_decode(text.lstrip())
    except json.JSONDecodeError as error:
        raise Flaw("not_json", line=error.lineno) from None
    _walk(value, [prefix] if prefix else [])
    raise Flaw("not_json", line=1)


def _walk(value: object, steps: list[str]) -> None:
    if value is _NAN:
        raise Flaw("nan", *steps)
    if isinstance(value, _Pairs):
        seen = set()
        for key, inner in value.pairs:
            here = [*steps, f".{shown_key(key)}"]
            if key in seen:
                raise Flaw("duplicate_key", *here)
            seen.add(key)
            _walk(inner, here)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            _walk(inner, [*steps, f"[{n}]"])


def _refuse_surrogates(value: object, steps: list[str]) -> None:
    if isinstance(value, str):
        _refuse_half(value, steps)
    elif isinstance(value, dict):
        for key, inner in value.items():
            here = [*steps, f".{shown_key(key)}"]
            _refuse_half(key, here)
            _refuse_surrogates(inner, here)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            _refuse_surrogates(inner, [*steps, f"[{n}]"])


def _refuse_half(text: str, steps: list[str]) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Flaw("surrogate", *steps) from None
