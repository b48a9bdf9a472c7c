"""Three offices that exchanged signals, and the app opened on each of them.

Made once a module; a passphrase costs a plain hash here. Each test records the signals it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from mh_tui.services import feedback, handover, setup
from mh_tui.services.session import Session
from mh_tui.vault import sealing
from tests import region as regions
from tests.screens.conftest import Kept, Office

NAMES = ("desk", "focal", "other", "coord")
HOSTILE = (
    "\x1b[31mrood\x1b]0;titel\x07\x9b2J \u202eomgekeerd\u202c \u200bnul [b]vet[/b]"
    " [@click=app.quit]klik[/] [/x] \u2028regel"
)
"""Terminal escapes, bidi overrides, invisible characters and Textual's markup."""
STORY = "De man haalt drie paspoorten uit zijn eigen map en antwoordt steeds voor de anderen."


@dataclass
class AtWork:
    """``region`` does what other offices do; ``open`` shows the app of one of them."""

    region: regions.Region

    def office(self, name: str) -> Office:
        session = self.region[name]
        session.__class__ = Kept
        return Office(self.region.folder / name, session, session.person.name, regions.PASSPHRASE)

    def open(self, name: str, **given: Any) -> Any:
        return self.office(name).open(**given)

    def send(self, **changes: Any) -> str:
        """A signal of the desk that lies at the focal point; its id."""
        signal = self.region.record("desk", **({"narrative": STORY} | changes))
        self.region.ship("desk", "focal")
        return signal

    def to_table(self, **changes: Any) -> str:
        """A signal that the focal point handed on to the coordinator."""
        signal = self.send(**changes)
        focal = self.region["focal"]
        to = self.region.office("coord").hex()
        shown = handover.preview(focal, signal, profile="tafel", to=to, legal_basis="wgs_riec")
        handover.approve(focal, shown)
        self.region.ship("focal", "coord")
        return signal

    def answer(self, by: str, signal: str, outcome: str = "dank") -> None:
        feedback.give(self.region[by], signal, outcome=outcome)

    def second_person(self, name: str = "Hans") -> None:
        """A colleague of the focal point, and the setting that asks for two."""
        focal = self.region["focal"]
        if name not in {one["name"] for one in setup.users(focal)}:
            setup.add_user(focal, name, regions.PASSPHRASE, role="focal_point")
        setup.set_config(focal, "second_person_for_export", "yes")


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtWork]:
    """A desk, its focal point, that of another municipality, and the coordinator."""
    places = [place for place in regions.PLACES if place.name in NAMES]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "stretch", regions.quick)
        folder = regions.make(tmp_path_factory.mktemp("work") / "profiles", places)
        region = regions.Region(folder)
        for name in NAMES:
            region.open(name)
        yield AtWork(region)
        for session in region.sessions.values():
            Session.close(session)
