"""A mistake in the data is refused by file, entry and key (SCHEMA.md)."""

from __future__ import annotations

import pytest

from mh_tui.reference.shape import ReferenceBroken
from tests.reference.test_loading import LOADERS

INDICATORS, PARTNERS, ROLES = "indicators.toml", "partners.toml", "roles.toml"
ROUTE, SHELTER, PRACTICE = "route.toml", "shelter_guide.toml", "practice_cases.toml"

MISTAKES = {
    "an unknown key": (
        INDICATORS,
        'category = "documenten"',
        'category = "documenten"\ncolour = "red"',
        ("indicator.ALG-01", "colour", "unknown_key"),
    ),
    "an unknown table": (ROLES, "[meta]", "[colour]\n[meta]", ("", "colour", "unknown_key")),
    "an id inside a table that has one": (
        ROLES,
        "[app_role.admin]",
        '[app_role.admin]\nid = "x"',
        ("app_role.admin", "id", "unknown_key"),
    ),
    "a missing key": (
        PARTNERS,
        "never_inform = false\n",
        "",
        ("partner.112", "never_inform", "missing_key"),
    ),
    "an entry without an id": (
        SHELTER,
        'id = "Q1"\n',
        "",
        ("question", "[0].id", "missing_key"),
    ),
    "an id given twice": (SHELTER, 'id = "Q2"', 'id = "Q1"', ("question", "Q1", "duplicate_id")),
    "a number for a text": (
        ROUTE,
        'initial = "concept"',
        "initial = 1",
        ("meta", "initial", "wrong_type"),
    ),
    "a text for a list": (
        ROUTE,
        'final = ["afgesloten", "ingetrokken", "vernietigd"]',
        'final = "afgesloten"',
        ("meta", "final", "wrong_type"),
    ),
    "a text for a table": (
        ROLES,
        "[app_role.trainer]",
        '[app_role]\nsomeone = "x"\n[app_role.trainer]',
        ("app_role", "someone", "wrong_type"),
    ),
    "yes for a number": (
        ROUTE,
        "amount = 0,",
        "amount = true,",
        ("state.concept.deadline.draft_day", "amount", "wrong_type"),
    ),
    "a text for a date": (
        PARTNERS,
        "checked_on = 2026-11-24",
        'checked_on = "2026-11-24"',
        ("partner.112", "checked_on", "wrong_type"),
    ),
    "a moment for a date": (
        PARTNERS,
        "checked_on = 2026-11-24",
        "checked_on = 2026-11-24T00:00:00",
        ("partner.112", "checked_on", "wrong_type"),
    ),
    "a missing English text": (
        INDICATORS,
        'label_en = "Identity document is held by someone else"\n',
        "",
        ("indicator.ALG-01", "label_en", "missing_key"),
    ),
    "a missing English hint": (
        ROUTE,
        'hint_en = "Send this within the deadline, even if there is no news yet."\n',
        "",
        ("feedback.outcome.ontvangen", "hint_en", "missing_language"),
    ),
    "a missing Dutch hint": (
        ROUTE,
        'hint_nl = "Stuur dit binnen de termijn, ook als er nog geen nieuws is."\n',
        "",
        ("feedback.outcome.ontvangen", "hint_nl", "missing_language"),
    ),
    "an empty text": (
        SHELTER,
        'text_en = "Is there immediate danger now?"',
        'text_en = " "',
        ("question.Q1", "text_en", "empty_text"),
    ),
    "an English list that is shorter": (
        SHELTER,
        'rights_en = ["A safe place to come to rest"]',
        "rights_en = []",
        ("outcome.O_ACUUT", "rights_en", "unequal_length"),
    ),
    "an unknown form": (
        INDICATORS,
        'forms = ["algemeen"]',
        'forms = ["algemene"]',
        ("indicator.ALG-01", "forms", "unknown_id"),
    ),
    "a context given twice": (
        INDICATORS,
        'contexts = ["balie_brp", ',
        'contexts = ["balie_brp", "balie_brp", ',
        ("indicator.ALG-01", "contexts", "duplicate_id"),
    ),
    "an unknown strength": (
        INDICATORS,
        'strength = "sterk"',
        'strength = "heel_sterk"',
        ("indicator.ALG-01", "strength", "unknown_id"),
    ),
    "a core list with an unknown indicator": (
        INDICATORS,
        'digitaal = ["SEK-05"',
        'digitaal = ["SEK-99"',
        ("core", "digitaal: SEK-99", "unknown_id"),
    ),
    "a core list for no context": (
        INDICATORS,
        "digitaal = [",
        "internet = [",
        ("core", "internet", "unknown_id"),
    ),
    "an advice condition with another key": (
        INDICATORS,
        "{ min_weak = 3 }",
        "{ min_total = 3 }",
        ("advice.level.bespreken.any_of[1]", "min_total", "unknown_key"),
    ),
    "an advice reason too few": (
        INDICATORS,
        "  { min_medium = 1 },\n  { min_weak = 3 },",
        "  { min_medium = 1 },",
        ("advice.level.bespreken", "reasons_nl", "unequal_length"),
    ),
    "two levels of one order": (
        INDICATORS,
        "order = 1",
        "order = 2",
        ("advice.level", "order", "duplicate_id"),
    ),
    "a lowest level that may not apply": (
        INDICATORS,
        "any_of = [{}]",
        "any_of = [{ min_weak = 1 }]",
        ("advice.level", "any_of", "missing_key"),
    ),
    "an advice for an unknown answer": (
        INDICATORS,
        'acute_answer = "ja"',
        'acute_answer = "yes"',
        ("advice.level.direct", "any_of", "unknown_id"),
    ),
    "a source of an unknown kind": (
        INDICATORS,
        '[sources.seed_12]\nkind = "seed"',
        '[sources.seed_12]\nkind = "heard"',
        ("sources.seed_12", "kind", "unknown_id"),
    ),
    "an organisation in an unknown town": (
        PARTNERS,
        'municipalities = ["Hoorn"]',
        'municipalities = ["Horn"]',
        ("organisation.hoorn", "municipalities", "unknown_id"),
    ),
    "a basis that is none of the five": (
        PARTNERS,
        'basis = ["seed", "brief"]',
        'basis = ["heard"]',
        ("organisation.hoorn", "basis", "unknown_id"),
    ),
    "a source that does not say its basis": (
        PARTNERS,
        'source = ["seed 4.4"]',
        'source = ["4.4"]',
        ("organisation.zvh-nhn", "source", "unknown_id"),
    ),
    "a partner reached through nobody": (
        PARTNERS,
        'via = ["politie", "riec", "regionale_tafel_mh"]',
        "via = []",
        ("partner.om", "via", "missing_key"),
    ),
    "a partner that an unknown role may call": (
        PARTNERS,
        'contact_by = ["reporter", ',
        'contact_by = ["mayor", ',
        ("partner.112", "contact_by", "unknown_id"),
    ),
    "a role that sees what it must not": (
        ROLES,
        'must_not_see = ["signal_content"',
        'must_not_see = ["signal_own"',
        ("role.melder_balie", "must_not_see", "duplicate_id"),
    ),
    "a role with an unknown data class": (
        ROLES,
        'may_see = ["signal_own"',
        'may_see = ["signals"',
        ("role.melder_balie", "may_see", "unknown_id"),
    ),
    "a scope that does not exist": (
        ROLES,
        'scope = "own"',
        'scope = "owner"',
        ("app_role.reporter", "scope", "unknown_id"),
    ),
    "two roles for one word of init": (
        ROLES,
        'init = ["focal-point"]',
        'init = ["desk"]',
        ("app_role", "init", "duplicate_id"),
    ),
    "an answer that leads nowhere": (
        SHELTER,
        'next = "O_ACUUT"',
        'next = "O_ACUT"',
        ("question.Q1", "answers.ja.next", "unknown_id"),
    ),
    "questions that go round": (
        SHELTER,
        'next = "O_BEDENKTIJD"',
        'next = "Q1"',
        ("question", "Q1", "cycle"),
    ),
    "an outcome nobody reaches": (
        SHELTER,
        'next = "O_BEDENKTIJD"',
        'next = "O_B8"',
        ("", "O_BEDENKTIJD", "unreachable"),
    ),
    "a contact that is no partner": (
        SHELTER,
        'contacts = ["112"',
        'contacts = ["113"',
        ("outcome.O_ACUUT", "contacts", "unknown_id"),
    ),
    "a step to an unknown state": (
        ROUTE,
        'to = "gemeld"',
        'to = "gemelt"',
        ("transition[0]", "to", "unknown_id"),
    ),
    "a required field that does not exist": (
        ROUTE,
        '{ field = "acute_answer", at = "leave" }',
        '{ field = "acute_anwser", at = "leave" }',
        ("state.concept", "acute_anwser", "unknown_id"),
    ),
    "a deadline in unknown units": (
        ROUTE,
        'amount = 0, unit = "day"',
        'amount = 0, unit = "hour"',
        ("state.concept.deadline.draft_day", "unit", "unknown_id"),
    ),
    "a code list that does not exist": (
        ROUTE,
        'codes = "indicators.acute.answers"',
        'codes = "indicators.acute"',
        ("fields.acute_answer", "codes", "unknown_id"),
    ),
    "a setting with a default that must be filled": (
        ROUTE,
        "must_fill = false\ndefault = true",
        "must_fill = true\ndefault = true",
        ("config.has_regional_undermining_table", "default", "missing_key"),
    ),
    "an emergency that waits for a form": (
        ROUTE,
        "blocks = false",
        "blocks = true",
        ("acute", "blocks", "unknown_id"),
    ),
    "a feedback text longer than feedback may be": (
        ROUTE,
        "[feedback]\nmax_len = 800",
        "[feedback]\nmax_len = 100",
        ("feedback.outcome.ontvangen", "text_nl", "too_long"),
    ),
    "a state that leads to no end": (
        ROUTE,
        'final = ["afgesloten", "ingetrokken", "vernietigd"]',
        'final = ["ingetrokken"]',
        ("state", "ontvangen", "no_end"),
    ),
    "a state that cannot be reached": (
        ROUTE,
        'initial = "concept"',
        'initial = "afgesloten"',
        ("state", "concept", "unreachable"),
    ),
    "an identity that is neither sealed nor never": (
        ROUTE,
        'identity = "sealed"',
        'identity = "open"',
        ("handover.melding", "identity", "unknown_id"),
    ),
    "a case with a step that the route has not": (
        PRACTICE,
        'expected_path = ["concept", "gemeld", "ontvangen", ',
        'expected_path = ["concept", "ontvangen", ',
        ("case.T01", "expected_path", "unknown_id"),
    ),
    "a case with an unknown indicator": (
        PRACTICE,
        'expected_indicators = ["ALG-01"',
        'expected_indicators = ["ALG-00"',
        ("case.T01", "expected_indicators", "unknown_id"),
    ),
}


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_mistake_is_named_by_file_entry_and_key(mistake, edited):
    name, old, new, expected = MISTAKES[mistake]
    path = edited(name, old, new)
    with pytest.raises(ReferenceBroken) as caught:
        LOADERS[name](path, pinned=False)
    detail = caught.value.detail
    assert detail["file"] == name
    assert (detail["entry"], detail["key"], detail["reason"]) == expected
