"""Where a passphrase and an input file come from, with and without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from tests.cli.test_usage import SAMPLE
from tests.conftest import ROOT, MhTui

PASSPHRASE = "a long sentence"
needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def sample(mh: MhTui) -> MhTui:
    return replace(mh, program=SAMPLE)


def on_terminal(
    sample: MhTui, *args: str, wait_for: bytes, typed: bytes, term: str = "xterm"
) -> tuple[int, bytes, bytes]:
    """Run on a pseudo-terminal, standard output apart; (exit code, output, what was shown)."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *SAMPLE, *args],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=ROOT,
        env=sample.environment() | {"TERM": term},
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 - makes Ctrl+C a signal, as in a terminal
    )
    os.close(theirs)
    shown = _until(ours, wait_for)
    # What is typed before the echo is off, or between the question and the read, is lost: a person
    # types it again.
    for _try in range(15):
        if typed:
            time.sleep(0.2)
            os.write(ours, typed)
        try:
            out, _err = process.communicate(timeout=2)
            break
        except subprocess.TimeoutExpired:
            continue
    else:
        process.kill()
        pytest.fail(f"it never ended; it showed {shown!r}")
    shown += _rest(ours)
    os.close(ours)
    return process.returncode, out, shown


def _take_terminal() -> None:
    import fcntl
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background job begins without it
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _until(terminal: int, words: bytes) -> bytes:
    shown = b""
    while words not in shown:
        part = os.read(terminal, 4096)
        assert part, shown
        shown += part
    return shown


def _rest(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


SPELLINGS = [
    ("één lange zin", "één lange zin"),
    ("\ufeffwith a mark\r\n", "with a mark"),
    ("two ends\n\n", "two ends\n"),
    ("spaces stay  \n", "spaces stay  "),
    ("e\u0301e\u0301n", "één"),
]


@pytest.mark.parametrize(("written", "meant"), SPELLINGS)
def test_a_passphrase_file_is_read_as_the_person_meant_it(sample, secret_file, written, meant):
    path = secret_file(written)
    assert sample("tell", "--passphrase-file", path, "--json").json["passphrase"] == meant
    piped = sample("tell", "--passphrase-file", "-", "--json", stdin=written)
    assert piped.json["passphrase"] == meant


def test_standard_input_can_bring_something_else_than_the_passphrase(sample, secret_file):
    path = secret_file("a long sentence")
    said = sample("tell", "--from", "-", "--passphrase-file", path, "--json", stdin="{}")
    assert (said.json["source"], said.json["passphrase"]) == ("{}", "a long sentence")


@pytest.mark.parametrize(
    "args",
    [
        ("tell", "--passphrase-file", "-", "--new-passphrase-file", "-"),
        ("--passphrase-file", "-", "tell", "--from", "-"),
        ("tell", "--new-passphrase-file", "-", "--from", "-"),
    ],
)
def test_standard_input_is_for_one_option(sample, args):
    said = sample(*args, "--json", stdin="x\n")
    assert (said.code, said.error["code"]) == (2, "stdin_twice")


def test_without_a_terminal_nothing_is_asked(sample):
    said = sample("tell", "--ask", "--json")
    assert (said.code, said.error["code"]) == (3, "passphrase_needed")


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "no_such_file"), (b"\xff\xfea", "not_utf8"), (b"a" * 70_000, "too_large")],
)
def test_an_unusable_passphrase_file_is_exit_2(sample, secret_file, tmp_path, content, code):
    path = tmp_path / "none" if content is None else secret_file(content)
    said = sample("tell", "--passphrase-file", path, "--json")
    assert (said.code, said.error["code"]) == (2, code)
    assert said.error["field"] == "passphrase_file"
    assert str(path) not in said.err + said.out


def test_a_folder_is_no_passphrase_file(sample, tmp_path):
    said = sample("tell", "--passphrase-file", tmp_path, "--json")
    assert (said.code, said.error["code"]) == (2, "unreadable_file")


@needs_pty
def test_on_a_terminal_the_passphrase_is_asked_without_echo(sample):
    code, out, shown = on_terminal(
        sample,
        "tell",
        "--ask",
        "--json",
        wait_for=b"Wachtwoord: ",
        typed=PASSPHRASE.encode() + b"\n",
    )
    assert code == 0
    assert PASSPHRASE.encode() in out
    assert PASSPHRASE.encode() not in shown


@needs_pty
def test_ctrl_c_at_the_question_stops_without_a_traceback(sample):
    code, out, shown = on_terminal(sample, "tell", "--ask", wait_for=b"Wachtwoord: ", typed=b"\x03")
    assert (code, out) == (130, b"")
    assert b"Traceback" not in shown
    assert b"Gestopt" in shown


@needs_pty
def test_a_terminal_that_closes_at_the_question_is_locked(sample):
    code, _out, shown = on_terminal(
        sample, "tell", "--ask", wait_for=b"Wachtwoord: ", typed=b"\x04"
    )
    assert code == 3
    assert b"Traceback" not in shown


@needs_pty
def test_a_terminal_without_screens_is_told_the_commands(sample):
    code, out, shown = on_terminal(sample, wait_for=b"--help", typed=b"", term="dumb")
    assert (code, out) == (2, b"")
    assert b"tell" in shown
