"""Cards by keys: write ours, compare digits, admit, withdraw; and who has been silent."""

from __future__ import annotations

import pytest

from mh_tui.services import admitting, exchange, places
from screens.admit import Admit
from screens.casework import Casework
from screens.own_card import OwnCard
from screens.revoke import Revoke
from screens.trust import TrustPage
from screens.widgets.rows import RowList
from tests.screens.at_work import HOSTILE, at_work
from tests.screens.conftest import make_office, press, shows, text_of, until, write
from tests.screens.test_dossier import STEERING

__all__ = ["at_work"]


@pytest.fixture
def stick(at_work, tmp_path):
    """A folder with the card of the focal point."""
    admitting.write_card(at_work.region["focal"], tmp_path / "hoorn.mhcard")
    return tmp_path


@pytest.fixture
def newcomer(monkeypatch, tmp_path):
    """A desk that knows nobody yet."""
    from mh_tui.services.session import Session
    from mh_tui.vault import sealing
    from tests.region import quick

    monkeypatch.setattr(sealing, "stretch", quick)
    made = make_office(tmp_path / "nieuw")
    yield made
    Session.close(made.session)


async def comparing(pilot, stick) -> None:
    await press(pilot, "k", "t")
    await until(pilot, lambda: isinstance(pilot.app.screen, Admit))
    await write(pilot, str(stick) + "\n")
    await until(pilot, lambda: pilot.app.screen.found)
    await press(pilot, "enter")
    await shows(pilot, "0 van 6 groepen vergeleken")


def states(session) -> list[str]:
    return [one.state for one in admitting.devices(session)]


async def test_a_desk_admits_its_focal_point_group_by_group(newcomer, stick, at_work):
    async with newcomer.open() as pilot:
        await comparing(pilot, stick)
        await shows(pilot, "Rol: aandachtsfunctionaris")
        await shows(pilot, "[x] Melding aan de aandachtsfunctionaris")
        await press(pilot, *["space"] * 5)
        await press(pilot, "f6")
        await shows(pilot, "Vergelijk eerst alle zes groepen")
        assert states(newcomer.session) == ["own"]
        digits = pilot.app.screen.groups[5]
        await press(pilot, *digits)
        await shows(pilot, "Alle zes groepen zijn gelijk")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrustPage))
        await shows(pilot, "toegelaten")
    assert states(newcomer.session) == ["own", "admitted"]
    with newcomer.session.read() as connection:
        upstream = newcomer.session.trust(connection).upstream
    assert upstream == {"melding": at_work.region.office("focal")}


async def test_one_wrong_digit_costs_one_group_and_is_logged(newcomer, stick):
    async with newcomer.open() as pilot:
        await comparing(pilot, stick)
        groups = pilot.app.screen.groups
        await press(pilot, "space", *wrong(groups[1]))
        await shows(pilot, "Groep 2 is anders. Verkeerd verstaan of getypt?")
        await shows(pilot, "1 van 6 groepen vergeleken")
        assert pilot.app.screen.query_one("#groups").current.id == "group:1"
        await press(pilot, groups[1][0])
        await press(pilot, *groups[1][1:])
        await shows(pilot, "2 van 6 groepen vergeleken")
        assert "is anders" not in text_of(pilot)
        for _time in range(2):
            await press(pilot, *wrong(groups[2]))
        await shows(pilot, "Deze cijfers horen niet bij deze kaart")
        await press(pilot, "n")
        await shows(pilot, "Deze cijfers horen niet bij deze kaart")
        await shows(pilot, "0 van 6 groepen vergeleken")
        assert isinstance(pilot.app.screen, Admit)
    assert states(newcomer.session) == ["own"]
    with newcomer.session.read() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM entry WHERE kind = 36").scalars()
        assert sum(b'"admit"' in body and b'"refused"' in body for body in bodies) == 4


def wrong(group: str) -> str:
    """These digits with another one at the end."""
    return group[:4] + str((int(group[4]) + 1) % 10)


