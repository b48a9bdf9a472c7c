"""Every text is there in Dutch and English, and compiled as it was translated."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from mh_tui import language
from tests.conftest import ROOT


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogs", ROOT / ".ci" / "catalogs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogs = _tool()
LANGUAGES = ("nl", "en")


@pytest.fixture(autouse=True)
def _dutch_again():
    yield
    language.use("nl")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_the_program_is_missing_from_the_catalog(lang):
    wanted = {message.id for message in catalogs.template() if message.id}
    stored = {message.id for message in catalogs._stored(lang) if message.id}
    assert wanted - stored == set()
    assert stored - wanted == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_translated_with_the_same_holes(lang):
    assert list(catalogs.problems(lang, catalogs._stored(lang))) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_compiled_catalog_is_the_one_that_was_translated(lang):
    assert catalogs._mo(lang).read_bytes() == catalogs.as_mo(catalogs._stored(lang))


@pytest.mark.parametrize(
    ("msgid", "text", "word"),
    [
        ("Read", "", "not translated"),
        (("{n} file", "{n} files"), ("{n} bestand", ""), "not translated"),
        ("{n} for {name}", "{n} voor {naam}", "other holes"),
        (("{n} file", "{n} files"), ("{n} bestand", "bestanden"), "other holes"),
    ],
)
def test_an_unfinished_text_is_named(msgid, text, word):
    catalog = Catalog(locale="nl")
    catalog.add(msgid, text)
    assert [word in line for line in catalogs.problems("nl", catalog)] == [True]


def test_a_guessed_translation_is_named():
    catalog = Catalog(locale="nl")
    catalog.add("Read", "Lees", flags=["fuzzy"])
    assert [line for line in catalogs.problems("nl", catalog) if "fuzzy" in line]


def test_dutch_is_spoken_unless_english_is_chosen():
    assert language._("Passphrase") == "Wachtwoord"
    language.use("en")
    assert language._("Passphrase") == "Passphrase"
    language.use("fr")
    assert language._("Passphrase") == "Wachtwoord"
