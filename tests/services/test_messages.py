"""The inbox as a reporter meets it: what happened, in order, and answers of one key."""

from __future__ import annotations

import pytest

from mh_tui import language
from mh_tui.errors import NotAllowed
from mh_tui.services import exporting, feedback, messages
from mh_tui.services.messages import Step
from tests.region import Region

DAY = 24 * 3600 * 1000


@pytest.fixture(autouse=True)
def _dutch():
    language.use("nl")


def _answered(
    play: Region, outcome: str = "dank", text: str | None = None, **changes: str
) -> str:  # fmt: skip
    signal = play.record("desk", **changes)
    play.ship("desk", "focal")
    feedback.give(play["focal"], signal, outcome=outcome, text=text)
    play.ship("focal", "desk")
    return signal


def test_the_timeline_tells_what_happened_in_order(play: Region):
    _answered(play, "in_behandeling")
    box = messages.box(play["desk"])
    letter = next(one for one in box.letters if one.outcome == "in_behandeling")
    story = messages.story(play["desk"], letter)
    words = [messages.step_text(step) for step in story.steps]
    assert words[:3] == ["vastgelegd", "verstuurd", "ontvangen"]
    assert words[-1] == "in behandeling"
    assert [step.at for step in story.steps] == sorted(step.at for step in story.steps)
    feedback.read(play["desk"], letter.n or 0)
    story = messages.story(play["desk"], letter)
    assert messages.step_text(story.steps[-1]) == "antwoord gelezen"


def test_a_signal_that_did_not_leave_is_not_called_sent(play: Region):
    signal = play.record("desk")
    letter = messages.Letter(
        None, signal, b"", "", None, "", 0, read=True, answered=False, created=0, context=""
    )
    assert "sent" not in [step.what for step in messages.story(play["desk"], letter).steps]
    exporting.export(play["desk"], "all", play.stick())
    assert "sent" in [step.what for step in messages.story(play["desk"], letter).steps]


def test_unread_comes_first_and_a_late_signal_is_a_reminder(play: Region):
    _answered(play)
    late = play.record("desk")
    play.ship("desk", "focal")
    [first, *_rest] = messages.box(play["desk"]).letters
    feedback.read(play["desk"], first.n or 0)
    later = first.at + 400 * DAY
    letters = messages.box(play["desk"], now=later).letters
    kinds = ["late" if one.n is None else "read" if one.read else "new" for one in letters]
    assert kinds == sorted(kinds, key=["new", "late", "read"].index)
    assert late in [one.signal for one in letters if one.n is None]


def test_an_answer_of_one_key_is_sent_once_and_arrives(play: Region):
    signal = _answered(play)
    letter = next(one for one in messages.box(play["desk"]).letters if one.outcome == "dank")
    assert messages.quick_reply(play["desk"], letter, messages.HELPED)
    assert not messages.quick_reply(play["desk"], letter, messages.HELPED)
    assert messages.quick_reply(play["desk"], letter, messages.MORE)
    play.ship("desk", "focal")
    box = messages.box(play["focal"])
    texts = [one.text for one in box.letters if one.signal == signal]
    assert sorted(texts) == [
        "Dit hielp mij. Dank u wel.",
        "Ik weet hier meer over. Neem contact met mij op.",
    ]
    assert not box.reporter
    assert {one.name for one in box.letters} == {"Gemeente Hoorn"}


def test_a_question_is_answered_only_when_it_was(play: Region):
    _answered(play, "vraag", "Welke dag was het?")
    letter = next(one for one in messages.box(play["desk"]).letters if one.outcome == "vraag")
    assert not letter.answered
    feedback.reply(play["desk"], letter.n or 0, "Het was dinsdag.")
    letter = next(one for one in messages.box(play["desk"]).letters if one.outcome == "vraag")
    assert letter.answered
    said = messages.story(play["desk"], letter).said
    assert [one.text for one in said if one.ours] == ["Het was dinsdag."]


def test_a_learning_point_waits_where_the_next_signal_of_that_kind_is_made(play: Region):
    signal = play.record("desk", context="balie_brp")
    play.ship("desk", "focal")
    for text in ("Schrijf op waar het was.", "Schrijf op wanneer.", "Schrijf op waar het was."):
        feedback.give(play["focal"], signal, outcome="leerpunt", text=text)
    play.ship("focal", "desk")
    found = messages.learning_points(play["desk"], "balie_brp")
    assert found == ["Schrijf op waar het was.", "Schrijf op wanneer."]
    assert messages.learning_points(play["desk"], "straat") == []


def test_who_handles_no_signals_has_no_messages(play: Region):
    session = play["desk"]
    session.person = type(session.person)(session.person.name, "admin")
    with pytest.raises(NotAllowed):
        messages.box(session)


def test_a_step_that_says_the_same_again_stands_once():
    assert messages.step_text(Step(0, "state", "ontvangen")) == "ontvangen"
    assert messages.step_text(Step(0, "handed_on", "tafel")).startswith("doorgegeven (")
