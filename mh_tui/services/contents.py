"""What of a signal goes where: the parts a reporter's identity is kept out of.

- ``reporter.name`` and ``reporter.contact`` never stand in content; they are an entry apart.
- A profile of route.toml lists the fields that may leave; a field outside it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PURPOSE = "signaleren_mensenhandel"
"""The one purpose of a signal (rule R1)."""
DEFAULT_BASIS = "avg_6_1_e"
"""Public task of the municipality: the basis on which a desk reports (route.toml, verify)."""
IDENTITY = ("name", "contact")


def split_identity(signal: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """(content without the reporter's identity, that identity or {})."""
    content = dict(signal)
    reporter = dict(content.get("reporter", {}))
    identity = {key: reporter.pop(key) for key in IDENTITY if key in reporter}
    content["reporter"] = reporter
    if reporter.get("kind") == "anonymous":
        identity = {}
    return content, identity


def with_advice(content: dict[str, Any]) -> dict[str, Any]:
    """The content with the advice, why, and the reference it was filled in with (R72)."""
    from mh_tui.reference import version
    from mh_tui.signals.advice import advise

    advice = advise(content)
    return content | {
        "advice": advice.level,
        "why": list(advice.why),
        "reference_version": version(),
    }


def allowed(content: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Only the fields that ``paths`` (such as ``reporter.kind``) name."""
    picked: dict[str, Any] = {}
    for path in paths:
        outer, _, inner = path.partition(".")
        if outer not in content:
            continue
        if not inner:
            picked[outer] = content[outer]
        elif inner in content[outer]:
            picked.setdefault(outer, {})[inner] = content[outer][inner]
    return picked


def fields_of(profile: str) -> tuple[str, ...]:
    from mh_tui.reference.route import route

    return route().handover[profile].fields
