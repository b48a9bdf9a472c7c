"""What a new office still needs after its profile was made: card, folder, settings.

Each step is one call, so that the wizard can go on where another stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mh_tui.errors import InvalidInput
from mh_tui.journal.kinds import COORDINATOR, FOCAL_POINT, REPORTERS
from mh_tui.language import N_, _
from mh_tui.services import admitting, contacts, exchange, setup
from mh_tui.services.session import ADMITTERS, Session

SECOND_PERSON = "second_person_for_export"
MOST = 100
"""Cards of one name that may lie in a folder."""


def focal_point(session: Session, name: str, phone: str) -> None:
    """Keep the focal point's name and number with the office, where they changed.

    Raises InvalidInput with the field ``phone`` before any of it stands.
    """
    now = setup.config(session)
    if phone.strip() != (now[setup.FOCAL_POINT_PHONE] or ""):
        try:
            setup.set_config(session, setup.FOCAL_POINT_PHONE, phone)
        except InvalidInput as error:
            raise InvalidInput(error.code, error.text, field="phone") from error
    if name.strip() != (now[setup.FOCAL_POINT_NAME] or ""):
        setup.set_config(session, setup.FOCAL_POINT_NAME, name)


def call_config(session: Session) -> dict[str, Any]:
    """The settings; without a number in them, the one that our focal point gave with its card.

    For the card of F2. Only an office that we hand signals on to is believed there.
    """
    from mh_tui.services.directory import FOCAL_POINT_PARTNER

    values = setup.config(session)
    if values[setup.FOCAL_POINT_PHONE]:
        return values
    known = contacts.contacts(session).get(FOCAL_POINT_PARTNER)
    with session.read() as connection:
        ours = session.trust(connection).upstream.get("melding")
    if known is None or known.office != ours or not known.phone:
        return values
    return values | {
        setup.FOCAL_POINT_NAME: known.person or values[setup.FOCAL_POINT_NAME],
        setup.FOCAL_POINT_PHONE: known.phone,
    }


def second_person(session: Session, needed: bool) -> None:
    """Whether two persons approve what goes to the region."""
    setup.set_config(session, SECOND_PERSON, "yes" if needed else "no")


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What a new office still has to do. ``room``, ``about``: the page where it is done."""

    id: str
    text: str
    room: str
    about: Mapping[str, str] = field(default_factory=dict)


def first_steps(session: Session) -> list[FirstStep]:
    """Until each is done: the card to give away, who is to be admitted, the number beside 112.

    That a desk needs the card of its focal point stands on its home already.
    """
    role = session.me.role
    steps = [] if role in REPORTERS else _first_offices(session, role)
    known = role == COORDINATOR or call_config(session)[setup.FOCAL_POINT_PHONE]
    if not known and session.person.role in ADMITTERS:
        text = (
            _("Fill in the number of your focal point: it stands beside 112 (z)")
            if role in REPORTERS
            else _("Fill in the number on which your desks reach you (z)")
        )
        steps.append(FirstStep("number", text, "setting", {"name": setup.FOCAL_POINT_PHONE}))
    return steps


def _first_offices(session: Session, role: str) -> list[FirstStep]:
    """Of who receives signals: without an office that was admitted nothing can come in."""
    below = REPORTERS if role == FOCAL_POINT else frozenset({FOCAL_POINT})
    if session.person.role not in ADMITTERS or any(
        one.role in below and one.trusted for one in admitting.devices(session)
    ):
        return []
    steps = []
    if not exchange.folders(session) and exchange.card_folder(session) is None:
        text = _("Write your card and pass it on (k)")
        steps.append(FirstStep("card", text, "own_card"))
    text = (
        _("Admit your first desk by its card (k)")
        if role == FOCAL_POINT
        else _("Admit your first focal point by its card (k)")
    )
    return [*steps, FirstStep("admit", text, "admit")]


def folder(session: Session, typed: str) -> Path:
    """Remember an exchange folder that is there; raises InvalidInput where it is not."""
    path = Path(typed.strip()).expanduser()
    if not typed.strip() or not path.is_absolute() or not path.is_dir():
        raise InvalidInput(
            "not_found",
            N_(
                "{field}: there is no such folder. Give the whole path, such as E:\\ or"
                " /media/stick."
            ),
            field="folder",
        )
    exchange.remember(session, path)
    return path


def write_card(session: Session, where: Path) -> Path:
    """Write this device's card into a folder, never over another file; gives its path."""
    card = session.keys.card
    stem = f"{card.organisation}-{card.role}"
    for number in range(1, MOST):
        path = where / (f"{stem}.mhcard" if number == 1 else f"{stem}-{number}.mhcard")
        if not path.exists():
            admitting.write_card(session, path)
            return path
    raise InvalidInput(
        "too_many", N_("{field}: too many cards lie in this folder."), field="folder"
    )


def fingerprint(session: Session) -> str:
    """The thirty digits to read out."""
    return admitting.devices(session)[0].fingerprint
