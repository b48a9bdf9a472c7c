"""A kill in the middle of every form, as soon as it says that it is kept: all is there again.

A real process in a pseudo-terminal gets real keys; form upon form is opened without going back
from the one before, so that only the pause in typing can have saved it. Then SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest

from mh_tui.services import drafting, form_draft, inspecting
from mh_tui.services.form_draft import FormDraft
from screens.app import MhApp
from tests.conftest import ROOT
from tests.faults.test_traces import traces
from tests.region import PASSPHRASE, Region

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.bench.terminal import Terminal

CHILD = f"""
import sys
from pathlib import Path
from mh_tui.services.session import open_session
from mh_tui.vault import sealing
from screens.app import MhApp
from tests import region
sealing.stretch = region.quick
home = Path(sys.argv[1])
MhApp(home, "nl", open_session(home, user=None, passphrase="{PASSPHRASE}")).run()
"""
ENTER, TAB, DOWN, END, ERASE = b"\r", b"\t", b"\x1b[B", b"\x1b[F", b"\x7f"
NEXT, PALETTE = b"\x13", b"\x10"


class Typist(Terminal):
    """Somebody at the keyboard."""

    def keys(self, *sent: bytes | str) -> None:
        for one in sent:
            os.write(self._ours, one.encode() if isinstance(one, str) else one)
            self._drain(0.05)

    def opens(self, key: bytes | str, shows: str) -> None:
        """A key that opens something, which then shows this text and has the focus."""
        self.key(key.encode() if isinstance(key, str) else key, shows=shows)
        self.quiet()

    def room(self, name: str, shows: str) -> None:
        """Open a screen on top of this one, by its command; ``shows``: not in the command."""
        self.opens(PALETTE, "Opdrachten")
        self.keys(name)
        self.opens(ENTER, shows)

    def dossier(self, key: str, shows: str) -> None:
        """The first signal of one's work, and a step of it."""
        self.room("mijn werk", "beoordeel")
        self.opens(ENTER, "in ons kantoor blijft")
        self.opens(key, shows)

    def kill(self, last: str, kept: bytes = b"tussentijds bewaard") -> None:
        """Type this; the moment that the program says it is kept, SIGKILL."""
        os.write(self._ours, last.encode())
        self._wait(kept)
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()


def killed(play: Region, name: str, work: Callable[[Typist], None]) -> None:
    """``work`` at the keyboard of this office, which ends in a kill; the profile opened again."""
    play[name].close()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    command = [sys.executable, "-c", CHILD, str(play.folder / name)]
    with Typist(command, environment, ROOT) as typist:
        typist.until("Verberg")
        typist.quiet()
        work(typist)
    session = play.open(name)
    assert inspecting.verify(session)["problems"] == []


def kept(play: Region, name: str) -> dict[str, dict[str, Any]]:
    """Form -> what was filled in."""
    session = play[name]
    return {
        half.form: FormDraft(session, half.form, half.about).values
        for half in form_draft.listed(session)
    }


def at_the_desk(typist: Typist) -> None:
    typist.opens("n", "direct gevaar voor")
    typist.opens("j", "Hebt u gebeld?")
    typist.opens("j", "Hoe laat belde u?")
    typist.keys(END, *[ERASE] * 3, TAB, "P2026-17")
    typist.room("berichten", "Dank")
    typist.opens("r", "tekens")
    typist.keys("Antwoord voor de helft")
    typist.room("berichten", "Dank")
    typist.opens(ENTER, "Uw signaal")
    typist.opens("x", "Waarom trekt u het in?")
    typist.keys("Toch niet")
    typist.room("kaarten", "Onze kaart")
    typist.opens("t", "Kaartbestand of map")
    typist.keys("/media/sti")
    typist.room("kaarten", "Onze kaart")
    typist.opens("k", "Map of bestand voor de kaart")
    typist.keys("/kaart")
    typist.room("versturen en", "Waar verstuurt")  # no folder is remembered yet
    typist.keys("/media/map")
    typist.room("nieuw sig", "direct gevaar voor")
    typist.opens("n", "Waar zag u het?")
    typist.opens("1", "Wat herkent u?")
    typist.keys(" ")
    typist.opens(NEXT, "Wat zag of hoorde u?")
    typist.kill("Half verhaal over de Oudedijk", b"concept bewaard")


