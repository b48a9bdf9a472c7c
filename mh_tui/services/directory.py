"""The partner directory as values: a list that is searched, and all that is known of one.

- 112 stands on top of every result, as the reference data has it.
- What an office filled in lies over the shipped list and says whose it is.
- An empty number says who knows it; one that was not checked lately says so (a quarter).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from mh_tui.language import N_, _, current, format_date
from mh_tui.reference.indicators import indicators
from mh_tui.reference.partners import EMERGENCY, FRESH, Partner, folded, partners
from mh_tui.reference.roles import roles
from mh_tui.services.contacts import Contact
from mh_tui.services.session import ANSWERERS

if TYPE_CHECKING:
    from mh_tui.services.session import Session

FOCAL_POINT_PARTNER = "aandachtsfunctionaris"
"""The partner whose number an office also keeps in its own settings."""
LATE, LOOK, GOOD = "late", "look", "good"
MARKS = {LATE: "▲", LOOK: "!", GOOD: "", "": ""}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: words, and codes of partners.toml and indicators.toml or ""."""

    words: str = ""
    need: str = ""
    step: str = ""
    form: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What this profile adds. ``names``: office id to name; ``role``: this user's app role."""

    contacts: Mapping[str, Contact] = field(default_factory=dict)
    names: Mapping[bytes, str] = field(default_factory=dict)
    office: bytes = b""
    role: str = ""

    @property
    def may_edit(self) -> bool:
        return self.role in ANSWERERS


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list. ``phone``: a number, or who knows it. ``check``: how sure it is."""

    id: str
    name: str
    phone: str
    check: str
    tone: str

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled text about a partner; ``label`` may be empty. ``tone``: "", late or look."""

    label: str
    text: str
    tone: str = ""


def load(session: Session) -> Known:
    """One short read; the focal point's number of the settings counts as a contact."""
    from mh_tui.services import contacts, setup

    with session.read() as connection:
        trust = session.trust(connection)
    names = {}
    for office in trust.offices():
        device = trust.of_office(office)
        if device is not None:
            names[office] = device.name
    found = contacts.contacts(session)
    config = setup.config(session)
    person, phone = (
        str(config.get(key) or "") for key in (setup.FOCAL_POINT_NAME, setup.FOCAL_POINT_PHONE)
    )
    if phone and FOCAL_POINT_PARTNER not in found:
        found[FOCAL_POINT_PARTNER] = Contact(
            FOCAL_POINT_PARTNER, session.me.office, person, phone, "", "", "", 0
        )
    return Known(found, names, session.me.office, session.person.role)


# -- the list -------------------------------------------------------------------------


def entries(wanted: Wanted, known: Known, today: date) -> list[Entry]:
    """The partners asked for, 112 first. Words also find what an office filled in."""
    found = _asked(wanted, wanted.words)
    if wanted.words.strip():
        ids = {one.id for one in found}
        others = [one for one in _asked(wanted, "") if one.id not in ids]
        found += [one for one in others if _said(wanted.words, known, one)]
    return [_entry(one, known, today) for one in found]


def _asked(wanted: Wanted, words: str) -> list[Partner]:
    return list(
        partners().search(
            words,
            need=wanted.need or None,
            step=wanted.step or None,
            form=wanted.form or None,
            municipality=wanted.municipality or None,
        )
    )


def _said(words: str, known: Known, one: Partner) -> bool:
    contact = known.contacts.get(one.id)
    if contact is None:
        return False
    text = folded(f"{one.name} {contact.person} {contact.phone} {contact.note}")
    return all(word in text for word in folded(words).split())


def _entry(one: Partner, known: Known, today: date) -> Entry:
    contact = known.contacts.get(one.id)
    phone = number(one, contact)
    if one.never_inform:
        return Entry(one.id, one.name, _("never inform"), "", LATE)
    if not phone:
        return Entry(one.id, one.name, _nobody(one), "", "")
    check, tone = checked(one, contact, today)
    return Entry(one.id, one.name, phone, check, tone)


def number(one: Partner, contact: Contact | None) -> str:
    """The number to call, or nothing; a local one before the shipped one."""
    return (contact.phone if contact is not None else "") or one.phone


def _nobody(one: Partner) -> str:
    """In place of a number, in the list."""
    if one.phone_status == "local":
        return _("fill in locally")
    return _("through others") if one.via else _("no number")


def checked(one: Partner, contact: Contact | None, today: date) -> tuple[str, str]:
    """How sure the number is, in a few words, and its tone."""
    if contact is not None and contact.phone:
        day = _day_of(contact.checked_on)
        if day is None:
            return _("never checked"), LATE
        if today - day > FRESH:
            return _("checked {day}, old").format(day=_short(day)), LATE
        return _("checked {day}").format(day=_short(day)), ""
    if not one.is_fresh(today):
        return _("seen {day}, old").format(day=_short(one.checked_on)), LATE
    if one.verify:  # what to check stands on the card; no alarm beside a number to call now
        return _("seen {day}, not called").format(day=_short(one.checked_on)), ""
    return _("seen {day}").format(day=_short(one.checked_on)), ""


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _short(day: date) -> str:
    return day.strftime("%d/%m/%y" if current() == "en" else "%d-%m-%y")


