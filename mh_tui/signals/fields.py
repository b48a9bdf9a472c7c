"""The fields of a signal as a table, and what each kind of field accepts (CLI.md).

- A rule reads one JSON value: the cleaned value, ``None`` for not given, or a ``Flaw``.
- A flaw collects its path on the way out, so that a sound signal never pays for one.
- Limits stand here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from mh_tui.errors import InvalidInput
from mh_tui.language import N_
from mh_tui.reference.indicators import indicators
from mh_tui.reference.roles import roles
from mh_tui.reference.route import route

NARRATIVE = 20_000  # characters
TEXT = 500  # characters
LIST = 50  # items
AHEAD = timedelta(days=1)  # a clock that is wrong, or a time zone; not a plan
_KEY_SHOWN = 60  # characters of an unknown key in an error

REASONS = {
    "unknown_key": N_("{field}: this field does not exist."),
    "unknown_code": N_("{field}: this is not one of the choices."),
    "wrong_type": N_("{field}: this is not the kind of value that belongs here."),
    "empty_text": N_("{field}: there are only spaces here. Fill it in or leave it out."),
    "too_long": N_("{field}: this text is too long. At most {limit} characters."),
    "too_many": N_("{field}: there are too many here. At most {limit}."),
    "bad_time": N_("{field}: write a time like 2026-11-20T14:05+01:00."),
    "no_zone": N_("{field}: this time has no time zone. Write it like 2026-11-20T14:05+01:00."),
    "in_future": N_("{field}: this time is more than a day in the future."),
    "missing": N_("{field}: this must be filled in."),
    "bsn": N_(
        "{field}: this may be a citizen service number (BSN). That number must not be in a signal."
        " Take it out, or confirm that it is another number."
    ),
    "not_json": N_("This is not JSON. Line {line} cannot be read."),
    "not_utf8": N_("This file is not UTF-8. Save it as UTF-8 and try again."),
    "too_large": N_("This file is too large. At most {limit} MiB."),
    "too_deep": N_("This JSON has too many levels inside each other."),
    "empty_batch": N_("There is no signal in this file."),
    "duplicate_key": N_("{field}: this field is there twice."),
    "nan": N_("{field}: this is not a number that JSON allows."),
    "surrogate": N_("{field}: there is half a character in this text. Type it again."),
}
"""Code of a refusal to its text; every refusal of a signal is one of these."""

NO_CONTENT = N_(
    "Write what you saw, tick an indicator, or tick that something does not feel right."
    " One of the three is enough."
)
NO_OBJECT = N_("A signal is a JSON object. There is something else here.")


class Flaw(Exception):
    """What is wrong with a value; every level it passes puts its own step in front."""

    def __init__(self, code: str, *steps: str, text: str = "", **detail: int) -> None:
        self.code, self.steps, self.detail = code, list(reversed(steps)), detail
        self.text = text or REASONS[code]
        super().__init__(code)


def refusal(flaw: Flaw, path: str = "") -> InvalidInput:
    """The error of exit 2 for a flaw; ``path`` stands before its own."""
    steps = ([path] if path else []) + list(reversed(flaw.steps))
    field = "".join(step if step[0] in "[." else f".{step}" for step in steps).removeprefix(".")
    return InvalidInput(flaw.code, flaw.text, field=field or None, **flaw.detail)


def shown_key(key: str) -> str:
    """A key from outside, safe to print in an error."""
    return key[:_KEY_SHOWN].encode("ascii", "backslashreplace").decode("ascii") or '""'


@dataclass(frozen=True, slots=True)
class Rules:
    """What a rule needs to know besides the value."""

    now: datetime


class Rule(Protocol):
    def read(self, value: object, rules: Rules) -> Any:
        """The cleaned value, or None where it counts as not given; ``Flaw`` otherwise."""

    def in_order(self, value: Any) -> Any:
        """The same value with its keys in the order of the table."""


class _Leaf:
    def in_order(self, value: Any) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Text(_Leaf):
    limit: int = TEXT

    def read(self, value: object, rules: Rules) -> str | None:
        text = _string(value)
        if text is None:
            return None
        if len(text) > self.limit:
            raise Flaw("too_long", limit=self.limit)
        if text.isspace():
            raise Flaw("empty_text")
        return text


@dataclass(frozen=True, slots=True)
class Code(_Leaf):
    """One of the ids that ``known`` gives; asked late, so that no file is loaded too early."""

    known: Callable[[], Collection[str]]

    def read(self, value: object, rules: Rules) -> str | None:
        code = _string(value)
        if code is not None and code not in self.known():
            raise Flaw("unknown_code")
        return code


@dataclass(frozen=True, slots=True)
class Flag(_Leaf):
    def read(self, value: object, rules: Rules) -> bool | None:
        if value is None or value == "":
            return None
        if not isinstance(value, bool):
            raise Flaw("wrong_type")
        return value


@dataclass(frozen=True, slots=True)
class Time(_Leaf):
    """A moment with its zone, kept as written where it is written as ISO 8601 in full."""

    written = re.compile(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII
    )

    def read(self, value: object, rules: Rules) -> str | None:
        text = _string(value)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise Flaw("no_zone")
            late = moment.astimezone(UTC) > rules.now.astimezone(UTC) + AHEAD
        except (ValueError, OverflowError):
            raise Flaw("bad_time") from None
        if late:
            raise Flaw("in_future")
        return text if self.written.fullmatch(text) else moment.isoformat()


@dataclass(frozen=True, slots=True)
class Group:
    rules: Mapping[str, Rule]

    def read(self, value: object, rules: Rules) -> dict[str, Any] | None:
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise Flaw("wrong_type")
        found = {}
        for key, inner in value.items():
            rule = self.rules.get(key)
            if rule is None:
                raise Flaw("unknown_key", f".{shown_key(key)}")
            try:
                cleaned = rule.read(inner, rules)
            except Flaw as flaw:
                flaw.steps.append(f".{key}")
                raise
            if cleaned is not None:
                found[key] = cleaned
        return found or None

    def in_order(self, value: Any) -> Any:
        return {key: rule.in_order(value[key]) for key, rule in self.rules.items() if key in value}


@dataclass(frozen=True, slots=True)
class Many:
    """A list; of codes each counts once, in the order given."""

    item: Rule

    def read(self, value: object, rules: Rules) -> list[Any] | None:
        if value is None or value == "":
            return None
        if not isinstance(value, list):
            raise Flaw("wrong_type")
        if len(value) > LIST:
            raise Flaw("too_many", limit=LIST)
        found = []
        for n, inner in enumerate(value):
            try:
                cleaned = self.item.read(inner, rules)
            except Flaw as flaw:
                flaw.steps.append(f"[{n}]")
                raise
            if cleaned is not None:
                found.append(cleaned)
        if isinstance(self.item, Code):
            found = list(dict.fromkeys(found))
        return found or None

    def in_order(self, value: Any) -> Any:
        return [self.item.in_order(item) for item in value]


def _string(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Flaw("wrong_type")
    return value


def _choice(*codes: str) -> Code:
    return Code(lambda: codes)


def _texts(*names: str) -> dict[str, Rule]:
    return {name: Text() for name in names}


_MINOR = _choice("yes", "no", "unknown")
_ROLE = _choice("possible_victim", "possible_exploiter", "witness", "unknown")

SIGNAL: Mapping[str, Rule] = {
    "observed_at": Time(),
    "municipality": Text(),
    "context": Code(lambda: indicators().contexts),
    "acute": Code(lambda: indicators().acute.answer),
    "forms": Many(Code(lambda: indicators().forms)),
    "indicators": Many(Code(lambda: indicators().indicator)),
    "minor_possible": _MINOR,
    "narrative": Text(NARRATIVE),
    "gut_feeling": Flag(),
    "sector": Code(lambda: route().codes["sector"].items),
    "place": Group(_texts("street", "number", "postcode", "town", "note")),
    "persons": Many(
        Group({"role": _ROLE, "name": Text(), "minor": _MINOR, **_texts("phone", "note")})
    ),
    "organisations": Many(Group(_texts("name", "kvk", "role"))),
    "vehicles": Many(Group(_texts("plate", "note"))),
    "reporter": Group(
        {
            "kind": Code(lambda: roles().reporter_kinds),
            **_texts("name", "contact"),
            "wants_feedback": Flag(),
        }
    ),
    "reference": Text(),
    "call": Group(
        {
            "party": Code(lambda: route().codes["called_party"].items),
            "at": Time(),
            **_texts("reference", "none_because"),
        }
    ),
}
"""Key to rule, in the order in which a signal is written."""

SIGNAL_GROUP = Group(SIGNAL)
