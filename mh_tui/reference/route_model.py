"""The route itself: states, steps, questions, tracks beside it, and feedback.

The typed shape of the second half of route.toml (SCHEMA.md); the words there are the fields here.
"""

from __future__ import annotations

from collections.abc import Mapping

from mh_tui.reference.route_words import (
    Actor,
    CodeList,
    Condition,
    Config,
    Field,
    Handover,
    Labelled,
    Meta,
    Period,
    Unit,
)
from mh_tui.reference.shape import Shown, ShownList, named, type_of_value, value


@value
class Requirement:
    """One of ``field``, ``one_of`` or ``group``; ``at`` is enter or leave."""

    field: str = ""
    one_of: tuple[str, ...] = ()
    group: str = ""
    min: int | None = None
    at: str = ""
    equals: type_of_value | None = None
    default: type_of_value | None = None
    only_if: Condition | None = None


@value
class Group:
    id: str
    label_nl: str
    label_en: str
    help_nl: str = ""
    help_en: str = ""
    required: tuple[Requirement, ...]
    optional: tuple[Requirement, ...]

    label = Shown()
    help = Shown()


@value
class Deadline:
    """Reminds only: ``amount`` of ``unit`` after ``from_``, until one of ``until`` is filled."""

    id: str
    amount: int
    unit: str
    from_: str
    until: tuple[str, ...]
    then: str
    who: str
    only_if: Condition | None = None
    repeat: Period | None = None


@value
class State:
    """``receipt``: the least a reporter sees of a signal in this state."""

    id: str
    code: str
    step: int
    actor: str
    waits_for: tuple[str, ...]
    receipt: str
    feedback: str = ""
    label_nl: str
    label_en: str
    action_nl: str
    action_en: str
    decisions: tuple[str, ...]
    required: tuple[Requirement, ...]
    optional: tuple[str, ...]
    deadlines: Mapping[str, Deadline] = named("deadline")
    deadline_text_nl: str = named("deadline_nl")
    deadline_text_en: str = named("deadline_en")
    deadline_basis: str
    allowed_content: tuple[str, ...] = ()
    forbidden_content: tuple[str, ...] = ()
    basis: tuple[str, ...]
    source: tuple[str, ...]
    verify: bool = False

    label = Shown()
    action = Shown()
    deadline_text = Shown()


@value
class Transition:
    """A step from one state to another; ``reason`` is default (prefilled) or typed."""

    from_: str
    to: str
    actors: tuple[str, ...]
    decision: str = ""
    answers: tuple[str, ...] = ()
    reason: str
    skip_leave: bool = False
    only_if: Condition | None = None
    handover: str = ""
    label_nl: str
    label_en: str
    when_nl: str
    when_en: str

    label = Shown()
    when = Shown()


@value
class Answer:
    id: str
    label_nl: str
    label_en: str
    text_nl: str
    text_en: str
    value: type_of_value | None = None
    contacts: tuple[str, ...] = ()
    ask: str = ""
    track: str = ""
    as_: str = ""
    guide: str = ""
    feedback: str = ""
    go_on: bool = False

    label = Shown()
    text = Shown()


@value
class Decision:
    id: str
    question_nl: str
    question_en: str
    help_nl: str = ""
    help_en: str = ""
    config: str = ""
    fields: tuple[str, ...] = ()
    asked_to: tuple[str, ...]
    answers: Mapping[str, Answer]
    basis: tuple[str, ...]
    source: tuple[str, ...]

    question = Shown()
    help = Shown()


@value
class TrackState:
    id: str
    label_nl: str
    label_en: str
    next: tuple[str, ...]
    required: tuple[Requirement, ...]

    label = Shown()


@value
class Parallel:
    """A track beside the route with small states of its own."""

    id: str
    code: str
    initial: str
    final: tuple[str, ...]
    starts_from: tuple[str, ...]
    actors: tuple[str, ...]
    partners: tuple[str, ...]
    decision: str = ""
    guide: str = ""
    handover: str = ""
    label_nl: str
    label_en: str
    action_nl: str
    action_en: str
    states: Mapping[str, TrackState]
    optional: tuple[str, ...]
    basis: tuple[str, ...]
    source: tuple[str, ...]

    label = Shown()
    action = Shown()


@value
class Acute:
    """Call first; a call can be recorded in any state and never blocks a step."""

    decision: str
    numbers: tuple[str, ...]
    then_call: tuple[str, ...]
    unknown_call: tuple[str, ...]
    fields: tuple[str, ...]
    record_in: str
    blocks: bool
    title_nl: str
    title_en: str
    steps_nl: tuple[str, ...]
    steps_en: tuple[str, ...]
    unknown_nl: str
    unknown_en: str
    basis: tuple[str, ...]
    source: tuple[str, ...]

    title = Shown()
    steps = ShownList()
    unknown = Shown()


@value
class Outcome:
    """An answer; ``text`` is the message to a reporter where none is typed.

    ``text_office``, ``label_office``: to an office that handed the signal on; without them, the
    other. What stands between ``[`` and ``]`` is for the writer to fill in.
    """

    id: str
    code: str
    final: bool
    label_nl: str
    label_en: str
    text_nl: str
    text_en: str
    text_office_nl: str = ""
    text_office_en: str = ""
    label_office_nl: str = ""
    label_office_en: str = ""
    hint_nl: str = ""
    hint_en: str = ""
    basis: tuple[str, ...]

    label = Shown()
    text = Shown()
    text_office = Shown()
    label_office = Shown()
    hint = Shown()


@value
class Feedback:
    max_len: int
    rule_nl: str
    rule_en: str
    basis: tuple[str, ...]
    source: tuple[str, ...]
    outcomes: Mapping[str, Outcome] = named("outcome")
    forbidden: Mapping[str, Labelled]

    rule = Shown()


@value
class Route:
    meta: Meta
    units: Mapping[str, Unit] = named("unit")
    then: Mapping[str, Labelled]
    steps: Mapping[str, Labelled] = named("step")
    actors: Mapping[str, Actor] = named("actor")
    handover: Mapping[str, Handover]
    codes: Mapping[str, CodeList]
    fields: Mapping[str, Field]
    groups: Mapping[str, Group] = named("group")
    states: Mapping[str, State] = named("state")
    transitions: tuple[Transition, ...] = named("transition")
    decisions: Mapping[str, Decision] = named("decision")
    parallel: Mapping[str, Parallel]
    acute: Acute
    feedback: Feedback
    config: Mapping[str, Config]

    def steps_from(self, state: str) -> tuple[Transition, ...]:
        """The steps that leave a state, in file order."""
        return tuple(one for one in self.transitions if one.from_ == state)

    def deadlines(self) -> Mapping[str, Deadline]:
        """Every deadline by its id, which is also the name of a setting."""
        return {one.id: one for state in self.states.values() for one in state.deadlines.values()}
