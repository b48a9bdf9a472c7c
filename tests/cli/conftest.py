"""A desk, its focal point and a coordinator, made once and only by calls of the program.

- ``Office`` calls the program as the user of one profile; ``made`` is what ``init`` answered.
- ``region`` are three offices that admitted each other; a module gets copies of its own.
- ``journey`` is one signal's way up and the answer's way back; its tests look and change nothing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.forking import CAN_FORK, Forker, Quick
from tests.conftest import MhTui, Said

PASSPHRASE = "een lange zin voor de proef"
SIGNAL: dict[str, Any] = {
    "observed_at": "2026-11-20T14:05+01:00",
    "context": "balie_brp",
    "acute": "nee",
    "forms": ["arbeid"],
    "indicators": ["ALG-01", "ARB-03"],
    "narrative": "Drie paspoorten uit een map, zei meneer Terpstra",
    "sector": "agrarisch",
    "place": {"street": "Verzonnenlaan", "number": "1", "postcode": "1621 AB", "town": "Hoorn"},
    "persons": [{"role": "possible_victim", "name": "Zoë Terpstra", "phone": "06-11122233"}],
    "organisations": [{"name": "Oefenbedrijf Bollenveld", "kvk": "69599084"}],
    "vehicles": [{"plate": "XX-999-Y"}],
    "reporter": {"kind": "melder_balie", "name": "Anna de Wit", "contact": "toestel 12"},
}


@dataclass(frozen=True, slots=True)
class Office:
    """One profile and its user; called like ``mh``, with the passphrase given."""

    mh: MhTui
    secret: Path
    made: dict[str, Any] = field(default_factory=dict)

    def __call__(self, *args: str | Path, **more: Any) -> Said:
        return self.mh(*args, "--passphrase-file", self.secret, **more)

    def ok(self, *args: str | Path, **more: Any) -> Any:
        """The JSON of a call that has to succeed."""
        said = self(*args, "--json", **more)
        assert said.code == 0, said.out + said.err
        return said.json

    def refused(self, *args: str | Path, **more: Any) -> tuple[int, str, str | None]:
        """Exit code, error code and field of a call that has to fail."""
        said = self(*args, "--json", **more)
        assert said.err == ""
        return said.code, said.error["code"], said.error["field"]

    def add(self, *signals: dict[str, Any], args: tuple[str, ...] = ()) -> list[str]:
        """Record signals; their ids."""
        text = json.dumps(list(signals))
        done = self.ok("signal", "add", "--from", "-", *args, stdin=text)
        return [one["id"] for one in done["signals"]]

    @property
    def home(self) -> Path:
        return self.mh.home

    @property
    def card(self) -> Path:
        return self.home.parent / f"{self.home.name}.mhcard"


@dataclass(frozen=True, slots=True)
class Region:
    folder: Path
    desk: Office
    focal: Office
    region: Office

    def copy(self, folder: Path) -> Region:
        """The same three offices in another folder."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)

        def moved(office: Office) -> Office:
            return replace(office, mh=replace(office.mh, home=folder / office.home.name))

        return Region(folder, moved(self.desk), moved(self.focal), moved(self.region))

    def carry(self, sender: Office, receiver: Office, stick: Path) -> dict[str, Any]:
        """Export to one office and import there."""
        to = receiver.made["office"]
        sender.ok("export", "--to", to, "--out", stick)
        done: dict[str, Any] = receiver.ok("import", stick)
        shutil.rmtree(stick)
        return done


def make(
    folder: Path, name: str, role: str, organisation: str, user: str, forker: Forker | None
) -> Office:
    secret = folder / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    office = Office(Quick(folder / name, forker=forker), secret)
    made = office.ok("init", "--role", role, "--organisation", organisation, "--user", user)
    return replace(office, made=made)


@pytest.fixture(scope="session")
def forker() -> Iterator[Forker | None]:
    made = Forker() if CAN_FORK else None
    yield made
    if made is not None:
        made.close()


