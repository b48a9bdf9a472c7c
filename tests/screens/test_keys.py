"""The key table: no key twice, every label short, every sentence in both languages."""

from __future__ import annotations

from importlib import import_module

import pytest
from rich.cells import cell_len

from mh_tui import language
from screens.app import FREE_WHILE_LOCKED
from screens.keys import APP_KEYS, Key, in_footer
from screens.page import Page
from screens.rooms import EVERYONE, ROOMS
from screens.unlock import Unlock
from screens.widgets.footer import fitting

FORBIDDEN = {"f4", "f10", "f11", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+c", "ctrl+z"}


def page_of(place: str) -> type[Page]:
    module, name = place.split(":")
    found = getattr(import_module(f"screens.{module}"), name)
    assert issubclass(found, Page)
    return found


PAGES = {name: page_of(room.place) for name, room in ROOMS.items()} | {"unlock": Unlock}


def names(keys: tuple[Key, ...]) -> list[str]:
    return [name for key in keys for name in (key.key, key.fallback) if name]


def test_no_key_of_the_app_stands_twice():
    assert len(set(names(APP_KEYS))) == len(names(APP_KEYS))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_no_key_of_the_app_nor_one_that_terminals_keep(name):
    """At the lock only the keys of the app that work there are taken."""
    used = names(PAGES[name].KEYS)
    apps = tuple(
        key for key in APP_KEYS
        if name != "unlock" or key.action.removeprefix("app.") in FREE_WHILE_LOCKED
    )  # fmt: skip
    assert not set(used) & set(names(apps))
    assert not set(used) & FORBIDDEN
    assert not [key for key in used if key.startswith("alt+")]
    assert len(set(used)) == len(used)


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_the_footer_never_leaves_out_help_112_hide_and_lock(name, lang):
    language.use(lang)
    shown = fitting(in_footer([*APP_KEYS, *PAGES[name].KEYS]), 80)
    assert {"f1", "f2", "f9", "f12"} <= {key.key for key, _name, _label in shown}
    assert 1 + sum(cell_len(f"{key} {label}") + 2 for _key, key, label in shown) <= 82


@pytest.mark.parametrize("name", PAGES)
def test_every_page_explains_itself(name):
    assert PAGES[name].ABOUT or name == "unlock"
    assert all(key.help for key in PAGES[name].KEYS)


def test_every_letter_of_home_belongs_to_one_room():
    letters = [room.letter for room in ROOMS.values() if room.letter]
    for role in EVERYONE:
        own = [room.letter for room in ROOMS.values() if room.letter and role in room.roles]
        assert len(set(own)) == len(own), role
    assert all(len(letter) == 1 for letter in letters)
