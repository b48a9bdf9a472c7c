"""Build typed values from TOML tables, strictly (SCHEMA.md, "Everywhere").

- The fields of a frozen dataclass are the schema: an unknown key, a missing one and a wrong
  type are refused by file, entry and key.
- Texts come in pairs ``x_nl`` and ``x_en``: both there, not empty, lists equally long.
- ``[x.ID]`` and ``[[x]]`` become a mapping by id, in the order of the file.
- A pair is shown in the language of the person at the moment it is read, not when it was loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import FrozenInstanceError, dataclass
from datetime import date
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, Union, dataclass_transform, get_args, get_origin, get_type_hints

from mh_tui.errors import StorageFailed
from mh_tui.language import N_, current, pick

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a model, the key it has in the file, and its value where it may be absent."""

    name: str
    key: str
    default: Any


NEEDED = object()


def named(key: str) -> Any:
    """A field whose key in the file is another word than its name here."""
    return Member("", key, NEEDED)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(named,))
def value(shape: type[Model]) -> type[Model]:
    """A frozen slotted dataclass to readers and to mypy, made without compiling any code.

    Sixty real dataclasses take 50 ms of every start; these take 2.
    """
    given = dict(vars(shape))
    members = tuple(_member(name, given.pop(name, NEEDED)) for name in given["__annotations__"])
    for name in ("__dict__", "__weakref__"):
        given.pop(name, None)
    given |= {"__slots__": tuple(one.name for one in members), "__members__": members}
    given |= {"__init__": _fill, "__setattr__": _frozen, "__delattr__": _frozen}
    return type(shape.__name__, shape.__bases__, given)


def _member(name: str, found: object) -> Member:
    if isinstance(found, Member):
        return Member(name, found.key, found.default)
    # `from_` and `as_`: words of Python that the file uses as keys
    return Member(name, name.rstrip("_"), found)


def _fill(self: Any, **given: Any) -> None:
    for member in type(self).__members__:
        value = given.pop(member.name, member.default)
        if value is NEEDED:
            raise TypeError(member.name)
        object.__setattr__(self, member.name, value)
    if given:
        raise TypeError(str(list(given)))


def _frozen(self: object, name: str, value: object = None) -> None:
    raise FrozenInstanceError(name)