@pytest.fixture
def quick(tmp_path: Path, forker: Forker | None) -> Quick:
    """``mh`` for many calls: a profile folder that does not exist yet."""
    return Quick(tmp_path / "profile", forker=forker)


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory, forker: Forker | None) -> Region:
    """Three offices that do not know each other yet; their cards lie beside them."""
    folder = tmp_path_factory.mktemp("strangers")
    region = Region(
        folder,
        make(folder, "desk", "desk", "hoorn", "Anna", forker),
        make(folder, "focal", "focal-point", "hoorn", "Sanne", forker),
        make(folder, "region", "coordinator", "riec-nhn", "Robin", forker),
    )
    for office in (region.desk, region.focal, region.region):
        office.ok("card", "--out", office.card)
    return region


def admit(here: Office, there: Office, *args: str) -> Any:
    return here.ok("admit", there.card, "--fingerprint", there.made["fingerprint"], *args)


@pytest.fixture(scope="session")
def admitted(strangers: Region, tmp_path_factory: pytest.TempPathFactory) -> Region:
    region = strangers.copy(tmp_path_factory.mktemp("admitted"))
    admit(region.desk, region.focal, "--upstream", "melding")
    admit(region.focal, region.desk)
    admit(region.focal, region.region, "--upstream", "tafel,registratie")
    admit(region.region, region.focal)
    return region


@pytest.fixture(scope="module")
def region(admitted: Region, tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Copies for one module, whose tests may record whatever they like in them."""
    return admitted.copy(tmp_path_factory.mktemp("region"))


@pytest.fixture
def own_region(admitted: Region, tmp_path: Path) -> Region:
    """Copies for one test, which may break them."""
    return admitted.copy(tmp_path / "offices")


@dataclass(frozen=True, slots=True)
class Journey:
    """What each call of a signal's way answered, by name, and the offices afterwards."""

    region: Region
    id: str
    told: dict[str, Any]


@pytest.fixture(scope="session")
def journey(admitted: Region, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """Desk to focal point to coordinator, the answers back, and that they were read."""
    region = admitted.copy(tmp_path_factory.mktemp("journey"))
    desk, focal, top = region.desk, region.focal, region.region
    stick = region.folder / "stick"
    told: dict[str, Any] = {}
    told["add"] = desk.ok("signal", "add", "--from", "-", stdin=json.dumps(SIGNAL))
    number = told["add"]["signals"][0]["id"]
    told["desk before"] = desk.ok("signal", "show", number)
    told["outbox recorded"] = desk.ok("outbox")
    told["export"] = desk.ok("export", "--to", "upstream", "--out", stick)
    told["outbox exported"] = desk.ok("outbox")
    told["import"] = focal.ok("import", stick)
    told["focal"] = focal.ok("signal", "show", number)
    go = ("--profile", "tafel", "--to", "riec-nhn", "--legal-basis", "wgs_riec")
    told["preview"] = focal.ok("handover", number, *go, "--without", "persons", "--show")
    told["approved"] = focal.ok("handover", number, *go, "--without", "persons", "--approve")
    region.carry(focal, top, stick)
    told["coordinator"] = top.ok("signal", "show", number)
    told["answer"] = top.ok("feedback", "give", number, "--outcome", "in_behandeling")
    region.carry(top, focal, stick)
    told["focal inbox"] = focal.ok("inbox")
    told["focal read"] = focal.ok("inbox", "read", "1")
    told["final"] = focal.ok(
        "feedback", "give", number, "--outcome", "dank", "--text", "Dank, dit hielp ons."
    )
    told["carried back"] = region.carry(focal, desk, stick)
    told["desk after"] = desk.ok("signal", "show", number)
    told["desk outbox after"] = desk.ok("outbox")
    told["desk inbox"] = desk.ok("inbox")
    told["desk reply"] = desk.ok("inbox", "reply", "1", "--text", "Graag gedaan")
    told["desk inbox after"] = desk.ok("inbox")
    told["desk inbox all"] = desk.ok("inbox", "--all")
    region.carry(desk, focal, stick)
    told["focal after"] = focal.ok("signal", "show", number)
    told["focal inbox after"] = focal.ok("inbox")
    return Journey(region, number, told)
