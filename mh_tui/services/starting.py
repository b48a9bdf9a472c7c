"""What a new office still needs after its profile was made: card, folder, settings.

Each step is one call, so that the wizard can go on where another stopped.
"""

from __future__ import annotations

from pathlib import Path

from mh_tui.errors import InvalidInput
from mh_tui.language import N_
from mh_tui.services import admitting, exchange, setup
from mh_tui.services.session import Session

SECOND_PERSON = "second_person_for_export"
MOST = 100
"""Cards of one name that may lie in a folder."""


def focal_point(session: Session, name: str, phone: str) -> None:
    """Keep the focal point's name and number with the office; empty ones are left alone."""
    for setting, text in (
        (setup.FOCAL_POINT_NAME, name.strip()),
        (setup.FOCAL_POINT_PHONE, phone.strip()),
    ):
        if text:
            setup.set_config(session, setting, text)


def second_person(session: Session, needed: bool) -> None:
    """Whether two persons approve what goes to the region."""
    setup.set_config(session, SECOND_PERSON, "yes" if needed else "no")


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
