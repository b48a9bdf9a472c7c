"""Ask a person, one line at a time: for a screen reader, and for any terminal at all.

- One question a line, choices numbered, nothing redrawn, no frames.
- Questions go to standard error: with ``--json`` standard output holds the answer only.
- The end of input (Ctrl+D) stops, like Ctrl+C: nothing is recorded.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import click

from mh_tui.cli import answer
from mh_tui.language import _, format_datetime

say = answer.note
_WHOLE, _TIME = ("%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"), "%H:%M"


def begin() -> None:
    """Before the first question: a byte that is no text shows as such and stops nothing."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


def ask(label: str) -> str:
    """One line as typed, without spaces around it; empty where the person just pressed Enter."""
    return _line(f"{label}: ").strip()


def ask_text(label: str) -> str:
    """Several lines, until an empty one."""
    say(label)
    say(_("Several lines are fine. An empty line ends it."))
    lines = []
    while line := _line("").rstrip("\r\n").rstrip():
        lines.append(line)
    return "\n".join(lines)


def ask_moment(label: str, now: datetime) -> str:
    """A moment in ISO with its zone; Enter means ``now``, a time alone is of today."""
    while True:
        typed = ask(
            _("{label} Enter: {now}. Or for example 14:05, or 20-11-2026 14:05").format(
                label=label, now=format_datetime(now)
            )
        )
        found = now if not typed else _moment(typed, now)
        if found is not None:
            return found.isoformat(timespec="minutes")
        say(_("That is not a time. Type it as 14:05, or as 20-11-2026 14:05."))


def yes_no(question: str) -> bool:
    return choose(question, {"yes": _("Yes"), "no": _("No")}) == "yes"


def choose(question: str, options: Mapping[str, str], *, optional: bool = False) -> str:
    """The key of the chosen option: by its number, or the start of its label.

    ``optional``: Enter chooses nothing, which gives ``""``.
    """
    say(question)
    labels = list(options.values())
    for number, label in enumerate(labels, start=1):
        say(f"{number}. {label}")
    hint = _("Number, or Enter for none") if optional else _("Number")
    while True:
        typed = ask(hint)
        if optional and not typed:
            return ""
        place = _place(typed, labels)
        if place is not None:
            return list(options)[place]
        say(_("Type a number from 1 to {count}.").format(count=len(labels)))


def choose_many(
    question: str,
    options: Mapping[str, str],
    *,
    explain: Callable[[str], str],
    everything: Callable[[], Mapping[str, str]],
) -> list[str]:
    """The keys of all chosen options, in the order of the list.

    ``explain`` gives the text of ``?3``; ``everything`` the longer list that 'all' shows.
    """
    say(question)
    shown = _numbered(options)
    while True:
        typed = ask(_("Numbers with spaces between, Enter for none, 'all', or ?1 to explain 1"))
        if typed.casefold() in ("all", _("all")):
            shown = _numbered(everything())
        elif typed.startswith("?"):
            place = _number(typed[1:].strip(), len(shown))
            say(explain(shown[place]) if place is not None else _range(shown))
        else:
            places = [_number(word, len(shown)) for word in typed.replace(",", " ").split()]
            if None not in places:
                return [key for n, key in enumerate(shown) if n in places]
            say(_range(shown))


def _numbered(options: Mapping[str, str]) -> list[str]:
    for number, label in enumerate(options.values(), start=1):
        say(f"{number}. {label}")
    return list(options)


def _range(shown: list[str]) -> str:
    return _("Type numbers from 1 to {count}.").format(count=len(shown))


def _place(typed: str, labels: list[str]) -> int | None:
    """Which label is meant by a number, or by the start of exactly one of them."""
    number = _number(typed, len(labels))
    if number is not None or not typed:
        return number
    fitting = [n for n, label in enumerate(labels) if label.casefold().startswith(typed.casefold())]
    return fitting[0] if len(fitting) == 1 else None


def _number(typed: str, most: int) -> int | None:
    if typed.isascii() and typed.isdigit() and len(typed) < 5 and 1 <= int(typed) <= most:
        return int(typed) - 1
    return None


def _moment(typed: str, now: datetime) -> datetime | None:
    words = " ".join(typed.split())
    for written in _WHOLE:
        try:
            return datetime.strptime(words, written).astimezone()
        except (ValueError, OverflowError):
            continue
    try:
        time = datetime.strptime(words, _TIME).time()  # noqa: DTZ007 - local, as typed
    except ValueError:
        return None
    today = datetime.combine(now.date(), time).astimezone()
    # Just after midnight "23:50" is yesterday evening.
    return today if today <= now + timedelta(hours=1) else today - timedelta(days=1)


def _line(prompt: str) -> str:
    if sys.stderr is not None:
        sys.stderr.write(answer.fitted(answer.safe(prompt), sys.stderr))
        sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line
