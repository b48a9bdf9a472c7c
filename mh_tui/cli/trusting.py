"""Cards: show ours, admit another's by its fingerprint, and withdraw a device (CLI.md)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mh_tui.cli import answer, telling
from mh_tui.cli.grammar import argument, command, group, option
from mh_tui.cli.opening import open_profile
from mh_tui.cli.options import Context
from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _, ngettext


def fingerprint_lines(digits: str) -> Iterator[str]:
    """Group by group, as it is read out over the telephone."""
    yield _("Fingerprint, to read out over the telephone:")
    for number, five in enumerate(digits.split(), start=1):
        yield _("  group {number}: {digits}").format(number=number, digits=" ".join(five))


def _card_lines(data: answer.Data) -> Iterator[str]:
    yield _("Your card is written: {path}").format(path=data["path"])
    yield from fingerprint_lines(data["fingerprint"])
    yield _("Give the card to the other office. Then call them and read out the fingerprint.")


@command("card", text=_card_lines, help=N_("Write the card of this device."))
@option("--out", required=True, metavar="FILE", help=N_("The new file, for example hoorn.mhcard."))
def card(ctx: Context, out: str) -> answer.Data:
    with open_profile(ctx) as session:
        from mh_tui.services import admitting
        from mh_tui.trust.fingerprint import fingerprint

        admitting.write_card(session, Path(out))
        return {
            "path": out,
            "device": session.me.device.hex(),
            "office": session.me.office.hex(),
            "fingerprint": fingerprint(session.me.device),
        }


def _admitted_lines(data: answer.Data) -> Iterator[str]:
    yield _("Admitted: {name}").format(name=data["name"])
    yield from telling.told(
        (_("Role"), telling.office_role(data["role"])),
        (_("Office"), data["office"][:8]),
        (_("Gets from you"), ", ".join(telling.profile(one) for one in data["profiles"])),
    )
    if data["joins_us"]:
        yield ""
        yield _(
            "Mind: this card names your own office. The device is a colleague now: it reads"
            " everything of your office, and speaks for it. Was that not the purpose? Withdraw it"
            " at once: mh-tui trust revoke {device} --reason TEXT"
        ).format(device=data["device"][:8])


@command("admit", text=_admitted_lines, help=N_("Trust a card after comparing its fingerprint."))
@argument("file")
@option("--fingerprint", required=True, metavar="DIGITS", help=N_("The 30 digits you were told."))
@option("--upstream", metavar="PROFILES", help=N_("What this office gets: melding, tafel, …"))
def admit(ctx: Context, file: str, fingerprint: str, upstream: str | None) -> answer.Answer:
    profiles = () if upstream is None else _profiles(upstream)
    with open_profile(ctx) as session:
        from mh_tui.services import admitting
        from mh_tui.trust import fingerprint as digits

        digits.read(fingerprint)
        found = admitting.read_card(session, Path(file))
        device = admitting.admit(session, found, fingerprint=fingerprint, upstream=profiles)
        shown = admitting.device_json(device)
        joins_us = admitting.joins_us(session, found)
    data = {key: shown[key] for key in ("device", "office", "role", "organisation", "fingerprint")}
    beside = {"name": device.name, "profiles": profiles, "joins_us": joins_us}
    return answer.Answer(data, beside=beside)


def _profiles(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if not all(found):
        raise InvalidInput(
            "unknown_code", N_("{field}: there is no such profile."), field="upstream"
        )
    return found


trust = group("trust", help=N_("See who is admitted, and withdraw a device."))


def _device_lines(data: answer.Data) -> Iterator[str]:
    found = data["devices"]
    yield ngettext("{count} device", "{count} devices", len(found)).format(count=len(found))
    for one in found:
        yield ""
        yield from _one_device(one, data["names"])


def _one_device(one: Any, names: Any) -> Iterator[str]:
    yield names[one["device"]]
    yield from telling.told(
        (_("Role"), telling.office_role(one["role"])),
        (_("State"), telling.device_state(one["state"])),
        (_("Office"), one["office"][:8]),
        (_("Device"), one["device"][:8]),
        (_("Fingerprint"), one["fingerprint"]),
    )


def _revoked_lines(data: answer.Data) -> Iterator[str]:
    for one in data["devices"]:
        yield from _one_device(one, data["names"])
    yield _("What came from this device until now still counts. Nothing new will.")


@trust.command("list", text=_device_lines, help=N_("List the devices that are admitted."))
def listing(ctx: Context) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import admitting

        return _devices(admitting.devices(session))


@trust.command("revoke", text=_revoked_lines, help=N_("Withdraw a device, for good."))
@argument("device")
@option("--reason", required=True, metavar="TEXT", help=N_("Why, in a few words."))
def revoke(ctx: Context, device: str, reason: str) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import admitting

        return _devices([admitting.revoke(session, device, reason=reason)])


def _devices(found: list[Any]) -> answer.Answer:
    from mh_tui.services.admitting import device_json

    names = {one.id.hex(): one.name for one in found}
    return answer.Answer({"devices": [device_json(one) for one in found]}, beside={"names": names})
