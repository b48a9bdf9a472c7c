"""The partner directory: whom to call, for what, and how sure the number is.

- Every partner shows when its number was checked and whether it still has to be (SCHEMA.md).
- No names and no mobile numbers of staff; what is local is empty on purpose.
- A search puts 112 first: someone in a hurry must not have to look for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from mh_tui.reference import loading
from mh_tui.reference.indicators import GENERAL, indicators
from mh_tui.reference.roles import roles
from mh_tui.reference.shape import Shown, Where, check_basis, check_ids, named, value

FILE = "partners.toml"
EMERGENCY = "112"
FRESH = timedelta(days=92)
"""Numbers are checked at least every quarter (partners.toml, ``meta.note``)."""
KINDS = ("municipality", "shared", "regional")


@value
class OwnPolicy:
    municipality: str
    title_nl: str
    title_en: str
    url: str
    valid_from: date
    basis: tuple[str, ...]
    source: tuple[str, ...]

    title = Shown()


@value
class Meta:
    schema: str
    version: str
    last_checked: date
    region: str
    needs_basis: str
    note_nl: str
    note_en: str
    checked_note_nl: str
    checked_note_en: str
    local_note_nl: str
    local_note_en: str
    municipalities: tuple[str, ...]
    municipalities_verify: bool
    own_policy: tuple[OwnPolicy, ...]

    note = Shown()
    checked_note = Shown()
    local_note = Shown()


@value
class Labelled:
    id: str
    label_nl: str
    label_en: str
    help_nl: str = ""
    help_en: str = ""

    label = Shown()
    help = Shown()


@value
class Organisation:
    """What ``init --organisation`` can name; ``kind``: municipality | shared | regional."""

    id: str
    kind: str
    name_nl: str = named("name")
    name_en: str
    municipalities: tuple[str, ...]
    partner: str
    basis: tuple[str, ...]
    source: tuple[str, ...]
    verify: bool = False

    name = Shown()


@value
class Partner:
    """``contact_by``: app roles that may call; empty: only through ``via``.

    ``phone_status`` and ``website_status`` are ids of ``statuses``; ``""`` is no number.
    """

    id: str
    name_nl: str = named("name")
    name_en: str
    level: str
    kind: str
    in_seed: tuple[str, ...]
    role_nl: str
    role_en: str
    when_nl: str
    when_en: str
    what_they_need_nl: str
    what_they_need_en: str
    needs: tuple[str, ...]
    contact_by: tuple[str, ...]
    via: tuple[str, ...]
    never_inform: bool
    route_steps: tuple[str, ...]
    forms: tuple[str, ...]
    phone: str
    phone_status: str
    website: str
    website_status: str
    email: str = ""
    hours_nl: str = ""
    hours_en: str = ""
    region_nl: str
    region_en: str
    checked_on: date
    basis: tuple[str, ...]
    source: tuple[str, ...]
    verify: bool
    verify_nl: str = ""
    verify_en: str = ""

    name = Shown()
    role = Shown()
    when = Shown()
    what_they_need = Shown()
    hours = Shown()
    region = Shown()
    verify_text = Shown("verify")

    def is_fresh(self, today: date) -> bool:
        """Whether the check was at most a quarter ago."""
        return today - self.checked_on <= FRESH


@value
class Partners:
    meta: Meta
    needs: Mapping[str, Labelled] = named("need")
    levels: Mapping[str, Labelled] = named("level")
    kinds: Mapping[str, Labelled] = named("kind")
    statuses: Mapping[str, Labelled] = named("status")
    route_steps: Mapping[str, Labelled] = named("route_step")
    organisations: Mapping[str, Organisation] = named("organisation")
    partners: Mapping[str, Partner] = named("partner")

    @property
    def municipalities(self) -> tuple[str, ...]:
        return self.meta.municipalities

    def search(
        self,
        words: str = "",
        *,
        need: str | None = None,
        step: str | None = None,
        form: str | None = None,
        municipality: str | None = None,
        emergency: bool = True,
    ) -> tuple[Partner, ...]:
        """Partners where each of ``words`` occurs, in either language, in the order of the file.

        112 stands on top of every result; with ``emergency`` false only where it fits. ``form``
        also keeps the general ones; ``municipality`` leaves out those that are the partner of
        organisations elsewhere only. Case and accents do not count.
        """
        wanted = folded(words).split()
        found = [
            one
            for one in self.partners.values()
            if (need is None or need in one.needs)
            and (step is None or step in one.route_steps)
            and (form is None or form in one.forms or GENERAL in one.forms)
            and (municipality is None or self._serves(one, municipality))
            and all(word in self._text_of(one) for word in wanted)
        ]
        if emergency or self.partners[EMERGENCY] in found:
            found = [one for one in found if one.id != EMERGENCY]
            found.insert(0, self.partners[EMERGENCY])
        return tuple(found)

    def _serves(self, partner: Partner, municipality: str) -> bool:
        places = {
            place
            for organisation in self.organisations.values()
            if organisation.partner == partner.id
            for place in organisation.municipalities
        }
        return not places or municipality in places

    def _text_of(self, partner: Partner) -> str:
        return _searchable(self, partner.id)


def folded(text: str) -> str:
    """Without case and accents, to compare what a person types."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))