# -- one partner ----------------------------------------------------------------------

_NEVER = N_("Never inform this party about a signal: it may be involved.")
_OLD = N_("That is more than a quarter ago. Check the number before you rely on it.")


def name_of(partner_id: str) -> str:
    return partners().partners[partner_id].name


def listed_number(partner_id: str) -> str:
    """The number of the shipped list, or nothing."""
    return partners().partners[partner_id].phone


def parts(partner_id: str, known: Known, today: date) -> list[Part]:
    """All that is known of one partner, what one needs while calling first."""
    one = partners().partners[partner_id]
    contact = known.contacts.get(one.id)
    found = [
        *_warnings(one, known),
        *_reach(one, contact, known),
        Part(_("When to call"), one.when),
        Part(_("Have at hand"), one.what_they_need),
        Part(_("What they do"), one.role),
        *_local(contact, known),
        Part(_("Website"), _website(one)),
        Part(_("E-mail"), one.email),
        *_sure(one, contact, today),
        *_about(one),
    ]
    return [part for part in found if part.text]


def _warnings(one: Partner, known: Known) -> Iterator[Part]:
    if one.never_inform:
        yield Part("", _(_NEVER), LATE)
    elif one.id != EMERGENCY and known.role and known.role not in one.contact_by:
        text = _("You do not call this partner yourself.")
        if one.via:
            text = _("You do not call this partner yourself. Go through: {names}.")
            text = text.format(names=_names(one.via))
        elif one.contact_by:
            who = (roles().app_roles[role].label for role in one.contact_by)
            text = _("You do not call this partner yourself. That is done by: {names}.")
            text = text.format(names=", ".join(who).lower())
        yield Part("", text, LOOK)


def _reach(one: Partner, contact: Contact | None, known: Known) -> Iterator[Part]:
    phone = number(one, contact)
    if phone:
        person = contact.person if contact is not None else ""
        yield Part(_("Phone"), f"{phone}   {person}".rstrip())
    elif one.phone_status == "local":
        yield Part(_("Phone"), _who_knows(one, known), LOOK)
    hours = (contact.hours if contact is not None else "") or one.hours
    yield Part(_("Hours"), hours)
    if one.via and known.role in one.contact_by:
        yield Part(_("Or through"), _names(one.via))


def _who_knows(one: Partner, known: Known) -> str:
    if known.may_edit:
        return _("fill in locally: press e on the card of this partner")
    if one.id == FOCAL_POINT_PARTNER:
        return _("fill in locally: ask your manager who the focal point is")
    return _("fill in locally: ask your focal point")


def _local(contact: Contact | None, known: Known) -> Iterator[Part]:
    if contact is None:
        return
    if not contact.phone:
        yield Part(_("Contact"), contact.person)
    yield Part(_("Note"), contact.note)
    ours = contact.office == known.office
    name = _("your own office") if ours else known.names.get(contact.office, "")
    yield Part(_("Filled in by"), name or contact.office.hex()[:8])


def _website(one: Partner) -> str:
    if not one.website:
        return ""
    status = partners().statuses[one.website_status].label
    return one.website if one.website_status == "found" else f"{one.website} ({status.lower()})"


def _sure(one: Partner, contact: Contact | None, today: date) -> Iterator[Part]:
    """How sure all of this is: when it was looked at, what is still to be checked."""
    local = contact is not None and contact.phone
    if local:
        assert contact is not None
        day = _day_of(contact.checked_on)
        text = format_date(day) if day is not None else _("never. Check the number first.")
        yield Part(_("Checked on"), text, "" if day is not None else LATE)
    else:
        day = one.checked_on
        text = _("{day}, in a stored copy of the source; nobody called")
        yield Part(_("Seen on"), text.format(day=format_date(day)))
    if day is not None and today - day > FRESH:
        yield Part("", _(_OLD), LATE)
    if one.verify:
        yield Part(
            _("Check first"), one.verify_text or _("Call or look at the website first."), LOOK
        )


def _about(one: Partner) -> Iterator[Part]:
    data = partners()
    yield Part(_("For what"), ", ".join(data.needs[need].label for need in one.needs))
    yield Part(_("In the route"), ", ".join(data.route_steps[s].label for s in one.route_steps))
    forms = indicators().forms
    yield Part(_("Forms"), ", ".join(forms[form].label for form in one.forms))
    kind = f"{data.kinds[one.kind].label}, {data.levels[one.level].label.lower()}"
    yield Part(_("Kind"), f"{kind}; {one.region}" if one.region else kind)
    yield Part(
        _("Status"),
        _("When, what you need and for what are a proposal until your region confirms them."),
    )


def _names(ids: Iterable[str]) -> str:
    return ", ".join(partners().partners[one].name for one in ids)


# -- choices --------------------------------------------------------------------------


def needs() -> dict[str, str]:
    """Code to label, in the order of the file."""
    return {code: one.label for code, one in partners().needs.items()}


def steps() -> dict[str, str]:
    return {code: one.label for code, one in partners().route_steps.items()}


def forms() -> dict[str, str]:
    return {code: one.label for code, one in indicators().forms.items()}


def municipalities() -> dict[str, str]:
    return {name: name for name in partners().municipalities}
