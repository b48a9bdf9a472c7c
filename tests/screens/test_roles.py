"""Which role comes where: written out by hand from roles.toml, never from the rooms themselves.

- What a role may not open is refused without a word, and stands neither on home nor in the
  palette; its letter does nothing.
- Every user here works on the profile of the focal point, where everything is to be seen.
"""

from __future__ import annotations

import pytest

from mh_tui.reference.roles import roles
from mh_tui.services import setup
from mh_tui.services.session import open_session
from screens.home import Home
from screens.palette import Palette
from screens.rooms import ROOMS
from screens.widgets.rows import RowList
from tests.region import PASSPHRASE
from tests.screens import busy
from tests.screens.scene import Shown, lines_of, opened, painted, settled
from tests.screens.still import still

ROLES = {
    "r": "reporter",
    "f": "focal_point",
    "d": "deputy_focal_point",
    "c": "regional_coordinator",
    "a": "admin",
    "m": "monitor",
    "t": "trainer",
    "u": "auditor",
}
LISTS, LEARNING = "rfdcamt", "rfdcmt"
"""roles.toml may_see: partner_guide and indicators; training_cases. An auditor has neither."""
RECORD, HANDLE, ANSWER, WORK = "rfd", "fd", "fdc", "rfdc"
"""Own signals; content of one's own municipality; what was submitted too; any signal at all."""
KEYS = "rfdca"
"""The traffic and the trust of the office: who works there, and the admin for keys and users."""
ALL = "rfdcamtu"
TABLE: dict[str, tuple[str, str, str]] = {
    # room: who may open it, its letter on home, how its title begins
    "home": (ALL, "", ""),
    "work": (ANSWER, "w", "Mijn werk"),
    "signals": (ANSWER, "a", "Alle signalen"),
    "entry": (RECORD, "n", "Nieuw signaal"),
    "checklist": (LISTS, "c", "Kenmerken"),
    "partners": (LISTS, "p", "Partners"),
    "partner": (LISTS, "", "Zorgcoördinator"),
    "contact": (ANSWER, "", "Contact: Zorgcoördinator"),
    "inbox": (WORK, "i", "Berichten"),
    "reply": (WORK, "", "Antwoord"),
    "own_signal": (RECORD, "", "Uw signaal"),
    "dossier": (ANSWER, "", "Signaal"),
    "note": (ANSWER, "", "Notitie bij"),
    "wordings": (ANSWER, "", "Versies naast elkaar"),
    "triage": (HANDLE, "", "Beoordelen bij ontvangst"),
    "handover": (HANDLE, "", "Doorgeven"),
    "feedback": (ANSWER, "", "Antwoord over"),
    "exchange": (KEYS, "v", "Versturen en ophalen"),
    "folder": (KEYS, "", "Welke bestanden haalt u op?"),
    "files": (KEYS, "", "Welke bestanden haalt u op?"),
    "offices": (KEYS, "s", "Wie is er stil"),
    "trust": (KEYS, "k", "Kantoren en kaarten"),
    "own_card": (KEYS, "", "Onze kaart"),
    "admit": (KEYS, "", "Een kantoor toelaten"),
    "revoke": (KEYS, "", "Een apparaat intrekken"),
    "practice": (LEARNING, "o", "Oefenen"),
    "practice_case": (LEARNING, "", "Oefenen"),
    # one's own passphrase, language and colours; who may not change the rest is told who may
    "settings": (ALL, "z", "Instellingen"),
    "setting": (ALL, "", ""),
    "people": (ALL, "", "Mensen"),
    "passphrase": (ALL, "", "Uw wachtwoord"),
    "colleague": (KEYS, "", "Collega toevoegen"),
}


