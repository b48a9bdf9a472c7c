"""What outsiders build on: the commands, their keys, and one JSON document for every call."""

from __future__ import annotations

from importlib import import_module

import click
import pytest

from mh_tui.cli.grammar import Group
from mh_tui.cli.main import COMMANDS

FIRST = {
    "init",
    "user",
    "recover",
    "config",
    "demo",
    "signal",
    "search",
    "handover",
    "feedback",
    "inbox",
    "card",
    "admit",
    "trust",
    "export",
    "outbox",
    "import",
    "inspect",
    "partners",
    "indicators",
    "verify",
}
LATER = ["route", "links", "guide", "stats", "report", "export-htcds", "retention", "audit"]
LATER += ["publish", "store"]
GROUPS = {
    "signal": ["add", "new", "list", "show", "amend", "withdraw"],
    "user": ["list", "add", "remove", "passphrase"],
    "config": ["list", "set"],
    "feedback": ["give"],
    "inbox": ["read", "reply"],
    "trust": ["list", "revoke"],
    "partners": ["show"],
}


def _commands() -> dict[str, click.Command]:
    found = {
        name: getattr(import_module(module), made) for name, (module, made) in COMMANDS.items()
    }
    assert all(isinstance(one, click.Command) for one in found.values())
    return found


def test_every_command_of_the_first_issues_is_there():
    assert set(COMMANDS) >= FIRST
    groups = {name: one for name, one in _commands().items() if isinstance(one, Group)}
    for name, commands in GROUPS.items():
        assert set(groups[name].commands) >= set(commands)


@pytest.mark.parametrize("name", LATER)
def test_a_command_of_a_later_issue_is_absent_and_no_stub(quick, name):
    if name in COMMANDS:
        pytest.skip("its issue has come")
    said = quick(name, "--json")
    assert (said.code, said.error["code"]) == (2, "unknown_command")


def _spelled() -> list[tuple[str, ...]]:
    spelled: list[tuple[str, ...]] = []
    for name, one in _commands().items():
        spelled.append((name,))
        if isinstance(one, Group):
            spelled += [(name, inner) for inner in one.commands]
    return spelled


@pytest.mark.parametrize("words", _spelled(), ids=" ".join)
def test_every_command_and_option_explains_itself_in_both_languages(quick, words):
    dutch = quick(*words, "--help", "--lang", "nl").out
    english = quick(*words, "--help", "--lang", "en").out
    assert dutch != english
    assert "Opties bij elke opdracht" in dutch
    found: click.Command = _commands()[words[0]]
    if len(words) > 1:
        assert isinstance(found, Group)
        found = found.commands[words[1]]
    options = [p for p in found.params if isinstance(p, click.Option)]
    assert all(p.help for p in options), words
    assert all(p.opts[0] in dutch for p in options)


SHAPES = [
    (("signal", "list"), {"signals", "next"}),
    (("search", "paspoorten"), {"signals", "next"}),
    (("inbox",), {"items"}),
    (("inbox", "--all"), {"items"}),
    (("outbox",), {"to"}),
    (("trust", "list"), {"devices"}),
    (("user", "list"), {"users"}),
    (("config", "list"), {"config"}),
    (("verify",), {"ok", "entries", "streams", "problems", "notices"}),
]


@pytest.mark.parametrize(("words", "keys"), SHAPES, ids=[" ".join(words) for words, _ in SHAPES])
def test_an_answer_has_these_keys_and_standard_error_is_silent(journey, words, keys):
    said = journey.region.focal(*words, "--json")
    assert (said.code, said.err) == (0, "")
    assert set(said.json) == keys
    assert said.out.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("add", {"signals"}),
        ("export", {"bundles", "nothing_for"}),
        ("import", {"files"}),
        ("preview", {"handover", "signal", "to", "profile", "fields", "approved_by"}),
        ("approved", {"handover", "signal", "to", "profile", "fields", "approved_by"}),
        ("answer", {"feedback", "signal", "to"}),
        ("focal read", {"items"}),
    ],
)
def test_what_a_journey_answers_has_these_keys(journey, name, keys):
    assert set(journey.told[name]) == keys


def test_the_lines_of_answers_have_these_keys(journey):
    told = journey.told
    assert set(told["outbox recorded"]["to"][0]) == {
        "office",
        "organisation",
        "recorded",
        "exported",
        "received",
        "last_heard",
        "oldest_unacknowledged",
    }
    message = {"n", "signal", "outcome", "text", "from", "at", "read"}
    assert set(told["focal inbox"]["items"][0]) == message
    shown = told["focal"]
    added = {"id", "advice", "why", "reference_version", "state", "receipt", "from", "version"}
    assert set(shown) >= added | {"history", "feedback"}
    assert set(shown["history"][0]) == {"at", "what", "by"}


@pytest.mark.parametrize("words", [("signal", "show", "0000"), ("inbox", "read", "77")])
def test_a_failure_is_one_document_with_json_and_a_sentence_without(journey, words):
    focal = journey.region.focal
    said = focal(*words, "--json")
    assert (said.code, said.err) == (2, "")
    plain = focal(*words)
    assert (plain.code, plain.out) == (2, "")
    assert said.error["message"] in plain.err


def test_an_answer_speaks_the_language_that_was_asked_and_keeps_its_codes(journey):
    focal = journey.region.focal
    assert "State: " in focal("signal", "show", journey.id, "--lang", "en").out
    assert "Stand: " in focal("signal", "show", journey.id, "--lang", "nl").out
    english = focal.ok("signal", "show", journey.id, "--lang", "en")
    assert english == focal.ok("signal", "show", journey.id)
