"""A small region with invented data, made by really exchanging bundles between real profiles.

- Nothing is faked: each office is a profile of its own, each signal went by bundle.
- Its cards and bundles have another magic, so a demonstration and the real thing never mix.
- Stories are the practice cases: all people, companies and addresses in them are invented.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mh_tui.errors import InvalidInput, NotAllowed
from mh_tui.journal import clock
from mh_tui.journal.kinds import COORDINATOR, DESK, FIELD, FOCAL_POINT
from mh_tui.language import N_, _, current
from mh_tui.services import admitting, exporting, feedback, handover, intake, recording, setup
from mh_tui.services.session import Session
from mh_tui.trust.fingerprint import fingerprint

PASSPHRASE = "oefenen in de regio"  # noqa: S105 - of invented data, and printed to its user
SIGNALS = 14
Progress = Callable[[int, int], None]
"""Called with (done, total) steps."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An office of the demonstration. ``reports_to``: the folder of its upstream."""

    folder: str
    role: str
    organisation: str
    user: str
    reports_to: str | None


REGION = (
    _Place("regio", COORDINATOR, "riec-nhn", "Robin", None),
    _Place("hoorn-aandachtsfunctionaris", FOCAL_POINT, "hoorn", "Sanne", "regio"),
    _Place("hoorn-balie", DESK, "hoorn", "Anna", "hoorn-aandachtsfunctionaris"),
    _Place("hoorn-veld", FIELD, "hoorn", "Bilal", "hoorn-aandachtsfunctionaris"),
    _Place("medemblik-aandachtsfunctionaris", FOCAL_POINT, "medemblik", "Joke", "regio"),
    _Place("medemblik-balie", DESK, "medemblik", "Daan", "medemblik-aandachtsfunctionaris"),
)