COORDINATOR_SEES = {"signals": "Regionale tafel"}
MAIN = "main"
"""Stands for the id of a signal that went all the way."""
WITH: dict[str, dict[str, str | int]] = {
    "partner": {"partner": "zorgcoordinator"},
    "contact": {"partner": "zorgcoordinator"},
    "reply": {"n": 1},
    **{
        room: {"signal": MAIN}
        for room in (
            "own_signal", "dossier", "note", "wordings", "triage", "handover", "feedback",
        )
    },
    "folder": {"purpose": "collect"},
    "files": {"folder": "."},
    "revoke": {"device": "0" * 64},
    "practice_case": {"case": "T01"},
    "setting": {"name": "idle_minutes"},
}  # fmt: skip
"""What a room is opened with."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> busy.Busy:
    """The busy offices; at the focal point there is a user of every role."""
    with still(busy.NOW) as now:
        found = busy.build(tmp_path_factory.mktemp("busy") / "profiles", now)
        user = busy.natural("user_focal")
        focal = open_session(found.home("focal"), user=user, passphrase=PASSPHRASE)
        for role in set(ROLES.values()) - {"focal_point"}:
            setup.add_user(focal, role, PASSPHRASE, role="admin")
            _becomes(focal, role)
        focal.close()
    return found


def _becomes(session, role: str) -> None:
    """The office would give some of these roles to nobody: the entry is written as such."""
    from mh_tui.journal.entry import LOCAL
    from mh_tui.journal.streams import NewEntry

    slot = next(one.slot.hex() for one in session.vault.users() if one.name == role)
    fields = {"slot": slot, "name": role, "role": role}
    if role == "deputy_focal_point":
        fields |= {"since": "2026-11-01", "until": "2026-12-31"}
    with session.write() as work:
        work.say(NewEntry("user.added", LOCAL, fields))


def by(role: str) -> Shown:
    """The app opened by the user who has this role."""
    if role == "focal_point":
        return Shown(role, "focal")
    return Shown(role, "focal", words=lambda _field: role)


def may(letter: str) -> set[str]:
    return {room for room, (who, _letter, _title) in TABLE.items() if letter in who}


def test_the_table_names_every_room_and_every_role_of_the_program():
    assert set(TABLE) == set(ROOMS)
    assert set(ROLES.values()) | {"none"} == set(roles().app_roles)


@pytest.mark.parametrize("letter", ROLES)
async def test_a_role_opens_its_rooms_and_no_other(letter, made):
    async with opened(by(ROLES[letter]), made) as scene:
        app = scene.app
        assert app.session.person.role == ROLES[letter]
        before = lines_of(painted(app))
        for room, (who, _letter, title) in TABLE.items():
            if room == "home":
                continue
            given = WITH.get(room, {})
            app.go(room, **(given if given != {"signal": MAIN} else {"signal": scene.ids[MAIN]}))
            await settled(scene.pilot)
            if letter in who:
                assert type(app.screen).__name__ == ROOMS[room].place.partition(":")[2], room
                title = COORDINATOR_SEES.get(room, title) if letter == "c" else title
                assert app.screen.title_text().startswith(title), room
                assert app.screen.title_text() in lines_of(painted(app))[0], room
                app.go_home()
                await settled(scene.pilot)
            else:
                assert isinstance(app.screen, Home), room
                assert lines_of(painted(app)) == before, room
            before = lines_of(painted(app))


@pytest.mark.parametrize("letter", ROLES)
async def test_home_and_palette_offer_a_role_its_own_rooms_only(letter, made):
    async with opened(by(ROLES[letter]), made) as scene:
        app = scene.app
        letters = {TABLE[room][1] for room in may(letter)} - {""}
        rows = app.screen.query_one(RowList).rows
        assert {row.mark for row in rows if row.id.startswith("menu:")} == letters
        for other in {one for _who, one, _title in TABLE.values()} - letters - {""}:
            await scene.pilot.press(other)
            await settled(scene.pilot)
            assert isinstance(app.screen, Home), other
        await scene.pilot.press("f8")
        await settled(scene.pilot)
        assert isinstance(app.screen, Palette)
        offered = {command.key for command in app.screen.commands()}
        assert {key for key in offered if len(key) == 1} == letters


@pytest.mark.parametrize("letter", "mtu")
async def test_who_has_no_part_in_the_exchange_sends_nothing_by_f5(letter, made):
    async with opened(by(ROLES[letter]), made) as scene:
        await scene.pilot.press("f5")
        await settled(scene.pilot)
        assert isinstance(scene.app.screen, Home)


def test_a_deputy_sees_what_the_focal_point_sees():
    assert may("d") == may("f")
