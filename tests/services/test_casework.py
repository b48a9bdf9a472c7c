"""What must happen first stands first, and each signal stands in one group only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mh_tui.projection.listing import Line
from mh_tui.services import casework, dossier, feedback, recording, sending, worklist
from mh_tui.services.casework import Known, sort_into

NOW = 1_000_000_000
LINE = Line(
    row=1, subject=b"a" * 9 + b"`", sender=b"s" * 32, profile="melding", author=None,
    observed_at="2026-11-20T14:05+01:00", municipality="Hoorn", context="straat", forms=(),
    advice="vandaag", acute="nee", state="ontvangen", receipt="received", created=NOW - 9,
    updated=NOW, due=NOW + 5, conflict=False,
)  # fmt: skip
LOOKED_AT = Known(triaged=frozenset({LINE.subject}))


def group(line: Line, known: Known = Known(), *, table: bool = False) -> str:  # noqa: B008
    found = sort_into([line], known, NOW, table=table)
    return f"{found[0].id}:{found[0].cases[0].why}" if found else ""


@pytest.mark.parametrize(
    ("changes", "known", "expected"),
    [
        ({}, Known(), "new:new"),
        ({"acute": "ja"}, Known(), "acute:danger"),
        ({"acute": "weet_niet", "due": NOW - 1}, Known(), "acute:danger"),
        ({"acute": "ja"}, LOOKED_AT, "acute:unsafe"),
        ({"acute": "ja", "state": "ingebracht"}, LOOKED_AT, "acute:unsafe"),
        ({"acute": "ja", "state": "doorgezet_andere_gemeente"}, Known(), "acute:unsafe"),
        ({"acute": "ja", "state": "terugkoppeling_melder"}, LOOKED_AT, ""),
        ({"acute": "weet_niet"}, LOOKED_AT, "mine:assess"),
        ({"due": NOW - 1}, Known(), "late:late"),
        ({"due": NOW - 1}, LOOKED_AT, "late:late"),
        ({}, LOOKED_AT, "mine:assess"),
        ({"state": "ingebracht"}, LOOKED_AT, "others:asked"),
        ({"state": "ingebracht"}, Known(replied={LINE.subject: 7}), "mine:reply"),
        ({"state": "ingebracht"}, Known(told=frozenset({LINE.subject})), "mine:told"),
        ({"state": "terugkoppeling_melder"}, Known(), ""),
        ({"state": "terugkoppeling_melder"}, Known(replied={LINE.subject: 7}), "mine:reply"),
        ({"state": "ingetrokken", "due": NOW - 1}, Known(), "gone:withdrawn"),
        ({"state": "ingetrokken", "updated": NOW - casework.TOLD_FOR}, Known(), ""),
        ({"state": "ingetrokken"}, Known(replied={LINE.subject: 7}), "mine:reply"),
    ],
)
def test_a_signal_stands_where_its_next_act_is(changes, known, expected):
    assert group(replace(LINE, **changes), known) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "ingebracht"}, "new:new"),
        ({"state": "ingebracht", "acute": "ja"}, "new:new"),
        ({"state": "ingebracht", "receipt": "in_progress"}, "others:asked"),
        ({"state": "ingebracht", "due": NOW - 1}, "late:late"),
    ],
)
def test_at_the_table_new_is_what_nobody_answered(changes, expected):
    assert group(replace(LINE, **changes), table=True) == expected


def test_within_a_group_the_first_term_stands_first():
    lines = [
        replace(LINE, subject=bytes([n]) * 10, due=due)
        for n, due in enumerate((NOW + 30, None, NOW + 10, NOW + 20))
    ]
    (found,) = sort_into(lines, Known(), NOW)
    assert [case.line.due for case in found.cases] == [NOW + 10, NOW + 20, NOW + 30, None]


def test_groups_come_in_the_order_in_which_they_must_happen():
    lines = [
        replace(LINE, subject=b"6" * 10, state="ingetrokken"),
        replace(LINE, subject=b"1" * 10, state="ingebracht"),
        replace(LINE, subject=b"2" * 10),
        replace(LINE, subject=b"3" * 10, due=NOW - 1),
        replace(LINE, subject=b"4" * 10, acute="ja"),
        replace(LINE, subject=b"5" * 10),
    ]
    known = Known(triaged=frozenset({b"5" * 10}))
    assert [one.id for one in sort_into(lines, known, NOW)] == list(casework.ORDER)


def test_the_reads_find_what_was_triaged_replied_and_told(play):
    signals = [play.record("desk", acute=acute) for acute in ("nee", "weet_niet", "nee")]
    play.ship("desk", "focal")
    focal = play["focal"]
    found = {case.why: case for one in casework.groups(focal) for case in one.cases}
    assert set(found) == {"new", "danger"}
    dossier.triage(focal, signals[1], acute="nee", task=True, territory=True)
    found = {case.why: case for one in casework.groups(focal) for case in one.cases}
    assert set(found) == {"new", "assess"}


def test_a_reporter_has_no_such_list(play):
    from mh_tui.errors import NotAllowed

    with pytest.raises(NotAllowed):
        casework.groups(play["desk"])


def test_an_old_acute_signal_is_not_hidden_by_many_newer_ones(play, monkeypatch):
    monkeypatch.setattr(casework, "AT_ONCE", 2)
    old = play.record("desk", acute="ja", call={"none_because": "al gebeld"})
    for _n in range(6):
        play.record("desk")
    play.ship("desk", "focal")
    found = casework.groups(play["focal"])
    assert [one.id for one in found] == ["acute", "new"]
    from mh_tui.signals import signal_id

    assert signal_id.show(found[0].cases[0].line.subject) == old
    assert found[1].more


def test_danger_stays_on_top_until_it_was_assessed_as_over(play):
    from mh_tui.services import table_view, worklist

    late, danger = play.record("desk"), play.record("desk")
    play.ship("desk", "focal")
    focal = play["focal"]
    dossier.triage(focal, danger, acute="ja")
    dossier.triage(focal, late, acute="nee")
    soon = casework.clock.wall_ms() + 400 * 86_400_000
    [first, *_rest] = casework.groups(focal, now=soon)
    assert (first.id, [case.why for case in first.cases]) == ("acute", ["unsafe"])
    line = first.cases[0].line
    assert table_view.line_view(line, {}, now=soon, table=False).mark == "!"
    [on_home, *_rest] = worklist.worklist(focal).waiting
    assert (on_home.id, on_home.danger) == (danger, True)
    assert on_home.text.startswith("Gevaar: signaal van vandaag")
    feedback.give(focal, danger, outcome="in_behandeling")
    assert casework.groups(focal)[0].cases[0].why == "unsafe"
    dossier.triage(focal, danger, acute="nee")
    assert casework.ACUTE not in [group.id for group in casework.groups(focal)]


def test_an_answered_signal_asks_no_more_about_danger(play):
    signal = play.record("desk", acute="ja", call={"none_because": "al gebeld"})
    play.ship("desk", "focal")
    dossier.triage(play["focal"], signal, acute="ja")
    feedback.give(play["focal"], signal, outcome="dank")
    assert casework.groups(play["focal"]) == []


def test_a_withdrawn_signal_does_not_leave_without_a_word(play):
    signal = play.record("desk", acute="weet_niet")
    play.ship("desk", "focal")
    recording.withdraw(play["desk"], signal, "vergissing")
    play.ship("desk", "focal")
    [group] = casework.groups(play["focal"])
    assert (group.id, [one.why for one in group.cases]) == ("gone", ["withdrawn"])
    waiting = [one for one in worklist.worklist(play["focal"]).waiting if one.kind == worklist.NEW]
    assert waiting[0].text.startswith("Ingetrokken door wie het meldde")


def test_danger_that_came_in_is_counted(play, tmp_path):
    play.record("desk", acute="ja", call={"none_because": "al gebeld"})
    play.record("desk")
    files = play.export("desk", "focal")
    done = sending.collect(play["focal"], files, lambda *_part: None, lambda: False)
    assert done.danger == 1
    again = sending.collect(play["focal"], files, lambda *_part: None, lambda: False)
    assert again.danger == 0


def test_a_correction_that_says_danger_counts_after_an_assessment_that_said_none(play):
    signal = play.record("desk")
    play.ship("desk", "focal")
    dossier.triage(play["focal"], signal, acute="nee")
    called = {"acute": "ja", "call": {"none_because": "al gebeld"}}
    recording.amend(play["desk"], signal, called)
    play.ship("desk", "focal")
    [first, *_rest] = casework.groups(play["focal"])
    assert (first.id, first.cases[0].why) == ("acute", "unsafe")


def test_a_correction_without_danger_takes_no_assessed_danger_away(play):
    signal = play.record("desk")
    play.ship("desk", "focal")
    dossier.triage(play["focal"], signal, acute="ja")
    recording.amend(play["desk"], signal, {"narrative": "Vier paspoorten"})
    play.ship("desk", "focal")
    [first, *_rest] = casework.groups(play["focal"])
    assert first.cases[0].why == "unsafe"


def test_home_shows_the_same_order_without_what_only_waits_for_others(play):
    from mh_tui.services import worklist

    def signals():
        waiting = worklist.worklist(play["focal"]).waiting
        return [one for one in waiting if one.kind != worklist.STEP]

    quiet, loud = play.record("desk"), play.record("desk", acute="weet_niet")
    play.ship("desk", "focal")
    found = signals()
    assert [one.id for one in found] == [loud, quiet]
    dossier.triage(play["focal"], quiet, acute="nee")
    found = signals()
    assert [one.id for one in found] == [loud, quiet]
    assert found[1].text.startswith("Signaal van vandaag")


def test_home_says_which_signal_a_message_is_about_and_folds_many_into_one(play):
    from mh_tui.services import worklist

    for number in range(5):
        signal = play.record("desk", context="straat")
        play.ship("desk", "focal")
        outcome = "vraag" if number == 4 else "dank"
        feedback.give(play["focal"], signal, outcome=outcome, text="Kunt u ons bellen?")
    play.ship("focal", "desk")
    found = [one for one in worklist.worklist(play["desk"]).waiting if one.kind == "message"]
    assert [one.text for one in found] == [
        "Vraag over uw signaal van vandaag, Straat",
        "Bericht over uw signaal van vandaag, Straat",
        "Bericht over uw signaal van vandaag, Straat",
        "nog 2 berichten",
    ]
    assert [bool(one.id) for one in found] == [True, True, True, False]
