"""Every screen once, on the profile of somebody who has it, filled with long Dutch texts.

- ``SHOWN`` is the table: the snapshots, and the tests that must hold on every screen, go by it.
- To look at them: ``python -m tests.screens.gallery --out DIR [--only NAME]…`` writes a ``.txt``
  and a ``.svg`` for each screen, size, language and palette.
- A new screen gets a line here; a room without one fails a test.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from textual.widgets import Input

from mh_tui.bundle.outcome import Outcome
from mh_tui.services.counted import Counted
from mh_tui.services.questions import SECTIONS
from mh_tui.services.sending import Done, FileLine, Written
from screens.bundle_outcome import BundleOutcome
from screens.themes import PALETTES
from screens.walking import LOCK, SETUP
from screens.widgets.progress import Progress
from screens.widgets.writing import Writing
from tests.region import PASSPHRASE
from tests.screens import busy
from tests.screens.conftest import write
from tests.screens.scene import SMALL, WIDE, Come, Scene, Shown, opened, painted, text_of
from tests.screens.steps import at
from tests.screens.still import still

# -- how one comes there --------------------------------------------------------------


def go(room: str, **args: Any) -> Come:
    """Open a room; an argument ``@name`` is the id of that name."""

    async def step(scene: Scene) -> None:
        given = {
            key: scene.ids[value[1:]] if isinstance(value, str) and value[:1] == "@" else value
            for key, value in args.items()
        }
        scene.app.go(room, **given)

    step.room = room  # type: ignore[attr-defined]
    return step


def keys(*names: str) -> Come:
    async def step(scene: Scene) -> None:
        await scene.pilot.press(*names)

    return step


async def _looked(scene: Scene) -> None:
    """The review was in sight long enough to send."""
    entry = await at(scene.pilot, "review")
    entry._in_sight_since = 0.0


def typed(text: str) -> Come:
    """Into what has the focus, key by key."""

    async def step(scene: Scene) -> None:
        await write(scene.pilot, text)

    return step


def filled(word: str) -> Come:
    """A long text, or with ``@`` an id, put at once into the field that has the focus."""

    async def step(scene: Scene) -> None:
        text = str(scene.ids[word[1:]]) if word[0] == "@" else scene.words(word)
        focused = scene.app.focused
        if isinstance(focused, Writing):
            focused.put(text)
        else:
            assert isinstance(focused, Input)
            focused.value = text

    return step


def entry(draft: str, *letters: str) -> tuple[Come, ...]:
    """The signal entry at the page where this draft was left; then these keys."""
    return (go("entry", draft=f"@draft_{draft}"), *(keys(one) for one in letters))


def practised(page: str, **more: Any) -> tuple[Come, ...]:
    """A practice case at this page, with some of it seen."""
    ticked = ("ALG-01", "ALG-03")
    return (go("practice_case", case="T01", page=page, acute="nee", ticked=ticked, **more),)


async def _running(scene: Scene) -> None:
    """Send and collect halfway, with some time to go."""
    page = scene.app.screen
    page.what = "Sending and collecting"
    page.tally = page.query_one(Progress).begin("Versturen en ophalen")
    page.tally.done, page.tally.total, page.tally.started = 37, 120, 1000.0 - 21
    page.query_one("#list").disabled = True
    page.paint_frame()


async def _files(scene: Scene) -> None:
    """Bundles in a folder, to choose from."""
    names = (f"{'7c1e5b3a' * 8}.mhb", scene.words("file"))
    for number, name in enumerate(names):
        path = scene.folder / name
        path.write_bytes(b"x" * (70_000 + number))
        os.utime(path, (1_795_500_000, 1_795_500_000))
    scene.ids["folder"] = str(scene.folder)


async def _alone(scene: Scene) -> None:
    """Nothing could be sent, as nobody was admitted."""
    await scene.app.push_screen(BundleOutcome(Done(Path(busy.STICK), alone=2), ends_both=True))


def outcome(*, well: bool) -> Come:
    """What became of each file: all fine, or every way in which one can be refused."""

    async def step(scene: Scene) -> None:
        words, folder = scene.words, Path(busy.STICK)

        def line(one: Outcome, *, new: int = 0, refused: bool = True, **more: Any) -> FileLine:
            name = words("file") if one is Outcome.DAMAGED else f"{len(one.value):02x}" * 32
            facts: dict[str, Any] = {"acked": 0, "set_aside": 0, "missing": ()} | more
            return FileLine(name, one, words("office_field"), new=new, refused=refused, **facts)

        taken = (
            line(
                Outcome.IMPORTED,
                new=48,
                refused=False,
                acked=12,
                set_aside=1,
                brought=Counted(12, 3),
            ),
            line(Outcome.ALREADY_KNOWN, refused=False),
            line(Outcome.NOT_FOR_US, refused=False),
        )
        wrong = tuple(
            line(one, missing=((12, 31),) if one is Outcome.GAP else ())
            for one in Outcome
            if one not in (Outcome.IMPORTED, Outcome.ALREADY_KNOWN)
        )
        written = (
            Written(words("office_focal"), 31, 131_072, Counted(2, 1)),
            Written(words("office_coord"), 0, 65_536),
        )
        done = Done(
            folder,
            files=taken if well else (*wrong, *taken),
            written=written if well else (),
            nothing_for=(words("office_other"),) if well else (),
            removable=(folder / "a.mhb", folder / "b.mhb") if well else (),
            sent=well,
        )
        scene.app.push_screen(BundleOutcome(done))

    return step


async def _second_group(scene: Scene) -> None:
    await write(scene.pilot, scene.app.screen.answers.made.code.split("-")[1])


def setup(role: int = 0) -> Iterator[tuple[str, tuple[Come, ...]]]:
    """The steps of the set-up as somebody with this role meets them, each with how to get there."""
    passphrase = (typed(PASSPHRASE), keys("enter"), typed(PASSPHRASE))
    asked = (
        ("role", (keys(*["down"] * role),)),
        ("organisation", (keys("down", "down"),)),
        ("name", (filled("user_focal"),)),
        ("check", ()),
        ("passphrase", passphrase),
        ("code", (_second_group,)),
        *((name, ()) for name in (["own_number", "second_person"] if role else ["focal_point"])),
        ("folder", ()),
        ("card", ()),
    )
    come: tuple[Come, ...] = ()
    for name, filling in asked:
        come = (*come, *filling)
        yield f"setup_{name}", come
        come = (*come, keys("f6"))


# -- the table ------------------------------------------------------------------------

SHOWN: tuple[Shown, ...] = (
    # before and beside the work
    *(Shown(name, "desk", come, SETUP) for name, come in setup()),
    *(
        Shown(name, "focal", dict(setup(2))[name], SETUP)
        for name in ("setup_own_number", "setup_second_person")
    ),
    Shown("unlock", "desk", (), LOCK),
    Shown(
        "unlock_wrong", "focal",
        (filled("user_focal"), keys("enter"), typed("niet goed"), keys("enter")), LOCK,
    ),
    Shown("recover", "focal", (keys("f3"),), LOCK),
    Shown("hidden", "desk", (keys("f9"),)),
    Shown("call_112", "desk", (keys("f2"),)),
    Shown("help", "focal", (go("dossier", signal="@main"), keys("f1"))),
    Shown("help_review", "desk", (*entry("review"), keys("f1"))),
    Shown("palette", "focal", (keys("f8"),)),
    Shown("ask_quit", "desk", (keys("ctrl+q"),)),
    # home and lists
    Shown("home_desk", "desk"),
    Shown("home_focal", "focal"),
    Shown("home_coord", "coord"),
    Shown("work_focal", "focal", (go("work"),)),
    Shown("work_coord", "coord", (go("work"),)),
    Shown("signals_focal", "focal", (go("signals"),)),
    Shown("signals_coord", "coord", (go("signals"),)),
    Shown("signals_search", "focal", (go("signals"), keys("f3"), typed("paspoort"))),
    Shown("signals_filter", "coord", (go("signals"), keys("f"))),
    # the entry
    Shown("entry_acute", "desk", entry("acute")),
    Shown("entry_acute_unknown", "desk", entry("acute", "w")),
    Shown("entry_call", "desk", entry("call")),
    Shown("entry_context", "desk", entry("context")),
    Shown("entry_municipality", "other", entry("municipality")),
    Shown("entry_indicators", "desk", entry("indicators")),
    Shown("entry_seen", "desk", entry("seen")),
    Shown("entry_review", "desk", entry("review")),
    Shown("entry_review_bare", "desk", entry("review_bare")),
    Shown("entry_review_danger", "desk", entry("review_danger")),
    Shown("entry_review_bsn", "desk", entry("review_bsn")),
    *(
        Shown(f"entry_{section.id}", "desk", entry("review", section.letter))
        for section in SECTIONS
    ),
    Shown("sent", "desk", (*entry("review"), _looked, keys("enter"))),
    Shown("checklist", "desk", (go("checklist"), keys("space", "down", "space"))),
    # practice
    Shown("practice", "desk", (go("practice"),)),
    Shown("practice_story", "desk", (go("practice_case", case="T01"),)),
    Shown("practice_danger", "desk", (go("practice_case", case="T01"), keys("j"))),
    Shown("practice_indicators", "desk", practised("indicators")),
    Shown("practice_look", "desk", practised("look")),
    Shown("practice_decide", "focal", practised("decide", decision="stays")),
    # partners
    Shown("partners", "desk", (go("partners"),)),
    Shown("partners_search", "coord", (go("partners"), typed("zorg"))),
    Shown("partner", "desk", (go("partner", partner="zorgcoordinator"),)),
    Shown("partner_empty", "desk", (go("partner", partner="riec"),)),
    Shown("contact", "focal", (go("contact", partner="zorgcoordinator"),)),
    # messages and own signals
    Shown("inbox_desk", "desk", (go("inbox", n="@n"),)),
    Shown("inbox_focal", "focal", (go("inbox"),)),
    Shown("reply", "desk", (go("reply", n="@n"), filled("reply"))),
    Shown("own_signal", "desk", (go("own_signal", signal="@main"),)),
    Shown("own_signal_unsent", "desk", (go("own_signal", signal="@unsent"),)),
    Shown("own_signal_withdraw", "desk", (go("own_signal", signal="@unsent"), keys("x"))),
    # the dossier and what can be done with it
    Shown("dossier_focal", "focal", (go("dossier", signal="@main"),)),
    Shown("dossier_end", "focal", (go("dossier", signal="@main"), keys("end"))),
    Shown("dossier_coord", "coord", (go("dossier", signal="@main"),)),
    Shown("note", "focal", (go("note", signal="@fresh"), filled("note"))),
    Shown("wordings", "focal", (go("wordings", signal="@twice"),)),
    Shown("triage_acute", "focal", (go("triage", signal="@fresh"),)),
    Shown("triage_danger", "focal", (go("triage", signal="@fresh"), keys("j"))),
    Shown("triage_territory", "focal", (go("triage", signal="@fresh"), keys("n"), keys("j"))),
    Shown(
        "triage_reason", "focal",
        (go("triage", signal="@fresh"), keys("n"), keys("j"), keys("n"), filled("reason")),
    ),
    Shown("handover", "focal", (go("handover", signal="@fresh"),)),
    Shown(
        "handover_registration", "focal",
        (go("handover", signal="@fresh"), keys("p"), typed("regis"), keys("enter")),
    ),
    Shown("choose", "focal", (go("handover", signal="@fresh"), keys("g"))),
    Shown(
        "approval", "focal",
        (go("handover", signal="@fresh"), keys("g"), typed("riec"), keys("enter"), keys("f6")),
    ),
    Shown("feedback_outcome", "focal", (go("feedback", signal="@main"), keys("down", "down"))),
    Shown(
        "feedback_text", "focal",
        (go("feedback", signal="@main"), keys("down", "down", "enter"), filled("question")),
    ),
    Shown(
        "feedback_ask", "focal",
        (
            go("feedback", signal="@main"), keys("down", "down", "enter"), filled("question"),
            keys("f6"),
        ),
    ),
    # exchange
    Shown("exchange", "desk", (go("exchange"),)),
    Shown("exchange_coord", "coord", (go("exchange"),)),
    Shown("exchange_running", "desk", (go("exchange"), _running)),
    Shown("bundle_folder", "desk", (go("exchange"), go("folder", purpose="collect"))),
    Shown("bundle_files", "desk", (_files, go("exchange"), go("files", folder="@folder"))),
    Shown("bundle_outcome", "desk", (outcome(well=True),)),
    Shown("bundle_refused", "desk", (outcome(well=False),)),
    Shown("bundle_alone", "desk", (_alone,)),
    # settings and people
    Shown("settings", "focal", (go("settings"),)),
    Shown("setting", "desk", (go("setting", name="focal_point_phone"),)),
    Shown("people", "focal", (go("people"),)),
    Shown("colleague", "focal", (go("colleague"), filled("user_other"))),
    Shown("passphrase", "focal", (go("passphrase"),)),
    # trust
    Shown("offices_focal", "focal", (go("offices"),)),
    Shown("offices_coord", "coord", (go("offices"),)),
    Shown("trust", "focal", (go("trust"),)),
    Shown("own_card", "focal", (go("own_card"),)),
    Shown("admit", "coord", (go("admit"),)),
    Shown("admit_compare", "coord", (go("admit"), filled("@card"), keys("enter"), keys("space"))),
    Shown("revoke", "focal", (go("revoke", device="@device"), filled("reason"))),
)  # fmt: skip
NAMES: dict[str, Shown] = {one.name: one for one in SHOWN}
SIZES = {"80x24": SMALL, "120x40": WIDE}
LOOKS = [(size, lang, palette) for lang in ("nl", "en") for size in SIZES for palette in PALETTES]


async def picture(shown: Shown, made: busy.Busy, out: Path) -> None:
    """Write this screen in every look."""
    async with opened(shown, made) as scene:
        for size, lang, palette in LOOKS:
            await scene.show(SIZES[size], lang, palette)
            path = out / f"{shown.name}.{size}.{lang}.{palette}"
            path.with_name(path.name + ".txt").write_text(
                text_of(painted(scene.app)), encoding="utf-8"
            )
            svg = scene.app.export_screenshot(title=path.name)
            path.with_name(path.name + ".svg").write_text(svg, encoding="utf-8")


def main(given: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.screens.gallery")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", action="append", choices=sorted(NAMES), metavar="NAME")
    asked = parser.parse_args(given)
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        with still(busy.NOW) as now:
            made = busy.build(Path(temporary) / "profiles", now)
        for name in asked.only or NAMES:
            asyncio.run(picture(NAMES[name], made, asked.out))
            print(name, flush=True)


if __name__ == "__main__":
    main()
