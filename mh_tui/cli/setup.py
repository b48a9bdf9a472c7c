"""A new profile, its users, its settings, and a demonstration (CLI.md).

- The recovery code is shown once, here, and never stored.
- A new passphrase comes from a file or is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mh_tui.cli import answer, telling
from mh_tui.cli.grammar import argument, command, file_option, group, option
from mh_tui.cli.opening import Progress, open_profile, require_user
from mh_tui.cli.options import Context, secret
from mh_tui.cli.starting import can_paint, open_app
from mh_tui.cli.trusting import fingerprint_lines
from mh_tui.language import N_, _, ngettext


def _init_lines(data: answer.Data) -> Iterator[str]:
    yield _("Your profile is ready.")
    yield from telling.told(
        (_("Organisation"), data["name"]),
        (_("Role"), telling.office_role(data["role"])),
        (_("User"), data["user"]),
        (_("Folder"), data["home"]),
    )
    yield ""
    yield _("Recovery code: {code}").format(code=data["recovery_code"])
    yield _("Write it down now and keep it in a safe. It is shown only once.")
    yield ""
    yield from fingerprint_lines(data["fingerprint"])
    yield ""
    yield _(
        "With a screen reader, use these commands: mh-tui signal new, mh-tui signal list,"
        " mh-tui inbox, mh-tui partners. All commands: mh-tui --help"
    )


@command("init", text=_init_lines, help=N_("Make a new profile and its first user."))
@option("--role", required=True, metavar="ROLE", help=N_("desk, field, focal-point, coordinator."))
@option("--organisation", required=True, metavar="ID", help=N_("The organisation's id."))
@option("--name", metavar="TEXT", help=N_("Its name, for one that is not in the list."))
def init(ctx: Context, role: str, organisation: str, name: str | None) -> answer.Answer:
    user = require_user(ctx)
    from mh_tui.services import setup

    setup.check_office(role, organisation, name)
    passphrase = secret(
        ctx.passphrase_file, field="passphrase_file", prompt=_("New passphrase"), twice=True
    )
    made = setup.create(
        ctx.home,
        role=role,
        organisation=organisation,
        name=name,
        user=user,
        passphrase=passphrase,
    )
    with made.session as session:
        from mh_tui.trust.fingerprint import fingerprint

        data = {
            "profile": session.vault.profile_id.hex(),
            "device": session.me.device.hex(),
            "office": session.me.office.hex(),
            "role": session.me.role,
            "organisation": session.keys.card.organisation,
            "user": session.person.name,
            "recovery_code": made.recovery_code,
            "fingerprint": fingerprint(session.me.device),
        }
        beside = {"home": str(ctx.home), "name": session.keys.card.name}
    return answer.Answer(data, beside=beside)


# -- users ----------------------------------------------------------------------------

user = group("user", help=N_("See, add and remove the users of this profile."))


def _user_lines(data: answer.Data) -> Iterator[str]:
    found = data["users"]
    if "done" in data:
        yield data["done"]
    yield ngettext("{count} user", "{count} users", len(found)).format(count=len(found))
    for one in found:
        yield _("{name}, {role}, since {day}").format(
            name=one["name"],
            role=telling.app_role(one["role"]),
            day=telling.moment(one["created"]),
        )


@user.command("list", text=_user_lines, help=N_("List the users."))
def users(ctx: Context) -> answer.Answer:
    with open_profile(ctx) as session:
        return _users(session)


@user.command("add", text=_user_lines, help=N_("Add a user."))
@argument("name")
@option("--role", metavar="ROLE", help=N_("Another role than that of the first user."))
@option("--from", "from_", metavar="DATE", help=N_("First day, for a deputy."))
@option("--until", metavar="DATE", help=N_("Last day, for a deputy."))
@file_option("--new-passphrase-file", help=N_("A file with the new user's passphrase."))
def add(
    ctx: Context,
    name: str,
    role: str | None,
    from_: str | None,
    until: str | None,
    new_passphrase_file: str | None,
) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import setup

        prompt = _("New passphrase of {name}").format(name=name)
        new = _new_passphrase(new_passphrase_file, prompt)
        setup.add_user(session, name, new, role=role, since=from_, until=until)
        return _users(session, _("Added."))


@user.command("remove", text=_user_lines, help=N_("Remove a user; the data get a new key."))
@argument("name")
def remove(ctx: Context, name: str) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import setup

        setup.remove_user(session, name)
        return _users(session, _("Removed. What this person copied before cannot be taken back."))


@user.command("passphrase", text=_user_lines, help=N_("Choose a new passphrase for yourself."))
@file_option("--new-passphrase-file", help=N_("A file with your new passphrase."))
def passphrase(ctx: Context, new_passphrase_file: str | None) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import setup

        new = _new_passphrase(new_passphrase_file, _("New passphrase"))
        setup.change_passphrase(session, new)
        return _users(session, _("Your passphrase is changed."))


def _users(session: Any, done: str | None = None) -> answer.Answer:
    from mh_tui.services import setup

    beside = {} if done is None else {"done": done}
    return answer.Answer({"users": setup.users(session)}, beside=beside)


def _new_passphrase(path: str | None, prompt: str) -> str:
    return secret(path, field="new_passphrase_file", prompt=prompt, twice=True)


def _recovered_lines(data: answer.Data) -> str:
    return _("{user} can work again with the new passphrase.").format(user=data["user"])


@command("recover", text=_recovered_lines, help=N_("Set a new passphrase by the recovery code."))
@file_option("--code-file", help=N_("A file with the recovery code."))
@file_option("--new-passphrase-file", help=N_("A file with the new passphrase."))
def recover(ctx: Context, code_file: str | None, new_passphrase_file: str | None) -> answer.Data:
    name = require_user(ctx)
    code = secret(code_file, field="code_file", prompt=_("Recovery code"))
    new = _new_passphrase(new_passphrase_file, _("New passphrase"))
    from mh_tui.services import setup

    setup.recover(ctx.home, name, code, new)
    return {"user": name}


# -- settings -------------------------------------------------------------------------

config = group("config", help=N_("See and change the settings."))
_PROGRAM_SETTINGS = {
    "idle_minutes": N_("Minutes without a key before the screen locks"),
    "forget_after_days": N_("Days after receipt before a desk's copy is removed"),
    "focal_point_name": N_("Whom to call after 112: the name of your focal point"),
    "focal_point_phone": N_("Whom to call after 112: the phone number of your focal point"),
}


def _config_lines(data: answer.Data) -> Iterator[str]:
    for name, value in data["config"].items():
        yield _("{name}: {value}").format(name=name, value=_setting(value))
        yield f"  {_setting_label(name)}"


def _setting(value: Any) -> str:
    if value is None:
        return _("not filled in yet")
    return (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)


def _setting_label(name: str) -> str:
    from mh_tui.reference.route import route

    known = route().config.get(name)
    return known.label if known is not None else _(_PROGRAM_SETTINGS.get(name, name))


@config.command("list", text=_config_lines, help=N_("List the settings."))
def settings(ctx: Context) -> answer.Data:
    with open_profile(ctx) as session:
        from mh_tui.services import setup

        return {"config": setup.config(session)}


@config.command("set", text=_config_lines, help=N_("Change a setting."))
@argument("name")
@argument("value")
def change(ctx: Context, name: str, value: str) -> answer.Data:
    with open_profile(ctx) as session:
        from mh_tui.services import setup

        setup.set_config(session, name, value)
        return {"config": setup.config(session)}


# -- a demonstration ------------------------------------------------------------------


def _demo_lines(data: answer.Data) -> Iterator[str]:
    yield _("A region with invented data is ready.")
    yield from telling.told(
        (_("Folder"), data["home"]),
        (_("User"), data["user"]),
        (_("Passphrase"), data["passphrase"]),
    )
    for one in data["region"]:
        yield _("{organisation}, {role}: {home}").format(
            organisation=telling.organisation(one["organisation"]),
            role=telling.office_role(one["role"]),
            home=one["home"],
        )
    yield _("Work in one of them with: mh-tui --home FOLDER")


@command("demo", text=_demo_lines, help=N_("Make a region with invented data, to practise in."))
@option("--role", default="desk", metavar="ROLE", help=N_("As whom you look around."))
@option("--signals", type=int, metavar="N", help=N_("How many signals went round."))
@option("--seed", type=int, default=1, metavar="S", help=N_("Another number, another story."))
@option("--no-open", is_flag=True, help=N_("Do not open the screens afterwards."))
@option("--out", metavar="DIR", help=N_("A new or empty folder."))
def demo(
    ctx: Context, role: str, signals: int | None, seed: int, no_open: bool, out: str | None
) -> answer.Data:
    from mh_tui.services import demo as service

    data = service.build(
        None if out is None else Path(out),
        role=role,
        signals=service.SIGNALS if signals is None else signals,
        seed=seed,
        progress=Progress(ctx).tell,
    )
    if not no_open and not ctx.json and can_paint():
        answer.note("\n".join(_demo_lines(data)))
        open_app(Path(data["home"]), ctx.lang)
    return data
