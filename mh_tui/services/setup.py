"""A new profile, its users and its settings (CLI.md: init, user, recover, config)."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput, Locked, NotAllowed
from mh_tui.journal import clock, streams
from mh_tui.journal.entry import LOCAL, REGION, StreamKey
from mh_tui.journal.kinds import FOCAL_POINT, OFFICE_ROLES
from mh_tui.journal.streams import Journal, NewEntry
from mh_tui.language import N_
from mh_tui.projection import rebuild
from mh_tui.projection.items import Me
from mh_tui.services import session as sessions
from mh_tui.services.people import IDENTITY_ROLES, first_app_role, new_user
from mh_tui.services.session import Session, audit
from mh_tui.trust import card
from mh_tui.vault.head import NewestOwn
from mh_tui.vault.inside import Secrets
from mh_tui.vault.profile import Vault
from mh_tui.vault.slots import checked_name, checked_passphrase, nfc

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Created:
    """A new profile, opened, and the recovery code that is shown once."""

    session: Session
    recovery_code: str


def create(
    home: Path,
    *,
    role: str,
    organisation: str,
    name: str | None,
    user: str,
    passphrase: str,
    demo: bool = False,
    office: bytes | None = None,
) -> Created:
    """Make a profile for a new office and its first user.

    ``role``: desk, field, focal-point or coordinator. ``organisation``: an id of partners.toml;
    another one needs ``name``. ``office``: of a further device the id of its office (32 bytes);
    it counts once a device that is in already admits its card.
    Raises InvalidInput, NotAllowed("profile_exists"), StorageFailed.
    """
    shown, user = check_office(role, organisation, name), checked_name(user)
    app_role = first_app_role(role)
    maker = _Maker(role, organisation, shown, user, app_role, demo, office or os.urandom(32))
    vault, code = Vault.create(
        home,
        user=user,
        passphrase=passphrase,
        identity=app_role in IDENTITY_ROLES,
        demo=demo,
        prepare=maker.prepare,
    )
    return Created(sessions.start(vault), code)


def check_office(role: str, organisation: str, name: str | None) -> str:
    """The name to show of an office that can be made; InvalidInput otherwise."""
    if role not in OFFICE_ROLES:
        raise InvalidInput("unknown_code", N_("{field}: there is no such role."), field="role")
    return organisation_name(organisation, name)


def organisation_name(organisation: str, name: str | None) -> str:
    """The name to show; InvalidInput where the id is unknown and no name is given."""
    from mh_tui.reference.partners import partners

    known = partners().organisations.get(organisation)
    if name is not None and name.strip():
        return name.strip()[:200]
    if known is None:
        raise InvalidInput(
            "unknown_code",
            N_("{field}: this organisation is not in the list. Give its name with --name."),
            field="organisation",
        )
    return known.name


@dataclass(slots=True)
class _Maker:
    """Writes the first entries in the transaction that makes the vault."""

    role: str
    organisation: str
    name: str
    user: str
    app_role: str
    demo: bool
    office: bytes

    def prepare(self, connection: Connection) -> NewestOwn:
        from mh_tui.vault.inside import public_keys

        keys = card.new_device(
            office=self.office,
            organisation=self.organisation,
            name=self.name,
            role=self.role,
            identity_public=Secrets.read(connection, "identity_public") or b"",
            now_ms=clock.wall_ms(),
            demo=self.demo,
        )
        for secret, value in (
            ("device_card", keys.card.raw),
            ("device_sign", keys.sign),
            ("device_hpke", keys.hpke),
        ):
            Secrets.put(connection, secret, value)
        journal = Journal(keys.card.device, keys.card.office)
        streams.create(connection)
        journal.office_number(connection, keys.card.office)
        slot = next(row.slot for row in public_keys(connection) if row.name)
        journal.append(
            connection,
            [
                NewEntry("device.card", REGION, {"card": _b64(keys.card.raw)}),
                _user_added(slot, self.user, self.app_role),
            ],
            user=self.user,
        )
        rebuild.rebuild(
            connection,
            journal,
            Me(keys.card.device, keys.card.office, self.role),
            demo=self.demo,
        )
        count, key, head = journal.own_position(connection)
        assert isinstance(key, StreamKey)  # two entries were just written
        assert head is not None
        return NewestOwn(count, key.audience, head.seq, head.link)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _user_added(
    slot: bytes, name: str, role: str, since: str | None = None, until: str | None = None
) -> NewEntry:
    fields: dict[str, Any] = {"slot": slot.hex(), "name": name, "role": role}
    if since is not None and until is not None:
        fields |= {"since": since, "until": until}
    return NewEntry("user.added", LOCAL, fields)


# -- users ----------------------------------------------------------------------------


def users(session: Session) -> list[dict[str, Any]]:
    """Who uses this profile: name, app role, created (ISO, UTC)."""
    with session.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT slot, role FROM user WHERE removed IS NULL"
        ).all()
    roles = {bytes.fromhex(slot): role for slot, role in found}
    return [
        {
            "name": one.name,
            "role": roles.get(one.slot, "none"),
            "created": clock.show_iso(one.created_ms),
        }
        for one in session.vault.users()
    ]


def add_user(
    session: Session,
    name: str,
    passphrase: str,
    *,
    role: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> None:
    """A further user. A deputy needs both dates; raises what ``people.new_user`` raises."""
    new = new_user(session, name, role, since, until)
    slot = session.vault.add_user(new.name, passphrase, identity=new.role in IDENTITY_ROLES)
    with session.write() as work:
        work.say(_user_added(slot, new.name, new.role, new.since, new.until))


def remove_user(session: Session, name: str) -> None:
    """Remove a user's slot and rekey; never the last, nor the last with the identity key."""
    session.require(sessions.ADMITTERS)
    kept = nfc(name).strip()
    slot = next((one.slot for one in session.vault.users() if one.name == kept), None)
    if slot is None:
        raise Locked("no_such_user", N_("This profile has no user of that name."), field="user")
    session.vault.remove_user(slot)
    with session.write() as work:
        work.say(NewEntry("user.removed", LOCAL, {"slot": slot.hex(), "name": kept}))


