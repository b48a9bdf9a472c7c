"""What a call loads, shown in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEAVY = {"sqlalchemy", "sqlmodel", "textual", "rich", "pydantic", "cryptography", "babel"}
CORE = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "mh_tui").rglob("*.py")
    if path.stem not in {"__init__", "__main__"}
)


def loaded(code: str) -> set[str]:
    """The top-level packages in memory after ``code`` ran in a new process."""
    tail = "import json, sys; print(json.dumps(sorted({n.split('.')[0] for n in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{tail}"], capture_output=True, cwd=ROOT, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def call(*args: str) -> str:
    return f"from mh_tui.cli.main import main; main({list(args)!r})"


def test_the_version_is_answered_before_click_is_loaded():
    assert not loaded(call("--version")) & (HEAVY | {"click", "gettext", "platformdirs"})


@pytest.mark.parametrize("args", [("--version", "--lang", "en"), ("--help",), ("--bogus",)])
def test_version_help_and_usage_load_nothing_heavy(args):
    assert not loaded(call(*args)) & HEAVY


def test_the_command_modules_load_no_services():
    from mh_tui.cli.main import COMMANDS

    modules = [*sorted({module for module, _attribute in COMMANDS.values()}), "mh_tui.cli.grammar"]
    names = loaded("".join(f"import {module}\n" for module in modules))
    assert not names & HEAVY


def test_the_whole_core_loads_no_screen():
    assert CORE
    names = loaded("".join(f"import {module}\n" for module in CORE))
    assert not names & {"textual", "rich", "screens"}


def test_the_language_loads_babel_only_for_dates_and_numbers():
    assert "babel" not in loaded("from mh_tui.language import _; _('Passphrase')")
    assert "babel" in loaded("from mh_tui.language import format_number; format_number(1)")


def test_data_loads_nothing_of_ours():
    assert not loaded("import assets") & (HEAVY | {"mh_tui", "screens"})


def test_only_the_command_line_imports_click():
    outside = [
        name
        for name in CORE
        if not name.startswith("mh_tui.cli")
        and "import click" in Path(ROOT, *name.split(".")).with_suffix(".py").read_text("utf-8")
    ]
    assert outside == []


def test_threads_that_load_different_reference_data_do_not_trip_over_each_other():
    """The unlock screen loads in a thread while F2 shows the call card."""
    code = """
import threading
from mh_tui.services.presence import prepare

failures = []

def load(work):
    try:
        work()
    except BaseException as error:
        failures.append(type(error).__name__)

def card():
    from mh_tui.reference.route import route
    route()

def people():
    from mh_tui.reference.partners import partners
    partners()

threads = [threading.Thread(target=load, args=(work,)) for work in (prepare, card, people)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(failures)
"""
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True
        )
        assert done.stdout.strip() == "[]", done.stderr
