"""Every screen by its name: where it lives, who may open it, and how home calls it.

- One line a screen; a screen that does not exist has no line.
- A module is imported when its screen is first opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mh_tui.language import N_

RECORDERS = frozenset({"reporter", "focal_point", "deputy_focal_point"})
HANDLERS = frozenset({"focal_point", "deputy_focal_point"})
COORDINATOR = frozenset({"regional_coordinator"})
ANSWERERS = HANDLERS | COORDINATOR
WORKERS = RECORDERS | COORDINATOR
EVERYONE: frozenset[str] = WORKERS | {"admin"}
ANYBODY: frozenset[str] = EVERYONE | {"monitor", "auditor", "trainer", "none"}
"""Also who has no work here yet: everybody has a passphrase, a language and colours."""
LEARNERS: frozenset[str] = WORKERS | {"monitor", "trainer"}
"""roles.toml, training_cases."""
READERS: frozenset[str] = LEARNERS | {"admin"}
"""roles.toml, partner_guide and indicators; an auditor has neither."""


@dataclass(frozen=True, slots=True)
class Room:
    """``place`` is ``module:class`` under ``screens``. With a ``letter`` it stands on home.

    ``roles``: app roles that may open it. ``label``: msgid of one line; ``hint``: what it is for.
    """

    place: str
    label: str
    roles: frozenset[str] = EVERYONE
    letter: str = ""
    hint: str = ""


ROOMS: Mapping[str, Room] = {
    "home": Room("home:Home", N_("Home")),
    "work": Room("casework:Casework", N_("My work"), ANSWERERS, "w", N_("what must happen first")),
    "signals": Room(
        "signals:Signals", N_("All signals"), ANSWERERS, "a", N_("filter and search in all texts")
    ),
    "entry": Room("signal_entry:SignalEntry", N_("New signal"), RECORDERS, "n"),
    "checklist": Room(
        "checklist:Checklist",
        N_("Look at the indicators"),
        READERS,
        "c",
        N_("without a signal, to think with"),
    ),
    "partners": Room(
        "partners:Partners", N_("Partners"), READERS, "p", N_("whom do you call for what")
    ),
    "partner": Room("partner_card:PartnerCard", N_("Partner"), READERS),
    "contact": Room("partner_card:ContactForm", N_("Contact"), HANDLERS | COORDINATOR),
    "inbox": Room("inbox:Inbox", N_("Messages"), WORKERS, "i", N_("what became of signals")),
    "exchange": Room(
        "bundles:Bundles", N_("Send and collect"), EVERYONE, "v", N_("by stick, share or mail")
    ),
    "practice": Room(
        "practice:PracticePage",
        N_("Practise"),
        LEARNERS,
        "o",
        N_("a few minutes, nothing is recorded"),
    ),
    "practice_case": Room("practice_case:PracticeCase", N_("Practice case"), LEARNERS),
    "folder": Room("bundle_folder:ChooseFolder", N_("Choose a folder")),
    "files": Room("bundle_folder:PickFiles", N_("Choose files")),
    "reply": Room("reply:Reply", N_("Answer"), WORKERS),
    "own_signal": Room("own_signal:OwnSignal", N_("Your signal"), RECORDERS),
    "dossier": Room("dossier:Dossier", N_("Dossier"), ANSWERERS),
    "note": Room("note:Note", N_("Note"), ANSWERERS),
    "wordings": Room("wordings:Wordings", N_("Wordings side by side"), ANSWERERS),
    "triage": Room("triage:Triage", N_("Assess on receipt"), HANDLERS),
    "handover": Room("handover:Handover", N_("Hand on"), HANDLERS),
    "feedback": Room("feedback_writer:FeedbackWriter", N_("Answer"), ANSWERERS),
    "offices": Room(
        "offices:Offices", N_("Who has been silent"), EVERYONE, "s", N_("and what is unconfirmed")
    ),
    "trust": Room("trust:TrustPage", N_("Offices and cards"), EVERYONE, "k", N_("who is admitted")),
    "own_card": Room("own_card:OwnCard", N_("Our card")),
    "admit": Room("admit:Admit", N_("Admit an office")),
    "revoke": Room("revoke:Revoke", N_("Withdraw a device")),
    "settings": Room(
        "settings:Settings",
        N_("Settings"),
        ANYBODY,
        "z",
        N_("people, passphrase, focal point"),
    ),
    "setting": Room("setting:ChangeSetting", N_("Setting"), ANYBODY),
    "people": Room("people:People", N_("People"), ANYBODY),
    "colleague": Room("colleague:Colleague", N_("Add a colleague")),
    "passphrase": Room("passphrase:ChangePassphrase", N_("Your passphrase"), ANYBODY),
}
"""Name -> room, in the order in which home lists them."""