def change_passphrase(session: Session, new: str, *, old: str | None = None) -> None:
    """A new passphrase for the user of this session.

    ``old``: proves that it is this user who asks; raises WrongPassphrase where it is not right.
    """
    checked_passphrase(new)
    if old is not None:
        session.vault.check_passphrase(session.person.name, old)
    if old is not None and nfc(old) == nfc(new):
        raise InvalidInput(
            "same_passphrase", N_("This is the passphrase that you have now."), field="passphrase"
        )
    session.vault.change_passphrase(new)
    with session.write() as work:
        work.say(audit("passphrase", "changed"))


def recover(home: Path, user: str | None, code: str, new_passphrase: str) -> None:
    """A new passphrase by the recovery code; written in the log. ``user`` None: the only one.

    Raises NotAllowed("mandate_over") for a deputy outside the dates, who keeps the old one.
    """
    from mh_tui.vault.profile import recover as recover_vault

    vault = recover_vault(home, user, code, new_passphrase, allowed=sessions.may_work)
    with sessions.start(vault) as session, session.write() as work:
        work.say(audit("recovery", "used"))


# -- settings -------------------------------------------------------------------------

FOCAL_POINT_NAME, FOCAL_POINT_PHONE = "focal_point_name", "focal_point_phone"
MOST_IDLE = 60
PROGRAM_SETTINGS: dict[str, Any] = {
    "idle_minutes": 5,
    "forget_after_days": 30,
    FOCAL_POINT_NAME: None,
    FOCAL_POINT_PHONE: None,
}
"""Settings of the program beside those of route.toml, with their defaults: numbers, or texts."""
SETTING_LENGTH = 200  # characters of a text
RECIPIENT = "regional_recipient"