@cache
def _searchable(data: Partners, partner_id: str) -> str:
    one = data.partners[partner_id]
    codes = [data.kinds[one.kind], data.levels[one.level], *(data.needs[n] for n in one.needs)]
    labels = [text for code in codes for text in (code.label_nl, code.label_en)]
    own = [
        getattr(one, f"{name}_{language}")
        for name in ("name", "role", "when", "what_they_need", "region")
        for language in ("nl", "en")
    ]
    phone = [one.phone, one.phone.replace("-", "").replace(" ", "")]
    return folded(" ".join([one.id, *own, *labels, *phone]))


def check(data: Partners) -> None:
    """Every code and id resolves; ``ReferenceBroken`` names the first that does not."""
    root = Where(FILE)
    towns = data.meta.municipalities
    if len(set(towns)) != len(towns):
        raise root.at("meta").broken("duplicate_id", "municipalities")
    check_ids(data.partners, (EMERGENCY,), root, "partner")
    for policy in data.meta.own_policy:
        check_basis(policy.basis, policy.source, root.at("meta.own_policy"))
        if policy.municipality not in towns:
            raise root.at("meta.own_policy").broken("unknown_id", "municipality")
    for organisation in data.organisations.values():
        at = root.at(f"organisation.{organisation.id}")
        check_basis(organisation.basis, organisation.source, at)
        if organisation.kind not in KINDS:
            raise at.broken("unknown_id", "kind")
        if any(town not in towns for town in organisation.municipalities):
            raise at.broken("unknown_id", "municipalities")
        if organisation.partner not in data.partners:
            raise at.broken("unknown_id", "partner")
    for partner in data.partners.values():
        _check_partner(data, partner, root.at(f"partner.{partner.id}"))


def _check_partner(data: Partners, one: Partner, at: Where) -> None:
    check_basis(one.basis, one.source, at)
    known: tuple[tuple[str, Mapping[str, object], tuple[str, ...]], ...] = (
        ("level", data.levels, (one.level,)),
        ("kind", data.kinds, (one.kind,)),
        ("needs", data.needs, one.needs),
        ("via", data.partners, one.via),
        ("contact_by", roles().app_roles, one.contact_by),
        ("forms", indicators().forms, one.forms),
        ("route_steps", data.route_steps, one.route_steps),
        ("phone_status", data.statuses, (one.phone_status,)),
        ("website_status", data.statuses, (one.website_status,)),
    )
    for key, codes, used in known:
        check_ids(codes, used, at, key)
    if not one.contact_by and not one.via and not one.never_inform:
        raise at.broken("missing_key", "via")


def load(path: Path | None = None, *, pinned: bool = True) -> Partners:
    """The partners of the release, or of another file with ``pinned=False``."""
    return loading.load(Partners, FILE, check, path, pinned)


@cache
def partners() -> Partners:
    return load()
