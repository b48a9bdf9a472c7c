"""Nothing that somebody wrote can steer the terminal or pass for markup."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from mh_tui.services import drafting
from screens.safe import Harmless, safe, shown
from tests.screens.conftest import text_of, until

NASTY = "[b]vet[/x] \x1b]52;c;eA==\x07 \u202eomgekeerd \u200bnul e\u0301 \x9b31m"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gewoon", "gewoon"),
        ("\x1b[31m", "␛[31m"),
        ("a\x00b", "a␀b"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202eom", "\ufffdom"),
        ("a\u200bb", "a\ufffdb"),
        ("e\u0301", "é"),
        ("a\nb", "a↵b"),
        ("a\tb", "a  b"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_cannot_be_seen_gets_a_mark(text, said):
    assert safe(text) == said


def test_the_lines_of_a_text_stay_lines_where_asked():
    assert safe("a\r\nb\u2028c", lines=True) == "a\nb\nc"


def test_square_brackets_of_data_stay_square_brackets():
    assert shown("[b]vet[/x] [@click=app.quit]weg").plain == "[b]vet[/x] [@click=app.quit]weg"


def test_the_last_gate_deletes_what_a_widget_let_through():
    style = Style(bold=True)
    control = Segment("\x1b[2J", None, [(2,)])
    out = Harmless().apply([Segment(f"a{NASTY}", style), control], Color(0, 0, 0))
    assert not set("\x1b\x07\x9b\u202e\u200b") & set(out[0].text)
    assert out[0].style == style
    assert out[1] is control


def test_the_last_gate_leaves_ordinary_lines_alone():
    line = [Segment("één € ●", Style())]
    assert Harmless().apply(line, Color(0, 0, 0)) is line


async def test_escapes_and_markup_in_every_field_are_shown_harmless(office):
    signal = {
        "acute": "nee",
        "context": "straat",
        "municipality": NASTY,
        "narrative": NASTY,
        "place": {"street": NASTY, "town": NASTY},
        "persons": [{"name": NASTY, "note": NASTY}],
        "reference": NASTY,
    }
    sent = drafting.send(office.session, drafting.SignalDraft(signal=signal))
    kept = drafting.save(office.session, drafting.SignalDraft(signal=signal, page="review"))
    async with office.open(size=(120, 40)) as pilot:
        for room, args in (
            ("own_signal", {"signal": sent.id}),
            ("entry", {"draft": kept.id}),
        ):
            pilot.app.go(room, **args)
            await until(pilot, lambda: "[b]vet[/x]" in text_of(pilot))
            assert not set("\x1b\x07\x9b\u202e\u200b") & set(text_of(pilot))
            pilot.app.go_home()
        await until(pilot, lambda: "Uw signalen" in text_of(pilot))
        assert not set("\x1b\x07\x9b\u202e\u200b") & set(text_of(pilot))
    drafting.discard(office.session, kept)
