"""The people of a profile: who is in, as what, until when, and who else may come.

- A role belongs to a kind of office; a deputy works between two dates only (rule R17).
- A name is kept in NFC and without spaces around it, so that its role is found again.
Source: DESIGN, Vault, Slots; roles.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mh_tui.errors import InvalidInput, NotAllowed
from mh_tui.journal.kinds import FOCAL_POINT
from mh_tui.language import N_, _
from mh_tui.services import session as sessions
from mh_tui.services import setup
from mh_tui.services.session import HANDLERS, Session
from mh_tui.vault.slots import checked_name

IDENTITY_ROLES = frozenset({sessions.FOCAL_POINT, sessions.DEPUTY})
"""App roles whose slot opens reporters' identities (DESIGN, Slots)."""
WORKING_ROLES = (
    sessions.REPORTER, sessions.FOCAL_POINT, sessions.DEPUTY, sessions.COORDINATOR, "admin",
)  # fmt: skip
"""App roles that have work in this program today, in the order in which they are offered."""
_ROLES_OF_OFFICE = {
    sessions.REPORTER: frozenset({"desk", "field"}),
    sessions.FOCAL_POINT: frozenset({FOCAL_POINT}),
    sessions.DEPUTY: frozenset({FOCAL_POINT}),
    sessions.COORDINATOR: frozenset({"coordinator"}),
}
_ABOUT_ROLE = {
    sessions.REPORTER: N_("notes signals, hands them on and reads what became of them"),
    sessions.FOCAL_POINT: N_("receives signals, sees who reported, hands on and answers"),
    sessions.DEPUTY: N_("does the work of the focal point, between two dates"),
    sessions.COORDINATOR: N_("receives what the municipalities hand on, and answers them"),
    "admin": N_("looks after people, settings and cards; sees no signals"),
}
_WRITTEN = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class Person:
    """``since``, ``until``: first and last day of a deputy (YYYY-MM-DD), else None.

    ``created_ms``: when the slot was made (ms UTC). ``drafts``: how many forms are half filled in.
    ``own``: this is the user of the session. ``over``: the last day has passed.
    """

    name: str
    role: str
    since: str | None
    until: str | None
    created_ms: int
    drafts: int
    own: bool
    over: bool


def two_must_approve(session: Session) -> bool:
    """Whether this office asks a second person to approve what is handed on."""
    return bool(setup.config(session)["second_person_for_export"])


def can_approve(left: Iterable[Person]) -> bool:
    """Whether two of these may approve it together."""
    return sum(one.role in HANDLERS and not one.over for one in left) > 1


def people(session: Session, today: date | None = None) -> list[Person]:
    """Who uses this profile, oldest first."""
    day = (today or datetime.now().astimezone().date()).isoformat()
    with session.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT slot, role, since, until FROM user WHERE removed IS NULL"
        ).all()
    known = {bytes.fromhex(slot): (role, since, until) for slot, role, since, until in found}
    views = []
    for user in session.vault.users():
        role, since, until = known.get(user.slot, ("none", None, None))
        views.append(
            Person(
                name=user.name,
                role=role,
                since=since,
                until=until,
                created_ms=user.created_ms,
                drafts=_begun(session, user.name),
                own=user.slot == session.vault.slot_id,
                over=until is not None and until < day,
            )
        )
    return views


def _begun(session: Session, name: str) -> int:
    """Signals and forms that home lists; a search that is kept is nobody's work."""
    from mh_tui.services.drafting import KIND
    from mh_tui.services.form_draft import listed
    from mh_tui.services.worklist import BEGUN

    signals = sum(one.kind == KIND for one in session.vault.drafts.list(name))
    return signals + sum(one.form in BEGUN for one in listed(session, name))


def about_role(role: str) -> str:
    """What somebody in this role does here, in a few words."""
    return _(_ABOUT_ROLE.get(role, ""))


def role_label(role: str) -> str:
    from mh_tui.reference.roles import roles

    known = roles().app_roles.get(role)
    return known.label if known is not None else role


def first_app_role(role: str) -> str:
    """The app role that the first user of an office of this role gets (roles.toml init)."""
    from mh_tui.reference.roles import roles

    return next(one.id for one in roles().app_roles.values() if role in one.init)


def roles_to_choose(session: Session) -> tuple[str, ...]:
    """Working roles that fit this office, what is usual there first."""
    first = first_app_role(session.me.role)
    fitting = [one for one in WORKING_ROLES if _fits(one, session.me.role)]
    return tuple(sorted(fitting, key=lambda one: one != first))


@dataclass(frozen=True, slots=True)
class NewUser:
    """What somebody who comes is called and may do; dates only for a deputy (YYYY-MM-DD)."""

    name: str
    role: str
    since: str | None = None
    until: str | None = None


def new_user(
    session: Session,
    name: str,
    role: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> NewUser:
    """Checked before a passphrase costs time; dates as 2026-11-25 or 25-11-2026.

    Raises InvalidInput (fields user, role, from, until) and NotAllowed.
    """
    session.require(sessions.ADMITTERS)
    from mh_tui.reference.roles import NO_USER, roles

    kept, app_role = checked_name(name), role or first_app_role(session.me.role)
    if app_role not in roles().app_roles or app_role == NO_USER:
        raise InvalidInput("unknown_code", N_("{field}: there is no such role."), field="role")
    if not _fits(app_role, session.me.role):
        raise NotAllowed(
            "role_of_office", N_("This role does not belong to an office of this kind.")
        )
    first, last = _checked_dates(app_role, since, until)
    if session.vault.keys.find(kept) is not None:
        raise NotAllowed("user_exists", N_("There is a user of that name."), field="user")
    return NewUser(kept, app_role, first, last)


def _fits(app_role: str, office_role: str) -> bool:
    offices = _ROLES_OF_OFFICE.get(app_role)
    return offices is None or office_role in offices


def _checked_dates(
    app_role: str, since: str | None, until: str | None
) -> tuple[str | None, str | None]:
    if app_role != sessions.DEPUTY and since is None and until is None:
        return None, None
    first, last = _day(since, "from"), _day(until, "until")
    if first > last:
        raise InvalidInput(
            "invalid_date", N_("{field}: the last day lies before the first."), field="until"
        )
    return first.isoformat(), last.isoformat()


def _day(typed: str | None, field: str) -> date:
    for written in _WRITTEN:
        try:
            return datetime.strptime((typed or "").strip(), written).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise InvalidInput("invalid_date", N_("{field}: give a date such as 25-11-2026."), field=field)
