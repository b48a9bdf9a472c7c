"""The words of the route: units, actors, profiles, code lists, fields and settings.

The typed shape of the first half of route.toml (SCHEMA.md); ``route_model`` builds on it.
"""

from __future__ import annotations

from collections.abc import Mapping

from mh_tui.reference.shape import Shown, named, type_of_value, value


@value
class Gap:
    """A question that the policy plan leaves open."""

    id: str
    text_nl: str
    text_en: str

    text = Shown()


@value
class Meta:
    schema: str
    version: str
    initial: str
    final: tuple[str, ...]
    principle_nl: str
    principle_en: str
    deadline_note_nl: str
    deadline_note_en: str
    reason_note_nl: str
    reason_note_en: str
    track_rule_nl: str
    track_rule_en: str
    gaps: Mapping[str, Gap] = named("gap")

    principle = Shown()
    deadline_note = Shown()
    reason_note = Shown()
    track_rule = Shown()


@value
class Labelled:
    id: str
    label_nl: str
    label_en: str

    label = Shown()


@value
class Unit:
    id: str
    label_nl: str
    label_en: str
    plural_nl: str
    plural_en: str
    help_nl: str = ""
    help_en: str = ""

    label = Shown()
    plural = Shown()
    help = Shown()


@value
class Actor:
    """Whose act a step is; ``app_roles``: who may record it, nobody where empty."""

    id: str
    label_nl: str
    label_en: str
    help_nl: str = ""
    help_en: str = ""
    app_roles: tuple[str, ...]
    own_only: bool
    roles: tuple[str, ...]
    partners: tuple[str, ...]

    label = Shown()
    help = Shown()


@value
class Handover:
    """A profile: paths of the signal JSON that may leave; ``identity`` is sealed or never."""

    id: str
    label_nl: str
    label_en: str
    fields: tuple[str, ...]
    identity: str

    label = Shown()


@value
class CodeItem:
    """One choice of a list; what else it carries depends on the list (SCHEMA.md)."""

    id: str
    label_nl: str
    label_en: str
    partner: str = ""
    partners: tuple[str, ...] = ()
    feedback: str = ""
    retention: str = ""
    amount: int | None = None
    unit: str = ""
    from_: str = ""
    permanent: bool = False
    in_seed: bool = False

    label = Shown()


@value
class CodeList:
    id: str
    label_nl: str
    label_en: str
    items: Mapping[str, CodeItem]
    basis: tuple[str, ...]
    source: tuple[str, ...]
    verify: bool = False

    label = Shown()


@value
class Condition:
    """``only_if``: a field filled, a field or setting equal to a value, or not equal to one."""

    field: str = ""
    config: str = ""
    equals: type_of_value | None = None
    not_: type_of_value | None = None


@value
class Period:
    amount: int
    unit: str
    from_: str = ""


@value
class Field:
    """What a person or the program fills in; ``signal_key``: its place in the signal JSON."""

    id: str
    label_nl: str
    label_en: str
    help_nl: str = ""
    help_en: str = ""
    type: str
    scope: str
    set_by: str
    codes: str = ""
    ref: str = ""
    many: bool = False
    default: type_of_value | None = None
    with_reason: bool = False
    max_len: int | None = None
    max_after: Period | None = None
    pattern: str = ""
    only_if: Condition | None = None
    signal_key: str = ""

    label = Shown()
    help = Shown()


@value
class Config:
    """A setting of the municipality; ``must_fill`` where there is no sensible default."""

    id: str
    type: str
    ref: str = ""
    must_fill: bool
    default: type_of_value | None = None
    label_nl: str
    label_en: str
    basis: tuple[str, ...]
    source: tuple[str, ...]

    label = Shown()