class ReferenceBroken(StorageFailed):
    """A file of ``assets`` is not the one that was released, or does not fit its schema."""

    code = "reference_damaged"
    text = N_("The file {file} of the program is damaged. Install the program again.")


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a value in a file, for the error that names it."""

    file: str
    entry: str = ""

    def at(self, step: str) -> Where:
        return Where(self.file, f"{self.entry}.{step}" if self.entry else step)

    def broken(self, reason: str, key: str | None = None) -> ReferenceBroken:
        return ReferenceBroken(file=self.file, entry=self.entry, key=key or "", reason=reason)


class Shown:
    """A text in the chosen language; ``label = Shown()`` reads ``label_nl`` and ``label_en``."""

    __slots__ = ("en", "name", "nl")

    def __init__(self, name: str = "") -> None:
        self.name = name

    def __set_name__(self, owner: type, name: str) -> None:
        name = self.name or name
        self.nl, self.en = f"{name}_nl", f"{name}_en"

    def __get__(self, obj: object, owner: type | None = None) -> str:
        return pick(getattr(obj, self.nl), getattr(obj, self.en))


class ShownList(Shown):
    """The same for a list of texts."""

    __slots__ = ()

    def __get__(self, obj: object, owner: type | None = None) -> tuple[str, ...]:  # type: ignore[override]
        found: tuple[str, ...] = getattr(obj, self.en if current() == "en" else self.nl)
        return found


type_of_value = bool | int | str
Reader = Callable[[object, Where, str], Any]


def build(shape: Any, raw: object, where: Where) -> Any:
    """A ``shape`` from a table; ``ReferenceBroken`` names what does not fit."""
    if not isinstance(raw, dict):
        raise where.broken("wrong_type")
    plan = _plan(shape)
    for key in raw:
        if key not in plan:
            raise where.broken("unknown_key", key)
    built: dict[str, Any] = {}
    for key, (name, reader, needed) in plan.items():
        if key in raw:
            built[name] = reader(raw[key], where, key)
        elif needed:
            raise where.broken("missing_key", key)
    for nl, en in _pairs(shape):
        _check_pair(raw, nl, en, where)
    return shape(**built)


@cache
def _plan(shape: Any) -> dict[str, tuple[str, Reader, bool]]:
    hints = get_type_hints(shape)
    return {
        member.key: (member.name, _reader(hints[member.name]), member.default is NEEDED)
        for member in shape.__members__
    }


@cache
def _pairs(shape: Any) -> tuple[tuple[str, str], ...]:
    keys = {member.name: member.key for member in shape.__members__}
    return tuple((keys[name], keys[name[:-3] + "_en"]) for name in keys if name.endswith("_nl"))


def _check_pair(raw: dict[str, Any], nl: str, en: str, where: Where) -> None:
    if (nl in raw) != (en in raw):
        raise where.broken("missing_language", en if nl in raw else nl)
    if nl not in raw:
        return
    for key in (nl, en):
        texts = raw[key] if isinstance(raw[key], list) else [raw[key]]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise where.broken("empty_text", key)
    if isinstance(raw[nl], list) and len(raw[nl]) != len(raw[en]):
        raise where.broken("unequal_length", en)


def _reader(hint: Any) -> Reader:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        kinds = tuple(kind for kind in get_args(hint) if kind is not NoneType)
        return _reader(kinds[0]) if len(kinds) == 1 else _plain(*kinds)
    if origin is tuple:
        return _list(_reader(get_args(hint)[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(get_args(hint)[1])
    if hasattr(hint, "__members__"):
        return lambda raw, where, key: build(hint, raw, where.at(key))
    return _plain(hint)


def _plain(*kinds: type) -> Reader:
    def read(raw: object, where: Where, key: str) -> Any:
        # `type` and not `isinstance`: a bool is an int, a datetime is a date
        if type(raw) not in kinds:
            raise where.broken("wrong_type", key)
        return raw

    assert set(kinds) <= {str, int, bool, date}
    return read


def _list(inner: Reader) -> Reader:
    def read(raw: object, where: Where, key: str) -> Any:
        if not isinstance(raw, list):
            raise where.broken("wrong_type", key)
        return tuple(inner(item, where, f"{key}[{n}]") for n, item in enumerate(raw))

    return read


def _mapping(hint: Any) -> Reader:
    inner = _reader(hint)
    with_id = any(member.name == "id" for member in getattr(hint, "__members__", ()))

    def read(raw: object, where: Where, key: str) -> Any:
        inside = where.at(key)
        if isinstance(raw, list):
            return _by_id(raw, inner, inside)
        if not isinstance(raw, dict):
            raise where.broken("wrong_type", key)
        if with_id:
            raw = {name: _with_id(name, item, inside) for name, item in raw.items()}
        return MappingProxyType({name: inner(item, inside, name) for name, item in raw.items()})

    return read


def _with_id(name: str, item: object, where: Where) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise where.broken("wrong_type", name)
    if "id" in item:
        raise where.at(name).broken("unknown_key", "id")
    return {"id": name, **item}


def _by_id(raw: list[Any], inner: Reader, where: Where) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for n, item in enumerate(raw):
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str) or not name:
            raise where.broken("missing_key", f"[{n}].id")
        if name in found:
            raise where.broken("duplicate_id", name)
        found[name] = inner(item, where, name)
    return MappingProxyType(found)


BASES = ("seed", "found", "own", "brief", "proposal")


def check_basis(basis: tuple[str, ...], source: tuple[str, ...], where: Where) -> None:
    """A basis is one of five words, and every source begins with such a word."""
    if not basis or any(word not in BASES for word in basis):
        raise where.broken("unknown_id", "basis")
    if not source or any(not text.startswith(BASES) for text in source):
        raise where.broken("unknown_id", "source")


def check_ids(known: Container[str], used: Iterable[str], where: Where, key: str) -> None:
    """Every id in ``used`` is known; an empty one stands for a key that was left out."""
    for one in used:
        if one and one not in known:
            raise where.broken("unknown_id", key)