def config(session: Session) -> dict[str, Any]:
    """All settings by name: true or false, numbers, text, None where not set yet."""
    from mh_tui.reference.route import route

    with session.read() as connection:
        stored = stored_config(connection)
        recipient = session.trust(connection).upstream.get("tafel")
    values = {name: entry.default for name, entry in route().config.items()}
    values |= PROGRAM_SETTINGS
    values |= {name: value for name, value in stored.items() if name in values}
    values[RECIPIENT] = None if recipient is None else recipient.hex()
    return values


def stored_config(connection: Connection) -> dict[str, Any]:
    import json

    found = connection.exec_driver_sql("SELECT name, value FROM config")
    return {name: json.loads(value) for name, value in found}


def set_config(session: Session, name: str, text: str) -> None:
    """Set one setting from what was typed; raises InvalidInput or NotAllowed."""
    session.require(sessions.ADMITTERS)
    value = _read_setting(name, text)
    with session.write() as work:
        fields = {"name": name, "value": value}
        work.say(NewEntry("config.set", session.me.office, fields))
    if session.me.role == FOCAL_POINT and name in (FOCAL_POINT_NAME, FOCAL_POINT_PHONE):
        _tell_desks(session)


def _tell_desks(session: Session) -> None:
    """A focal point's own name and number go to the offices that it admitted."""
    from mh_tui.services import contacts
    from mh_tui.services.directory import FOCAL_POINT_PARTNER

    if session.person.role not in sessions.ANSWERERS:
        return
    known, values = contacts.contacts(session).get(FOCAL_POINT_PARTNER), config(session)
    kept = {} if known is None or known.office != session.me.office else known.given()
    given = {
        "partner": FOCAL_POINT_PARTNER,
        "person": values[FOCAL_POINT_NAME] or "",
        "phone": values[FOCAL_POINT_PHONE] or "",
    }
    contacts.publish(session, [kept | given])


def _read_setting(name: str, text: str) -> Any:
    from mh_tui.reference.route import route

    if name == RECIPIENT:
        raise NotAllowed(
            "set_by_admit", N_("This follows from 'admit --upstream tafel'; set it there.")
        )
    if name in (FOCAL_POINT_NAME, FOCAL_POINT_PHONE):
        if len(text) > SETTING_LENGTH:
            raise InvalidInput(
                "too_long",
                N_("{field}: at most {most} characters."),
                field="value",
                most=SETTING_LENGTH,
            )
        return _checked_phone(text) if name == FOCAL_POINT_PHONE else text.strip()
    if name in PROGRAM_SETTINGS:
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 3650):
            raise InvalidInput("wrong_type", N_("{field}: give a whole number."), field="value")
        if name == "idle_minutes" and int(text) > MOST_IDLE:
            raise InvalidInput(
                "too_long",
                N_("{field}: at most {most} minutes; after that anybody could sit here."),
                field="value",
                most=MOST_IDLE,
            )
        return int(text)
    entry = route().config.get(name)
    if entry is None:
        raise InvalidInput("unknown_code", N_("{field}: there is no such setting."), field="name")
    if entry.type == "yes_no":
        if text not in ("yes", "no"):
            raise InvalidInput("wrong_type", N_("{field}: give yes or no."), field="value")
        return text == "yes"
    return text


def _checked_phone(text: str) -> str:
    """It stands beside 112: half a number would cost time there. Empty takes it away."""
    from mh_tui.signals import phone

    if text.strip() and not phone.is_whole(text):
        raise InvalidInput(
            "no_phone",
            N_(
                "{field}: that is no whole telephone number. Give 10 digits, such as"
                " 0229 25 22 00, or +31 and 9 digits. Words may stand behind it."
            ),
            field="value",
        )
    return text.strip()
