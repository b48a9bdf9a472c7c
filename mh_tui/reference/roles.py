"""Who may do and see what: the roles of the program and of the people outside it.

- No access is the default: what stands in no list of a role is not shown to it (rule R13).
- ``reporter_kinds`` are what a signal may give as ``reporter.kind`` (CLI.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mh_tui.reference import loading
from mh_tui.reference.shape import Shown, ShownList, Where, check_basis, named, value

FILE = "roles.toml"
SCOPES = ("own", "municipality", "mandate", "region", "none")
NO_USER = "none"
"""The app role of someone who never opens the program."""


@value
class Meta:
    schema: str
    version: str
    visibility_basis: str
    rule_nl: str
    rule_en: str

    rule = Shown()


@value
class AppRole:
    """``scope``: own | municipality | mandate | region | none; ``init``: CLI roles giving it."""

    id: str
    label_nl: str
    label_en: str
    scope: str
    init: tuple[str, ...]

    label = Shown()


@value
class ReporterKind:
    id: str
    label_nl: str
    label_en: str
    role: str

    label = Shown()


@value
class DataClass:
    """``in_app`` false: never stored by the program, for nobody."""

    id: str
    label_nl: str
    label_en: str
    personal: bool
    in_app: bool
    help_nl: str = ""
    help_en: str = ""

    label = Shown()
    help = Shown()


@value
class Role:
    """``may_see``, ``with_reason`` and ``must_not_see`` are ids of data classes, disjoint."""

    id: str
    label_nl: str
    label_en: str
    app_role: str
    tasks_nl: tuple[str, ...]
    tasks_en: tuple[str, ...]
    may_see: tuple[str, ...]
    with_reason: tuple[str, ...]
    must_not_see: tuple[str, ...]
    must_not_do_nl: tuple[str, ...]
    must_not_do_en: tuple[str, ...]
    note_nl: str
    note_en: str
    help_nl: str = ""
    help_en: str = ""
    mandate: bool = False
    basis: tuple[str, ...]
    source: tuple[str, ...]
    verify: bool = False

    label = Shown()
    note = Shown()
    help = Shown()
    tasks = ShownList()
    must_not_do = ShownList()


@value
class Roles:
    meta: Meta
    app_roles: Mapping[str, AppRole] = named("app_role")
    reporter_kinds: Mapping[str, ReporterKind] = named("reporter_kind")
    data_classes: Mapping[str, DataClass] = named("data_class")
    roles: Mapping[str, Role] = named("role")

    def app_role_of(self, init: str) -> AppRole | None:
        """The app role that ``init --role`` gives, or None for a word that gives none."""
        return next((one for one in self.app_roles.values() if init in one.init), None)


def check(data: Roles) -> None:
    """Every code resolves; ``ReferenceBroken`` names the first that does not."""
    root = Where(FILE)
    for app_role in data.app_roles.values():
        if app_role.scope not in SCOPES:
            raise root.at(f"app_role.{app_role.id}").broken("unknown_id", "scope")
    words = [word for one in data.app_roles.values() for word in one.init]
    if len(set(words)) != len(words):
        raise root.at("app_role").broken("duplicate_id", "init")
    for kind in data.reporter_kinds.values():
        if kind.role not in data.roles:
            raise root.at(f"reporter_kind.{kind.id}").broken("unknown_id", "role")
    for role in data.roles.values():
        _check_role(data, role, root.at(f"role.{role.id}"))


def _check_role(data: Roles, role: Role, at: Where) -> None:
    check_basis(role.basis, role.source, at)
    if role.app_role not in data.app_roles:
        raise at.broken("unknown_id", "app_role")
    lists = {
        "may_see": role.may_see,
        "with_reason": role.with_reason,
        "must_not_see": role.must_not_see,
    }
    for key, classes in lists.items():
        if any(one not in data.data_classes for one in classes):
            raise at.broken("unknown_id", key)
    named_classes = [one for classes in lists.values() for one in classes]
    if len(set(named_classes)) != len(named_classes):
        raise at.broken("duplicate_id", "must_not_see")


def load(path: Path | None = None, *, pinned: bool = True) -> Roles:
    """The roles of the release, or of another file with ``pinned=False``."""
    return loading.load(Roles, FILE, check, path, pinned)


@cache
def roles() -> Roles:
    return load()