def build(
    out: Path | None = None,
    *,
    role: str = DESK,
    signals: int = SIGNALS,
    seed: int = 1,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Make the region; returns CLI.md's JSON of ``demo``. ``role``: as whom it is opened.

    Raises InvalidInput, NotAllowed (the folder holds something already), StorageFailed.
    """
    opened = next((place for place in REGION if place.role == role), None)
    if opened is None:
        raise InvalidInput("unknown_code", N_("{field}: there is no such role."), field="role")
    if not 0 <= signals <= 10_000:
        raise InvalidInput("out_of_range", N_("{field}: give 0 to 10,000."), field="signals")
    folder = _folder(out)
    steps = _Steps(len(REGION) + 5, progress)
    with ExitStack() as stack:
        offices = {}
        for place in _opened_last(opened):
            offices[place.folder] = stack.enter_context(_create(folder / place.folder, place))
            steps.next()
        _admit_all(offices)
        _tell(offices, signals, random.Random(seed), steps)
        region = [
            {
                "home": str(folder / place.folder),
                "role": place.role,
                "organisation": place.organisation,
                "office": offices[place.folder].me.office.hex(),
            }
            for place in REGION
        ]
    return {
        "home": str(folder / opened.folder),
        "role": role,
        "user": opened.user,
        "passphrase": PASSPHRASE,
        "region": region,
    }


class _Steps:
    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def next(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)


def _folder(out: Path | None) -> Path:
    """The folder named, if it is new or empty; else a new numbered one."""
    if out is not None:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise NotAllowed(
                "folder_not_empty", N_("This folder holds something already. Name a new one.")
            )
        return out
    base = Path(tempfile.gettempdir())
    number = 1
    while (base / f"mh-tui-demo-{number}").exists():
        number += 1
    return base / f"mh-tui-demo-{number}"


def _opened_last(opened: _Place) -> Sequence[_Place]:
    return [place for place in REGION if place is not opened] + [opened]


def _create(home: Path, place: _Place) -> Session:
    made = setup.create(
        home,
        role=place.role,
        organisation=place.organisation,
        name=None,
        user=place.user,
        passphrase=PASSPHRASE,
        demo=True,
    )
    return made.session


def _admit_all(offices: dict[str, Session]) -> None:
    for place in REGION:
        if place.reports_to is None:
            continue
        here, above = offices[place.folder], offices[place.reports_to]
        profiles = ("tafel", "registratie") if place.role == FOCAL_POINT else ("melding",)
        _admit(here, above, profiles)
        _admit(above, here, ())
    _admit(offices["hoorn-aandachtsfunctionaris"], offices["medemblik-aandachtsfunctionaris"], ())
    _admit(offices["medemblik-aandachtsfunctionaris"], offices["hoorn-aandachtsfunctionaris"], ())


def _admit(here: Session, there: Session, upstream: tuple[str, ...]) -> None:
    digits = fingerprint(there.me.device)
    admitting.admit(here, there.keys.card, fingerprint=digits, upstream=upstream)


# -- the story ------------------------------------------------------------------------


def _tell(offices: dict[str, Session], count: int, chance: random.Random, steps: _Steps) -> None:
    """Signals go up, some are handed on and answered, some still wait: a working day."""
    reporters = [offices[place.folder] for place in REGION if place.role in (DESK, FIELD)]
    told: list[tuple[Session, str]] = []
    for at, case in enumerate(_cases(count, chance)):
        reporter = reporters[at % len(reporters)]
        told += [(reporter, one.id) for one in _record(reporter, case)]
    steps.next()
    _exchange(offices)
    steps.next()
    for at, (reporter, signal) in enumerate(told):
        _follow_up(offices, reporter, signal, at)
    _exchange(offices)
    steps.next()
    _answer(offices, told)
    _exchange(offices)
    steps.next()
    for reporter in reporters if count else ():
        _record(reporter, _late_case(chance))
    steps.next()


def _cases(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    from mh_tui.reference.practice import practice

    cases = list(practice().cases.values())
    now = datetime.fromtimestamp(clock.wall_ms() / 1000, UTC)
    for at in range(count):
        case = cases[at % len(cases)]
        seen = now - timedelta(days=count - at, minutes=chance.randrange(600))
        signal: dict[str, Any] = {
            "observed_at": seen.astimezone().isoformat(timespec="minutes"),
            "municipality": case.municipality,
            "context": case.context,
            "acute": case.acute_answer,
            "forms": [form for form in case.expected_forms if form != "algemeen"],
            "indicators": list(case.expected_indicators),
            "minor_possible": "yes" if case.minor_possible else "no",
            "narrative": case.story_en if current() == "en" else case.story_nl,
            "reporter": {"kind": case.reporter_role, "wants_feedback": True},
        }
        if case.acute_answer == "ja":
            signal["call"] = {"party": "112", "at": signal["observed_at"]}
        if not case.expected_indicators:
            signal["gut_feeling"] = True
        yield {key: value for key, value in signal.items() if value != []}


def _late_case(chance: random.Random) -> dict[str, Any]:
    """One that was recorded just now and did not leave the machine yet."""
    return {
        "context": chance.choice(("balie_brp", "huisbezoek", "straat")),
        "municipality": "Hoorn",
        "acute": "nee",
        "gut_feeling": True,
        "narrative": _("Invented: someone kept looking at the door while talking to me."),
    }


def _record(session: Session, signal: dict[str, Any]) -> list[recording.Recorded]:
    items = recording.as_items([signal])
    return recording.add(session, recording.check(session, items, not_bsn=False))


def _follow_up(offices: dict[str, Session], reporter: Session, signal: str, at: int) -> None:
    """Most get an answer of receipt; every third goes to the regional table."""
    focal = _focal_of(offices, reporter)
    if at % 3 == 0:
        feedback.give(focal, signal, outcome="ontvangen", to=reporter.me.office.hex())
    if at % 3 == 1:
        shown = handover.preview(
            focal, signal, profile="tafel", to="riec-nhn", legal_basis="wgs_riec"
        )
        handover.approve(focal, shown)


_QUESTION = (
    "Dank u wel voor uw melding. We hebben nog een vraag: was er iemand bij die voor de anderen"
    " sprak? Zoek niets uit: vertel alleen wat u al weet."
)


def _answer(offices: dict[str, Session], told: Sequence[tuple[Session, str]]) -> None:
    """The region answers one focal point, focal points answer a few reporters."""
    for at, (reporter, signal) in enumerate(told):
        focal = _focal_of(offices, reporter)
        if at % 6 == 1:
            feedback.give(offices["regio"], signal, outcome="in_behandeling")
        if at % 4 == 2:
            outcome = ("dank", "leerpunt", "ander_fenomeen")[at % 3]
            feedback.give(focal, signal, outcome=outcome, to=reporter.me.office.hex())
        if at % 5 == 3:
            to = reporter.me.office.hex()
            feedback.give(focal, signal, outcome="vraag", to=to, text=_QUESTION)


def _focal_of(offices: dict[str, Session], reporter: Session) -> Session:
    place = next(p for p in REGION if offices[p.folder] is reporter)
    assert place.reports_to is not None
    return offices[place.reports_to]


def _exchange(offices: dict[str, Session]) -> None:
    """Everybody sends, everybody collects, twice: the second time brings the receipts back."""
    with tempfile.TemporaryDirectory(prefix="mh-tui-demo-") as stick:
        for round_ in range(2):
            folder = Path(stick) / str(round_)
            for session in offices.values():
                exporting.export(session, "all", folder)
            for session in offices.values():
                intake.import_paths(session, [folder])
