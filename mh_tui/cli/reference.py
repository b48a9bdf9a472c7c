"""Commands that look something up in the reference data; they need no profile.

- What still has to be checked, or is a proposal, says so beside the thing itself.
- A number that is not known is said to be filled in locally, never left blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mh_tui.cli import answer
from mh_tui.cli.grammar import argument, command, group, option
from mh_tui.cli.options import Context
from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _, ngettext

if TYPE_CHECKING:
    from mh_tui.reference.indicators import Indicator
    from mh_tui.reference.partners import Partner

partners = group("partners", help=N_("Find out whom to call, and for what."))


def _partner_lines(data: answer.Data) -> Iterator[str]:
    found = data["partners"]
    yield _("Immediate danger? Call 112 first.")
    yield ngettext("{count} partner", "{count} partners", len(found)).format(count=len(found))
    for one in found:
        yield ""
        yield from _short(one)


def _whole_partner(data: answer.Data) -> Iterator[str]:
    for one in data["partners"]:
        yield from _short(one)
        yield from _told(
            (_("What they do"), one["role"]),
            (_("Have at hand"), one["what_they_need"]),
            (_("For what"), ", ".join(_labels("needs", one["needs"]))),
            (_("Area"), one["region"]),
            (_("Website"), one["website"]),
            (_("E-mail"), one["email"]),
            (_("To check"), one["verify_note"]),
        )


def _short(one: Mapping[str, Any]) -> Iterator[str]:
    from mh_tui.reference.partners import partners as known

    yield f"{one['name']} ({one['id']})"
    status = known().statuses[one["phone_status"]].label
    yield from _told(
        (_("Phone"), f"{one['phone']} ({status})" if one["phone"] else status),
        (_("When"), one["when"]),
        (_("Hours"), one["hours"]),
        (_("Reach through"), ", ".join(_names(one["via"]))),
    )
    if one["never_inform"]:
        yield _("Never inform this party: it may be involved.")
    checked = _("Checked on {date}").format(date=_day(one["checked_on"]))
    yield f"{checked}; {_('still to be checked')}" if one["verify"] else checked
    if not one["fresh"]:
        yield _("That check is more than a quarter ago. Check the number again.")


def _told(*pairs: tuple[str, str]) -> Iterator[str]:
    return (f"{label}: {text}" for label, text in pairs if text)


def _day(text: str) -> str:
    from datetime import date

    from mh_tui.language import format_date

    return format_date(date.fromisoformat(text))


def _labels(codes: str, ids: Iterable[str]) -> list[str]:
    from mh_tui.reference.partners import partners as known

    return [getattr(known(), codes)[one].label for one in ids]


def _names(ids: Iterable[str]) -> list[str]:
    from mh_tui.reference.partners import partners as known

    return [known().partners[one].name for one in ids]


@partners.default(text=_partner_lines)
@argument("words", nargs=-1, metavar="[WORDS]")
@option("--need", metavar="CODE", help=N_("Only those for this need, for example 'shelter'."))
def find(ctx: Context, words: tuple[str, ...], need: str | None) -> answer.Data:
    """Partners in which every word occurs; without words, all of them."""
    from mh_tui.reference.partners import partners as known

    refuse_unknown("need", need, known().needs)
    found = known().search(" ".join(words), need=need, emergency=False)
    return {"partners": [_partner(one) for one in found]}


@partners.command("show", text=_whole_partner, help=N_("Show all about one partner."))
@argument("id")
def show(ctx: Context, id: str) -> answer.Data:
    """The partner with this id; ``InvalidInput`` ``not_found`` where there is none."""
    from mh_tui.reference.partners import partners as known

    if id not in known().partners:
        raise InvalidInput(
            "not_found",
            N_("There is no partner with this id. Search first: mh-tui partners WORDS"),
            field="id",
        )
    return {"partners": [_partner(known().partners[id])]}


def _partner(one: Partner) -> dict[str, Any]:
    from datetime import UTC, datetime

    shown = ("name", "role", "when", "what_they_need", "hours", "region")
    kept = ("phone", "phone_status", "website", "website_status", "email", "level", "kind")
    lists = ("needs", "contact_by", "via", "route_steps", "forms", "basis")
    return {
        "id": one.id,
        **{key: getattr(one, key) for key in (*shown, *kept)},
        **{key: list(getattr(one, key)) for key in lists},
        "never_inform": one.never_inform,
        "checked_on": one.checked_on.isoformat(),
        "fresh": one.is_fresh(datetime.now(UTC).astimezone().date()),
        "verify": one.verify,
        "verify_note": one.verify_text,
    }


def _indicator_lines(data: answer.Data) -> Iterator[str]:
    from mh_tui.reference.indicators import indicators as known

    found, bases, forms = data["indicators"], known().strength_bases, known().forms
    yield ngettext("{count} indicator", "{count} indicators", len(found)).format(count=len(found))
    for one in found:
        strength = known().strengths[one["strength"]].label
        yield ""
        yield f"{one['id']} {one['label']}"
        yield one["explanation"]
        yield from _told(
            (_("Strength"), f"{strength} ({bases[one['strength_basis']].label})"),
            (_("Ordinary explanation"), one["alt"]),
            (_("Form of exploitation"), ", ".join(forms[form].label for form in one["forms"])),
        )
        if one["minor"]:
            yield _("This is about a minor.")
        if one["acute_prompt"]:
            yield _("Ask at once whether anyone is in danger now.")
        if one["verify"]:
            yield _("still to be checked")
    yield ""
    yield known().meta.advisory


@command(
    "indicators",
    text=_indicator_lines,
    help=N_("List the signs that may point to human trafficking."),
)
@option("--form", metavar="FORM", help=N_("Only this form of exploitation, and the general ones."))
@option("--context", metavar="CONTEXT", help=N_("Only what can be seen in this context."))
def indicators(ctx: Context, form: str | None, context: str | None) -> answer.Data:
    """The indicators, in the order of the list."""
    from mh_tui.reference.indicators import indicators as known

    refuse_unknown("form", form, known().forms)
    refuse_unknown("context", context, known().contexts)
    return {"indicators": [_indicator(one) for one in known().chosen(form, context)]}


def _indicator(one: Indicator) -> dict[str, Any]:
    from mh_tui.reference.indicators import indicators as known

    kept = ("id", "label", "explanation", "alt", "strength", "strength_basis", "category")
    return {
        **{key: getattr(one, key) for key in kept},
        "dimension": one.dimension,
        "forms": list(one.forms),
        "contexts": list(one.contexts),
        "minor": one.minor,
        "acute_prompt": one.acute_prompt,
        "source": list(one.source),
        "verify": known().must_verify(one),
    }


def refuse_unknown(field: str, given: str | None, known: Mapping[str, object]) -> None:
    """Raise InvalidInput ``unknown_code`` with the choices, unless ``given`` is one or None."""
    if given is not None and given not in known:
        raise InvalidInput(
            "unknown_code",
            N_("{field}: this is not one of the choices. Choose one of: {choices}."),
            field=field,
            choices=", ".join(known),
        )
