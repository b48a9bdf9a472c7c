"""Three offices and a coordinator in the middle of their work, every field filled.

- ``build`` makes their profiles in one go; a test copies the one that it opens.
- ``natural`` words are long and Dutch, so that what is cut or cramped shows; ``hostile`` ones try
  to steer the terminal from every field that a person can fill.
- Times lie around ``NOW``; they hold only inside ``still``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mh_tui.journal.streams import NewEntry
from mh_tui.services import (
    admitting,
    contacts,
    dossier,
    drafting,
    exchange,
    feedback,
    handover,
    messages,
    reading,
    setup,
)
from tests import region as regions
from tests.screens import words as texts
from tests.screens.still import Clock

NOW = "2026-11-25 09:41"
STICK = "/media/désirée/UITWISSELING"
SHARE = "/mnt/samenwerking/Veiligheid en Ondermijning/Mensenhandel/uitwisseling West-Friesland"
PLACES = ("desk", "focal", "other", "coord", "field")
Words = Callable[[str], str]


def natural(field: str) -> str:
    """A long text as it may really stand in this field."""
    return texts.NATURAL[field]


def hostile(field: str) -> str:
    """The same for every field, as long as it takes."""
    if field.startswith("user_") or field == "second_user":
        return f"{texts.USERS} {field}"
    if field == "file":  # no part of a path, and no NUL
        return texts.HOSTILE[:120].replace("/", "").replace("\0", "") + ".mhb"
    text = texts.HOSTILE_ANSWER if field in texts.ANSWERS else texts.HOSTILE
    if field == "phone":  # a whole number stands before it
        text = f"112 {text}"
    return text[: texts.ROOM.get(field, 400)]


@dataclass
class Busy:
    """Where the profiles lie, and the ids of what is in them by a name."""

    folder: Path
    ids: dict[str, Any] = field(default_factory=dict)

    def home(self, office: str) -> Path:
        return self.folder / office

    def save(self) -> None:
        (self.folder / "ids.json").write_text(json.dumps(self.ids), encoding="utf-8")


def build(folder: Path, now: Clock, words: Words = natural) -> Busy:
    """The profiles, closed, under ``folder``; ``now`` is moved along."""
    now.set("2026-11-02 08:30")
    users = {name: words(f"user_{name}") for name in PLACES}
    places = [
        regions.Place("desk", "desk", "hoorn", users["desk"], title=words("office_desk")),
        regions.Place("field", "field", "hoorn", users["field"], title=words("office_field")),
        regions.Place("focal", "focal-point", "hoorn", users["focal"], title=words("office_focal")),
        regions.Place("other", "focal-point", "sed", users["other"], title=words("office_other")),
        regions.Place(
            "coord", "coordinator", "riec-nhn", users["coord"], title=words("office_coord")
        ),
    ]
    region = regions.Region(regions.make(folder, places))
    region.watch = now  # type: ignore[assignment]
    for place in places:
        region.open(place.name)
    work = _Work(region, now, words, Busy(folder))
    for part in (
        work.settings, work.late, work.main, work.answered, work.at_table, work.fresh,
        work.messages, work.twice, work.drafts,
    ):  # fmt: skip
        part()
    region.close()
    now.set(NOW)
    return work.busy


class _Work:
    """What the offices did, in the order in which they did it."""

    def __init__(self, region: regions.Region, now: Clock, words: Words, busy: Busy) -> None:
        self.region, self.now, self.words, self.busy = region, now, words, busy
        self.ids = busy.ids

    def settings(self) -> None:
        """Names, numbers, contacts, a second person, a revoked device, a card on the stick."""
        region, words = self.region, self.words
        desk, focal = region["desk"], region["focal"]
        setup.set_config(desk, "focal_point_name", words("focal_point_name"))
        setup.set_config(desk, "focal_point_phone", words("phone"))
        setup.add_user(focal, words("second_user"), regions.PASSPHRASE, role="focal_point")
        setup.set_config(focal, "second_person_for_export", "yes")
        for name in ("desk", "focal", "coord"):
            exchange.remember(region[name], Path(SHARE))
            exchange.remember(region[name], Path(STICK))
        fields = ("person", "phone", "hours", "note")
        given = {one: words(f"contact_{one}") for one in fields} | {"checked_on": "2026-11-19"}
        contacts.publish(focal, [given | {"partner": "zorgcoordinator"}])
        contacts.publish(region["coord"], [given | {"partner": "riec"}])
        card = self.busy.folder / "card.mhcard"
        admitting.write_card(region["field"], card)
        lost = region["field"].me.device.hex()
        admitting.revoke(focal, lost, reason=words("reason"))
        self.ids["device"] = region["desk"].me.device.hex()
        region.settle(("desk", "focal", "other", "coord"))

    # -- signals ----------------------------------------------------------------------

    def send(self, **changes: Any) -> str:
        seen = self.now.moment.isoformat(timespec="minutes")
        signal = self.region.record("desk", **({"observed_at": seen} | changes))
        self.region.ship("desk", "focal")
        self.region.ship("focal", "desk")
        return signal

    def full(self, observed_at: str, **changes: Any) -> dict[str, Any]:
        """A signal with every field filled."""
        return texts.full(self.words, observed_at) | changes

    def late(self) -> None:
        """Nobody looked at it: over its term."""
        self.now.set("2026-11-03 10:12")
        self.ids["late"] = self.send(**self.full("2026-11-03T10:05+01:00", context="huisbezoek"))

    def main(self) -> None:
        """Assessed, handed on, discussed, answered, asked about."""
        region, words = self.region, self.words
        focal, coord = region["focal"], region["coord"]
        self.now.set("2026-11-10 14:20")
        signal = self.ids["main"] = self.send(**self.full("2026-11-10T14:05+01:00"))
        self.now.later(85)
        dossier.triage(
            focal, signal, acute="nee", task=True, territory=True, reason=words("reason")
        )
        dossier.note(focal, signal, words("note"))
        self.now.set("2026-11-11 09:05")
        self.hand_on("focal", signal)
        feedback.give(focal, signal, outcome="in_behandeling", text=words("answer"))
        self.ship("focal", "desk")
        self.now.set("2026-11-17 11:30")
        dossier.note(coord, signal, words("note"))
        feedback.give(coord, signal, outcome="vraag", text=words("question"))
        self.ship("coord", "focal")
        self.now.set("2026-11-18 16:02")
        feedback.give(focal, signal, outcome="vraag", text=words("question"))
        self.ship("focal", "desk")
        self.now.set("2026-11-19 08:48")
        self.reply("desk", signal, "reply")
        self.ship("desk", "focal")

    def hand_on(self, name: str, signal: str) -> None:
        session = self.region[name]
        to = self.region.office("coord").hex()
        shown = handover.preview(session, signal, profile="tafel", to=to, legal_basis="wgs_riec")
        second = (self.words("second_user"), regions.PASSPHRASE) if name == "focal" else None
        handover.approve(session, shown, second=second)
        self.ship(name, "coord")

    def ship(self, name: str, to: str) -> None:
        self.now.later(7)
        self.region.ship(name, to)
        self.now.later(4)
        self.region.ship(to, name)

    def reply(self, name: str, signal: str, words: str) -> None:
        session = self.region[name]
        letters = messages.box(session).letters
        n = next(one.n for one in letters if one.signal == signal and one.outcome == "vraag")
        assert n is not None
        feedback.reply(session, n, self.words(words))

    def answered(self) -> None:
        """One that ended, and one that was withdrawn."""
        region, words = self.region, self.words
        self.now.set("2026-11-12 13:15")
        signal = self.ids["answered"] = self.send(**self.full("2026-11-12T13:00+01:00"))
        feedback.give(region["focal"], signal, outcome="leerpunt", text=words("learning_point"))
        feedback.give(region["focal"], signal, outcome="dank", text=words("thanks"))
        self.ship("focal", "desk")
        withdrawn = self.ids["withdrawn"] = self.send(context="straat", narrative=words("short"))
        drafting.withdraw(region["desk"], withdrawn, words("reason"))
        self.ship("desk", "focal")

    def at_table(self) -> None:
        """What another municipality handed on, and did not hear about since."""
        self.now.set("2026-11-13 15:45")
        signal = self.ids["other"] = self.region.record(
            "other", **self.full("2026-11-13T15:30+01:00", municipality="Enkhuizen")
        )
        self.hand_on("other", signal)

    def fresh(self) -> None:
        """New ones: danger not known, a strong one, one far away."""
        self.now.set("2026-11-24 15:10")
        rest = {"acute": "weet_niet", "context": "drugs", "call": None}
        self.ids["fresh"] = self.send(**self.full("2026-11-24T15:02+01:00", **rest))
        for context, town in (
            ("bedrijfscontrole", "Drechterland"),
            ("digitaal", self.words("town")),
        ):
            self.now.later(13)
            self.send(context=context, municipality=town, narrative=self.words("short"))
        self.ids["own"] = self.region.record("focal", **self.full("2026-11-24T16:00+01:00"))

    def messages(self) -> None:
        """What the desk has not read yet, and what has not left it."""
        self.now.set("2026-11-24 16:40")
        feedback.give(
            self.region["focal"], self.ids["fresh"], outcome="ontvangen", text=self.words("answer")
        )
        self.ship("focal", "desk")
        self.now.set("2026-11-25 08:55")
        self.ids["unsent"] = self.region.record("desk", **self.full("2026-11-25T08:50+01:00"))
        letters = messages.box(self.region["desk"]).letters
        self.ids["n"] = next(one.n for one in letters if one.outcome == "vraag")

    def twice(self) -> None:
        """Two colleagues changed one wording at the same time."""
        focal = self.region["focal"]
        self.now.set("2026-11-25 09:00")
        signal = self.ids["twice"] = self.region.record(
            "focal", **self.full("2026-11-24T09:00+01:00")
        )
        with focal.write() as work:
            found = reading.own(focal, work.connection, signal)
            first = found.copy.versions[0]
            for key, end in (("narrative", ""), ("note", "Tot zover.")):
                self.now.later(3)
                content = dict(first.content or {}) | {"narrative": f"{self.words(key)} {end}"}
                fields = dict(first.fields) | {"base": [first.digest.hex()], "content": content}
                work.say(NewEntry("signal.amended", focal.me.office, fields, found.subject))

    # -- half done --------------------------------------------------------------------

    def drafts(self) -> None:
        """A draft a page of the entry, at the desk and at the office of three municipalities."""
        self.now.set("2026-11-25 09:20")
        whole = self.full("2026-11-25T09:10+01:00", acute="nee", call=None)
        whole = {key: value for key, value in whole.items() if value is not None}
        few = ("context", "acute", "indicators", "narrative", "observed_at")
        bare = {key: whole[key] for key in few}
        danger = whole | {"acute": "ja", "call": texts.call(self.words, "2026-11-25T09:14+01:00")}
        number = bare | {"narrative": whole["narrative"][:300] + " 111222333"}
        for name, signal, page in (
            ("acute", {"context": "balie_brp"}, "acute"),
            ("call", danger, "call"),
            ("context", {"acute": "nee", "gut_feeling": True}, "context"),
            ("indicators", whole, "indicators"),
            ("seen", whole, "seen"),
            ("review", whole, "review"),
            ("review_bare", bare, "review"),
            ("review_danger", danger, "review"),
            ("review_bsn", number, "review"),
        ):
            self.draft("desk", name, signal, page)
        town = self.words("town")
        self.draft("other", "municipality", whole | {"municipality": town}, "municipality")

    def draft(self, office: str, name: str, signal: Mapping[str, Any], page: str) -> None:
        kept = drafting.save(self.region[office], drafting.SignalDraft(signal=signal, page=page))
        self.ids[f"draft_{name}"] = kept.id