async def test_enter_opens_the_only_card_that_was_found(newcomer, stick):
    exchange.remember(newcomer.session, stick)
    async with newcomer.open() as pilot:
        await press(pilot, "k", "t")
        await shows(pilot, "Gevonden kaarten; Enter opent die onder de cursor")
        await press(pilot, "enter")
        await shows(pilot, "0 van 6 groepen vergeleken")


async def test_the_arrows_choose_a_card_while_one_may_type_a_path(newcomer, stick, at_work):
    admitting.write_card(at_work.region["coord"], stick / "riec.mhcard")
    exchange.remember(newcomer.session, stick)
    async with newcomer.open() as pilot:
        await press(pilot, "k", "t")
        await until(pilot, lambda: len(getattr(pilot.app.screen, "found", [])) == 2)
        names = [one.name for one in pilot.app.screen.found]
        await press(pilot, "down", "enter")
        await shows(pilot, "0 van 6 groepen vergeleken")
        assert pilot.app.screen.card.name == names[1]


async def test_a_message_goes_when_it_no_longer_holds(newcomer, stick):
    exchange.remember(newcomer.session, stick)
    async with newcomer.open() as pilot:
        await press(pilot, "k", "t")
        await write(pilot, "/nergens\n")
        await shows(pilot, "dit bestand of deze map is er niet")
        await press(pilot, "backspace")
        await until(pilot, lambda: "dit bestand of deze map is er niet" not in text_of(pilot))
        pilot.app.screen.query_one("#path").value = ""
        await press(pilot, "enter", "f6")
        await shows(pilot, "Vergelijk eerst alle zes groepen")
        await press(pilot, "space")
        await until(pilot, lambda: "Vergelijk eerst" not in text_of(pilot))


async def test_a_card_that_names_our_own_office_is_asked_about_before_it_becomes_a_colleague(
    newcomer, tmp_path
):
    from mh_tui.services import setup
    from mh_tui.services.session import Session

    second = setup.create(
        tmp_path / "tweede", role="desk", organisation="hoorn", name=None, user="Bea",
        passphrase="een zin die lang genoeg is", office=newcomer.session.me.office,
    ).session  # fmt: skip
    admitting.write_card(second, tmp_path / "tweede.mhcard")
    Session.close(second)
    async with newcomer.open() as pilot:
        await comparing(pilot, tmp_path)
        await shows(pilot, "Deze kaart noemt uw eigen kantoor")
        await press(pilot, *["space"] * 6, "f6")
        await shows(pilot, "Kruis eerst aan dat dit een computer van uw eigen kantoor is")
        assert states(newcomer.session) == ["own"]
        await press(pilot, "space", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrustPage))
    assert states(newcomer.session) == ["own", "admitted"]


async def test_a_card_on_a_stick_that_is_there_is_found_by_itself(newcomer, stick, monkeypatch):
    monkeypatch.setattr(places, "found", lambda: [places.Found(stick, places.STICK)])
    async with newcomer.open() as pilot:
        await press(pilot, "k", "t")
        await shows(pilot, "Gevonden kaarten")
        await shows(pilot, "hoorn.mhcard")


async def test_a_file_that_is_no_card_is_refused_with_what_to_do(newcomer, tmp_path):
    (tmp_path / "onzin.mhcard").write_bytes(b"onzin")
    async with newcomer.open() as pilot:
        await press(pilot, "k")
        await shows(pilot, "Nog niemand is toegelaten")
        await press(pilot, "t")
        await write(pilot, str(tmp_path) + "\n")
        await shows(pilot, "Geen kaarten in")
        pilot.app.screen.query_one("#path").value = str(tmp_path / "onzin.mhcard")
        await press(pilot, "enter")
        await shows(pilot, "!")
        pilot.app.screen.query_one("#path").value = str(tmp_path / "weg.mhcard")
        await press(pilot, "enter")
        await shows(pilot, "Kaartbestand of map: dit bestand of deze map is er niet")
        assert pilot.app.screen.card is None


