"""Every form of the program, as a table.

Each is locked, hidden, resized, left and killed in the middle by the tests that use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mh_tui.services import admitting, exchange, feedback
from screens.admit import Admit
from screens.bundle_folder import ChooseFolder, PickFiles
from screens.checklist import Checklist
from screens.colleague import Colleague
from screens.feedback_writer import FeedbackWriter
from screens.handover import Handover
from screens.note import Note
from screens.own_card import OwnCard
from screens.own_signal import OwnSignal
from screens.partner_card import ContactForm
from screens.partners import Partners
from screens.reply import Reply
from screens.revoke import Revoke
from screens.setting import ChangeSetting
from screens.signal_entry import SignalEntry
from screens.signals import Signals
from screens.triage import Triage
from tests.screens import form_keys as keys
from tests.screens.form_case import Case, Ready
from tests.screens.form_keys import WORDS


def received(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    return {"signal": at_work.send(place={"street": "Dorpsstraat", "town": "Hoorn"})}


def danger(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    return {"signal": at_work.send(acute="ja")}


def message(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    signal = at_work.send()
    at_work.answer("focal", signal)
    at_work.region.ship("focal", "desk")
    return {"n": feedback.inbox(ready.session)[0].n}


def own(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    return {"signal": at_work.region.record("desk")}


def card(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    admitting.write_card(at_work.region["desk"], ready.folder / "balie.mhcard")
    return remembered(at_work, ready)


def remembered(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    exchange.remember(ready.session, ready.folder)
    return {}


def bundles(at_work: Any, ready: Ready) -> Mapping[str, Any]:
    for name in ("a", "b", "c"):
        (ready.folder / f"{name}.mhb").write_bytes(b"x")
    return {"folder": str(ready.folder)}


ENTRY = Case("", SignalEntry, keys.entry_text, {}, "", office="desk")
CASES = (
    replace(
        ENTRY, name="entry, text", sees=WORDS, listed="Concept van vandaag",
        holds={"narrative": WORDS, "gut_feeling": True, "context": "straat"},
    ),
    replace(
        ENTRY, name="entry, call", fill=keys.entry_call, sees="P2026-17",
        holds={"acute": "ja", "call": {"party": "politie", "reference": "P2026-17"}},
    ),
    replace(
        ENTRY, name="entry, no call", fill=keys.entry_no_call, sees=WORDS,
        holds={"acute": "ja", "call": {"none_because": WORDS}},
    ),
    replace(
        ENTRY, name="entry, people", fill=keys.entry_people, sees=WORDS,
        holds={"persons": [{"role": "possible_victim", "name": WORDS}]},
    ),
    replace(
        ENTRY, name="entry, time", fill=keys.entry_time, sees="half 1",
        holds={"narrative": "Gezien.", "typed observed_at": "half 1"}, stays=True,
    ),
    replace(
        ENTRY, name="entry, municipality", fill=keys.entry_town, office="several", sees="Schag",
        holds={"typed municipality": "Schag"},
    ),
    replace(
        ENTRY, name="correction", fill=keys.correction, room="own_signal", prepare=own, sees=WORDS,
        holds={"narrative": f"Drie paspoorten uit één map{WORDS}"}, listed="Verbetering, begonnen",
    ),
    Case("withdraw", OwnSignal, keys.withdrawal, {"reason": WORDS, "asking": True}, WORDS,
         "own_signal", "desk", own, again=("x",)),
    Case("reply", Reply, keys.text_only, {"text": WORDS}, WORDS, "reply", "desk", message,
         listed="Antwoord, begonnen vandaag"),
    Case("note", Note, keys.text_only, {"text": WORDS}, WORDS, "note", prepare=received,
         listed="Notitie, begonnen vandaag"),
    Case("triage", Triage, keys.triage,
         {"acute": "unknown", "task": "yes", "territory": "no", "reason": WORDS, "step": "reason"},
         WORDS, "triage", prepare=received, listed="Beoordeling, begonnen vandaag"),
    Case("triage, call", Triage, keys.triage_call,
         {"acute": "yes", "step": "call",
          "call": {"answer": "other", "party": "politie", "reference": "P2026-17"}},
         "P2026-17", "triage", prepare=received, listed="Beoordeling, begonnen vandaag"),
    Case("triage, no danger", Triage, keys.triage_calm,
         {"acute": "no", "calm": WORDS, "step": "calm"},
         WORDS, "triage", prepare=danger, listed="Beoordeling, begonnen vandaag"),
    Case("handover", Handover, keys.hand_on,
         {"profile": "tafel", "legal_basis": "wgs_riec", "without": ["place"]},
         "WGS", "handover", prepare=received,
         listed="Doorgeven, begonnen vandaag"),
    Case("feedback", FeedbackWriter, keys.answer, {"outcome": "in_behandeling"}, WORDS, "feedback",
         prepare=received, listed="Antwoord, begonnen vandaag"),
    Case("contact", ContactForm, keys.contact,
         {"person": "Balie Zorg", "phone": "0229 123", "hours": "ma tot", "note": WORDS,
          "checked_on": "2026-1"},
         WORDS, "contact", prepare=lambda _at, _ready: {"partner": "zvh_nhn"},
         listed="Contactgegevens, begonnen vandaag"),
    Case("admit", Admit, keys.compare, {"same": [0, 1]}, "[x]", "admit", prepare=card,
         listed="Kantoor toelaten, begonnen"),
    Case("revoke", Revoke, keys.text_only, {"reason": WORDS}, WORDS, "revoke",
         prepare=lambda at, _ready: {"device": at.region["desk"].me.device.hex()},
         listed="Apparaat intrekken, begonnen"),
    Case("colleague", Colleague, keys.colleague,
         {"user": "Bram de Wit", "role": "deputy_focal_point", "from": "1-12"}, "Bram de Wit",
         "colleague", listed="Collega toevoegen, begonnen"),
    Case("setting", ChangeSetting, keys.setting, {"value": "47"}, "47", "setting",
         prepare=lambda _at, _ready: {"name": "idle_minutes"}),
    Case("own card", OwnCard, keys.folder, {"folder": "/media/stick/mh"}, "/media/stick/mh",
         "own_card", prepare=remembered, left=True),
    Case("folder", ChooseFolder, keys.folder, {"path": "/media/stick/mh"}, "/media/stick/mh",
         "folder", prepare=lambda _at, _ready: {"purpose": "write"}, left=True),
    Case("files", PickFiles, keys.unticked, {"left_out": ["b.mhb"]}, "[ ] b.mhb", "files",
         prepare=bundles, left=True),
    Case("search", Signals, keys.search, {"words": "oudedijk"}, "oudedijk", "signals",
         left=True),
    Case("partners", Partners, keys.partners, {"words": "opvang"}, "opvang", "partners",
         left=True),
    Case("checklist", Checklist, keys.ticks, {}, "[x]", "checklist", "desk", left=True),
)  # fmt: skip
