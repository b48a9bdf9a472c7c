"""Whether everything in route.toml that names something names something that exists.

- Every state can be reached, and from every state there is a way to an end.
- What the route borrows from the other files is looked up in the released ones.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from mh_tui.reference.indicators import indicators
from mh_tui.reference.partners import partners
from mh_tui.reference.roles import roles
from mh_tui.reference.route_model import Decision, Parallel, Requirement, Route, State, Transition
from mh_tui.reference.route_words import CodeList, Condition, Field, Period
from mh_tui.reference.shape import Where, check_basis, check_ids
from mh_tui.reference.shelter import shelter

TYPES = ("text", "code", "date", "datetime", "yes_no", "person", "reference")
REFS = (
    "bundle",
    "destruction_record",
    "external",
    "office",
    "partner",
    "profile_field",
    "signal",
    "signal_part",
)
SCOPES = ("signal", "visit")
SET_BY = ("person", "program")
REASONS = ("default", "typed")
IDENTITIES = ("sealed", "never")
MOMENTS = ("enter", "leave")
ROOT = Where("route.toml")


def check(data: Route) -> None:
    """``ReferenceBroken`` names the first thing that does not fit (SCHEMA.md, route.toml)."""
    check_ids(data.states, (data.meta.initial, *data.meta.final), ROOT.at("meta"), "final")
    _check_actors(data)
    _check_codes(data)
    _check_fields(data)
    for profile in data.handover.values():
        at = ROOT.at(f"handover.{profile.id}")
        check_ids(IDENTITIES, (profile.identity,), at, "identity")
        borrowed = [name for name in profile.fields if name.startswith("registration_")]
        check_ids(data.fields, borrowed, at, "fields")
    for state in data.states.values():
        _check_state(data, state, ROOT.at(f"state.{state.id}"))
    for n, step in enumerate(data.transitions):
        _check_transition(data, step, ROOT.at(f"transition[{n}]"))
    for decision in data.decisions.values():
        _check_decision(data, decision, ROOT.at(f"decision.{decision.id}"))
    for track in data.parallel.values():
        _check_track(data, track, ROOT.at(f"parallel.{track.id}"))
    _check_acute_and_feedback(data)
    _check_config(data)
    _check_ends(data)


def _check_actors(data: Route) -> None:
    for actor in data.actors.values():
        at = ROOT.at(f"actor.{actor.id}")
        check_ids(roles().app_roles, actor.app_roles, at, "app_roles")
        check_ids(roles().roles, actor.roles, at, "roles")
        check_ids(partners().partners, actor.partners, at, "partners")


def _check_codes(data: Route) -> None:
    for codes in data.codes.values():
        at = ROOT.at(f"codes.{codes.id}")
        check_basis(codes.basis, codes.source, at)
        _check_items(data, codes, at)
    for item in data.codes["retention_class"].items.values():
        if item.permanent == (item.amount is not None and bool(item.unit and item.from_)):
            raise ROOT.at("codes.retention_class").broken("missing_key", item.id)


def _check_items(data: Route, codes: CodeList, at: Where) -> None:
    for item in codes.items.values():
        check_ids(partners().partners, (item.partner, *item.partners), at, item.id)
        check_ids(data.feedback.outcomes, (item.feedback,), at, item.id)
        check_ids(data.codes["retention_class"].items, (item.retention,), at, item.id)
        check_ids(data.units, (item.unit,), at, item.id)
        check_ids(data.fields, (item.from_,), at, item.id)


def _check_fields(data: Route) -> None:
    for one in data.fields.values():
        at = ROOT.at(f"fields.{one.id}")
        check_ids(TYPES, (one.type,), at, "type")
        check_ids(SCOPES, (one.scope,), at, "scope")
        check_ids(SET_BY, (one.set_by,), at, "set_by")
        check_ids(REFS, (one.ref,), at, "ref")
        check_ids(_lists(data), (one.codes,), at, "codes")
        if (one.type == "code") != bool(one.codes) or (one.type == "reference") != bool(one.ref):
            raise at.broken("missing_key", "codes" if one.type == "code" else "ref")
        _check_condition(data, one.only_if, at)
        _check_period(data, one.max_after, at)
        _check_default(one, at)
    for group in data.groups.values():
        at = ROOT.at(f"group.{group.id}")
        for requirement in (*group.required, *group.optional):
            _check_requirement(data, requirement, at)


def _check_default(one: Field, at: Where) -> None:
    kinds = {"yes_no": bool, "text": str, "code": str, "date": str, "datetime": str, "person": str}
    if one.default is not None and not isinstance(one.default, kinds.get(one.type, object)):
        raise at.broken("wrong_type", "default")


def _lists(data: Route) -> Container[str]:
    """Every name that ``codes`` of a field may have."""
    ours = indicators()
    elsewhere = {
        "feedback.outcome": data.feedback.outcomes,
        "indicators.acute.answers": ours.acute.answers,
        "indicators.advice.level": ours.advice.levels,
        "indicators.contexts": ours.contexts,
        "indicators.forms": ours.forms,
        "indicators.indicator": ours.indicator,
        "partners.municipalities": partners().municipalities,
        "roles.reporter_kind": roles().reporter_kinds,
    }
    return {*data.codes, *elsewhere}


def _check_condition(data: Route, condition: Condition | None, at: Where) -> None:
    if condition is None:
        return
    check_ids(data.fields, (condition.field,), at, "only_if")
    check_ids(data.config, (condition.config,), at, "only_if")
    if bool(condition.field) == bool(condition.config):
        raise at.broken("missing_key", "only_if")


def _check_period(data: Route, period: Period | None, at: Where) -> None:
    if period is not None:
        check_ids(data.units, (period.unit,), at, "unit")
        check_ids(data.fields, (period.from_,), at, "from")


def _check_requirement(data: Route, one: Requirement, at: Where) -> None:
    if [bool(one.field), bool(one.one_of), bool(one.group)].count(True) != 1:
        raise at.broken("missing_key", "required")
    check_ids(data.fields, (one.field, *one.one_of), at, one.field or "one_of")
    check_ids(data.groups, (one.group,), at, "group")
    check_ids(MOMENTS, (one.at,), at, "at")
    if bool(one.group) != (one.min is not None):
        raise at.broken("missing_key", "min")
    _check_condition(data, one.only_if, at)


def _check_state(data: Route, state: State, at: Where) -> None:
    check_basis(state.basis, state.source, at)
    check_ids(data.steps, (str(state.step),), at, "step")
    check_ids(data.actors, (state.actor, *state.waits_for), at, "actor")
    check_ids(data.codes["receipt"].items, (state.receipt,), at, "receipt")
    outcomes = (state.feedback, *state.allowed_content)
    check_ids(data.feedback.outcomes, outcomes, at, "feedback")
    check_ids(data.feedback.forbidden, state.forbidden_content, at, "forbidden_content")
    check_ids(data.decisions, state.decisions, at, "decisions")
    check_ids(data.fields, state.optional, at, "optional")
    for requirement in state.required:
        _check_requirement(data, requirement, at)
    for deadline in state.deadlines.values():
        inside = at.at(f"deadline.{deadline.id}")
        check_ids(data.units, (deadline.unit,), inside, "unit")
        check_ids(data.fields, (deadline.from_, *deadline.until), inside, "until")
        check_ids(data.then, (deadline.then,), inside, "then")
        check_ids(data.actors, (deadline.who,), inside, "who")
        _check_condition(data, deadline.only_if, inside)
        _check_period(data, deadline.repeat, inside)


def _check_transition(data: Route, step: Transition, at: Where) -> None:
    check_ids(data.states, (step.from_, step.to), at, "to")
    check_ids(data.actors, step.actors, at, "actors")
    check_ids(REASONS, (step.reason,), at, "reason")
    check_ids(data.handover, (step.handover,), at, "handover")
    check_ids(data.decisions, (step.decision,), at, "decision")
    if step.answers:
        known = data.decisions[step.decision].answers if step.decision else {}
        check_ids(known, step.answers, at, "answers")
    _check_condition(data, step.only_if, at)
    pairs = [(one.from_, one.to) for one in data.transitions]
    if pairs.count((step.from_, step.to)) > 1:
        raise at.broken("duplicate_id", "to")


def _check_decision(data: Route, decision: Decision, at: Where) -> None:
    check_basis(decision.basis, decision.source, at)
    check_ids(data.config, (decision.config,), at, "config")
    check_ids(data.fields, decision.fields, at, "fields")
    check_ids(data.actors, decision.asked_to, at, "asked_to")
    for answer in decision.answers.values():
        inside = at.at(f"answers.{answer.id}")
        check_ids(partners().partners, answer.contacts, inside, "contacts")
        check_ids(data.decisions, (answer.ask,), inside, "ask")
        check_ids(data.parallel, (answer.track,), inside, "track")
        check_ids(decision.answers, (answer.as_,), inside, "as")
        check_ids(shelter().questions, (answer.guide,), inside, "guide")
        check_ids(data.feedback.outcomes, (answer.feedback,), inside, "feedback")


def _check_track(data: Route, track: Parallel, at: Where) -> None:
    check_basis(track.basis, track.source, at)
    check_ids(track.states, (track.initial, *track.final), at, "final")
    check_ids(data.states, track.starts_from, at, "starts_from")
    check_ids(data.actors, track.actors, at, "actors")
    check_ids(partners().partners, track.partners, at, "partners")
    check_ids(data.decisions, (track.decision,), at, "decision")
    check_ids(shelter().questions, (track.guide,), at, "guide")
    check_ids(data.handover, (track.handover,), at, "handover")
    check_ids(data.fields, track.optional, at, "optional")
    for state in track.states.values():
        check_ids(track.states, state.next, at.at(f"states.{state.id}"), "next")
        for requirement in state.required:
            _check_requirement(data, requirement, at.at(f"states.{state.id}"))


def _check_acute_and_feedback(data: Route) -> None:
    at = ROOT.at("acute")
    check_basis(data.acute.basis, data.acute.source, at)
    check_ids(data.decisions, (data.acute.decision,), at, "decision")
    check_ids(data.fields, data.acute.fields, at, "fields")
    for key in ("numbers", "then_call", "unknown_call"):
        check_ids(partners().partners, getattr(data.acute, key), at, key)
    if data.acute.blocks:
        # an emergency is never kept waiting for a form (rule R60)
        raise at.broken("unknown_id", "blocks")
    check_basis(data.feedback.basis, data.feedback.source, ROOT.at("feedback"))
    for outcome in data.feedback.outcomes.values():
        for name in ("text_nl", "text_en", "text_office_nl", "text_office_en"):
            if len(getattr(outcome, name)) > data.feedback.max_len:
                raise ROOT.at(f"feedback.outcome.{outcome.id}").broken("too_long", name)


def _check_config(data: Route) -> None:
    for setting in data.config.values():
        at = ROOT.at(f"config.{setting.id}")
        check_basis(setting.basis, setting.source, at)
        check_ids(TYPES, (setting.type,), at, "type")
        check_ids(REFS, (setting.ref,), at, "ref")
        if setting.must_fill == (setting.default is not None):
            raise at.broken("missing_key", "default")
    names = [one for state in data.states.values() for one in state.deadlines]
    if len({*names, *data.config}) != len(names) + len(data.config):
        raise ROOT.at("config").broken("duplicate_id", "deadline")


def _check_ends(data: Route) -> None:
    onward = {name: {one.to for one in data.steps_from(name)} for name in data.states}
    back = {name: {one for one in onward if name in onward[one]} for name in onward}
    for reached, reason in (
        (_reached(onward, (data.meta.initial,)), "unreachable"),
        (_reached(back, data.meta.final), "no_end"),
    ):
        for name in data.states:
            if name not in reached:
                raise ROOT.at("state").broken(reason, name)


def _reached(paths: Mapping[str, set[str]], start: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += paths[name]
    return reached