def test_at_a_desk_every_form_is_there_after_a_kill(play: Region):
    from mh_tui.services import feedback

    sent = play.record("desk")
    play.settle()
    feedback.give(play["focal"], sent, outcome="dank")
    play.settle()
    killed(play, "desk", at_the_desk)
    found = kept(play, "desk")
    assert found["reply"] == {"text": "Antwoord voor de helft"}
    assert found["own_signal"] == {"reason": "Toch niet", "asking": True}
    assert found["admit"] == {"file": "/media/sti"}
    assert found["own_card"]["folder"].endswith("/kaart")
    assert found["folder"]["path"] == "/media/map"
    written, called = drafting.listed(play["desk"])
    assert written.signal["narrative"] == "Half verhaal over de Oudedijk"
    assert written.signal["indicators"]
    assert called.signal["call"] == {"party": "112", "reference": "P2026-17"}
    assert called.typed["call.at"]
    assert traces(play.folder / "desk", {"text": "Half verhaal", "reply": "voor de helft"}) == set()


def at_the_focal_point(typist: Typist) -> None:
    typist.dossier("n", "Notitie bij")
    typist.keys("Half een notitie")
    typist.dossier("b", "Beoordelen bij ontvangst")
    typist.keys("w", "j")
    typist.opens("n", "Reden")
    typist.keys("Andere gemeente")
    typist.dossier("d", "Doorgeven")
    typist.opens("g", "een jurist moet")
    typist.keys("riec")
    typist.opens(ENTER, "WGS")
    typist.keys(" ")
    typist.dossier("t", "Antwoord over")
    typist.keys(DOWN)
    typist.opens(ENTER, "tekens")
    typist.keys(" Met dank.")
    typist.room("partners", "Alarmnummer")
    typist.keys("noord-holland noord")
    typist.opens(ENTER, "Wat zij doen")
    typist.opens("e", "Contact: ")
    typist.keys("Balie Zorg", DOWN, "0229 123")
    typist.room("kaarten", "Onze kaart")
    typist.opens(DOWN, "toegelaten")
    typist.opens("x", "Waarom? (blijft")
    typist.kill("Gestolen uit een au")


def test_at_a_focal_point_every_form_is_there_after_a_kill(play: Region):
    play.record("desk")
    play.settle()
    killed(play, "focal", at_the_focal_point)
    found = kept(play, "focal")
    assert found["note"] == {"text": "Half een notitie"}
    assert found["triage"] == {
        "acute": "unknown", "task": "yes", "territory": "no", "reason": "Andere gemeente",
        "step": "reason",
    }  # fmt: skip
    assert found["handover"]["legal_basis"] == "wgs_riec"
    assert len(found["handover"]["without"]) == 1
    assert found["feedback"]["texts"]["in_behandeling"].endswith(" Met dank.")
    assert found["contact"] == {"person": "Balie Zorg", "phone": "0229 123"}
    assert found["revoke"] == {"reason": "Gestolen uit een au"}


def half_a_note(typist: Typist) -> None:
    typist.dossier("n", "Notitie bij")
    typist.kill("Half")


async def test_home_lists_them_when_the_program_opens_again(play: Region):
    from screens.home import Home
    from tests.screens.conftest import press, shows, until

    play.record("desk")
    play.settle()
    killed(play, "focal", half_a_note)
    app = MhApp(play.folder / "focal", "nl", play["focal"])
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Notitie, begonnen vandaag")
        home = app.screen
        assert isinstance(home, Home)
        lines = home.query_one("#lines")
        lines.select(next(row.id for row in lines.rows if row.text.startswith("Notitie, ")))
        await press(pilot, "enter")
        await until(pilot, lambda: getattr(app.screen, "filled", {}) == {"text": "Half"})
        await shows(pilot, "tussentijds bewaard")
