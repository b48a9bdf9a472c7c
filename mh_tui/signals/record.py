"""A signal as JSON: read strictly, checked rule by rule, put in one fixed shape (CLI.md).

- ``parse`` takes bytes from outside: no duplicate key, NaN or lone surrogate gets past it.
- ``check`` knows the shape as a table (``shape.SIGNAL``); what is not in it is refused by name.
- An empty string and null count as not given; in ``merge`` they clear the field.
- An error names the field and a code. What the person typed is never repeated, apart from the
  name of a key that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from mh_tui.signals import bsn, fields
from mh_tui.signals.fields import Flaw, Group, Rules, Text, refusal
from mh_tui.signals.json_text import Item, parse

__all__ = ["Item", "bsn_fields", "call_is_open", "check", "merge", "parse"]

Signal = dict[str, Any]
_ONE_OF = ("narrative", "indicators", "gut_feeling")
_ALWAYS = ("observed_at", "municipality", "context", "acute", "reporter")
_MERGED = tuple(key for key, rule in fields.SIGNAL.items() if isinstance(rule, Group))


def check(
    data: object,
    *,
    now: datetime,
    organisation_municipalities: tuple[str, ...],
    default_kind: str,
    default_name: str = "",
    not_bsn: bool = False,
    path: str = "",
) -> Signal:
    """The signal in canonical shape: the keys of CLI.md in their order, only those given.

    ``now`` is aware. ``default_kind`` and ``default_name`` stand for the reporter where none is
    given. ``path`` is the prefix in a batch, such as ``[3]``. ``InvalidInput`` with the field.
    """
    try:
        signal = _read(data, now)
        signal.setdefault("observed_at", now.isoformat(timespec="minutes"))
        if len(organisation_municipalities) == 1:
            signal.setdefault("municipality", organisation_municipalities[0])
        user = {"kind": default_kind} | ({"name": default_name} if default_name else {})
        reporter = signal.setdefault("reporter", user)
        reporter.setdefault("kind", default_kind)
        _require(signal)
        if not not_bsn:
            _refuse_bsn(signal)
    except Flaw as flaw:
        raise refusal(flaw, path) from None
    return _in_order(signal)


def merge(
    old: Mapping[str, Any],
    changes: object,
    *,
    now: datetime,
    not_bsn: bool = False,
    path: str = "",
) -> Signal:
    """``old`` with only the fields that ``changes`` gives, in canonical shape.

    Lists are replaced, ``place``, ``reporter`` and ``call`` are changed key by key. An empty
    string, null or empty list clears; ``InvalidInput`` ``missing`` for a field that must stay.
    """
    try:
        given = _read(changes, now)
        if not not_bsn:
            _refuse_bsn(given)
        signal: Signal = {**old, **given}
        for key, change in changes.items() if isinstance(changes, dict) else ():
            _amend(signal, key, old.get(key), change, given.get(key))
        _require(signal)
    except Flaw as flaw:
        raise refusal(flaw, path) from None
    return _in_order(signal)


def bsn_fields(signal: Mapping[str, Any]) -> list[str]:
    """The paths of texts that hold what may be a BSN: what ``--not-bsn`` let through."""
    return ["".join(steps) for steps, text in _texts(signal) if bsn.find(text)]


def call_is_open(signal: Mapping[str, Any]) -> bool:
    """Immediate danger, and neither a call with party and time nor why there was none."""
    call = signal.get("call") or {}
    told = "none_because" in call or ("party" in call and "at" in call)
    return signal.get("acute") == "ja" and not told


def nobody_called(signal: Mapping[str, Any]) -> bool:
    """Immediate danger, and no call with party and time; why there was none is no call."""
    call = signal.get("call") or {}
    return signal.get("acute") == "ja" and not ("party" in call and "at" in call)


def _read(data: object, now: datetime) -> Signal:
    if not isinstance(data, dict):
        raise Flaw("wrong_type", text=fields.NO_OBJECT)
    found: Signal | None = fields.SIGNAL_GROUP.read(data, Rules(now))
    return found or {}


def _amend(signal: Signal, key: str, old: object, change: object, given: object) -> None:
    """One field of an amendment; ``given`` is what was left of ``change`` after reading it."""
    if key not in _MERGED or not isinstance(change, dict):
        if given is None:
            signal.pop(key, None)
        return
    kept = dict(old) if isinstance(old, dict) else {}
    for name in change:
        kept.pop(name, None)
    kept |= given if isinstance(given, dict) else {}
    signal[key] = kept
    if not kept:
        del signal[key]


def _require(signal: Mapping[str, Any]) -> None:
    for key in _ALWAYS:
        if key not in signal:
            raise Flaw("missing", key)
    if "kind" not in signal["reporter"]:
        raise Flaw("missing", "reporter", ".kind")
    if not any(signal.get(key) for key in _ONE_OF):
        raise Flaw("missing", _ONE_OF[0], text=fields.NO_CONTENT)


def _refuse_bsn(signal: Mapping[str, Any]) -> None:
    for steps, text in _texts(signal):
        if bsn.find(text):
            raise Flaw("bsn", *steps)


def _texts(signal: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every free text of a signal with the steps to it; codes and times are no texts."""
    for key, value in signal.items():
        rule = fields.SIGNAL.get(key)
        if isinstance(rule, Text):
            yield (key,), value
        elif isinstance(rule, Group):
            yield from _texts_of(rule, (key,), value)
        elif isinstance(rule, fields.Many) and isinstance(rule.item, Group):
            for n, item in enumerate(value):
                yield from _texts_of(rule.item, (key, f"[{n}]"), item)


def _texts_of(
    group: Group, steps: tuple[str, ...], value: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, text in value.items():
        if isinstance(group.rules.get(key), Text):
            yield (*steps, f".{key}"), text


def _in_order(signal: Mapping[str, Any]) -> Signal:
    return {key: rule.in_order(signal[key]) for key, rule in fields.SIGNAL.items() if key in signal}