async def test_our_card_is_written_and_its_digits_are_there_to_read_out(at_work, tmp_path):
    async with at_work.open("focal") as pilot:
        await press(pilot, "k", "k")
        await until(pilot, lambda: isinstance(pilot.app.screen, OwnCard))
        spaced = " ".join(admitting.devices(at_work.region["focal"])[0].fingerprint[:5])
        await shows(pilot, f"groep 1 {spaced}")
        await press(pilot, "f6")
        await shows(pilot, "Typ een map of een bestand")
        await write(pilot, str(tmp_path))
        await press(pilot, "f6")
        await shows(pilot, "Geschreven:")
    card = admitting.read_card(at_work.region["coord"], tmp_path / "hoorn-focal-point.mhcard")
    assert card.device == at_work.region["focal"].me.device


async def test_a_withdrawal_asks_why_and_cannot_be_pressed_by_accident(at_work):
    focal = at_work.region["focal"]
    async with at_work.open("focal") as pilot:
        await press(pilot, "k", "x")
        await shows(pilot, "Dit is het apparaat waarop u werkt")
        rows = pilot.app.screen.query_one(RowList)
        rows.select(at_work.region["other"].me.device.hex())
        await press(pilot, "x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Revoke))
        await shows(pilot, "Dit kunt u niet ongedaan maken")
        await press(pilot, "f6")
        await shows(pilot, "Geef een korte reden")
        await write(pilot, "laptop gestolen\n")
        await shows(pilot, "Druk op F6")
        assert "revoked" not in states(focal)
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrustPage))
        await shows(pilot, "ingetrokken")
    assert states(focal).count("revoked") == 1


async def test_a_name_on_a_card_is_shown_harmless(monkeypatch, at_work, tmp_path):
    from mh_tui.services import setup
    from mh_tui.services.session import Session
    from mh_tui.vault import sealing
    from tests.region import quick

    monkeypatch.setattr(sealing, "stretch", quick)
    made = setup.create(
        tmp_path / "boef", role="coordinator", organisation="boef", name=HOSTILE[:120],
        user="X", passphrase="een zin die lang genoeg is",
    ).session  # fmt: skip
    admitting.write_card(made, tmp_path / "boef.mhcard")
    Session.close(made)
    async with at_work.open("focal") as pilot:
        await press(pilot, "k", "t")
        await write(pilot, str(tmp_path) + "\n")
        await until(pilot, lambda: pilot.app.screen.found)
        assert not STEERING.search(text_of(pilot))
        await press(pilot, "enter")
        await shows(pilot, "[b]vet[/b]")
        assert not STEERING.search(text_of(pilot))


async def test_who_has_been_silent_stands_first_with_what_to_do(at_work, monkeypatch):
    days = 86_400_000
    real = exchange.peers(at_work.region["coord"])
    from dataclasses import replace

    def peers(_session):
        old = replace(real[0], last_heard=real[0].last_heard - 20 * days)
        return [*real[1:], replace(old, oldest_unacknowledged=old.last_heard)]

    monkeypatch.setattr(exchange, "peers", peers)
    async with at_work.open("coord") as pilot:
        await press(pilot, "s")
        await shows(pilot, "1 kantoor vraagt aandacht")
        top, head, first = pilot.app.screen.query_one(RowList).rows[:3]
        assert top.text.split() == ["Laatst", "Nog", "te", "Nog", "niet"]
        assert head.text.split() == [
            "Kantoor",
            "gehoord",
            "versturen",
            "sinds",
            "bevestigd",
            "sinds",
        ]
        assert first.mark == "▲"
        assert first.text.split()[1:] == ["20", "dagen", "terug", "–", "20", "dagen"]
        await shows(pilot, "20 dagen stil; niet bevestigd: 20 dagen")
        await shows(pilot, "Bel dit kantoor")
        await press(pilot, "escape", "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, Casework))
        await shows(pilot, "Kantoren (1)")
        rows = pilot.app.screen.query_one(RowList)
        assert rows.rows[-1].right == "20 dagen stil"
        await press(pilot, "end", "enter")
        await shows(pilot, "1 kantoor vraagt aandacht")
