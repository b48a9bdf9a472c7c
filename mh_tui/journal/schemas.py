"""What the body of each kind looks like, compiled once.

- Types, lengths and counts are checked; codes are not, so that a signal filled in with a
  newer reference list still arrives.
- Built on pydantic-core alone: one pass parses and checks the stored bytes (``parsing``).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic_core import SchemaValidator, core_schema

from mh_tui.journal import kinds

Schema = core_schema.CoreSchema

TEXT, NARRATIVE, LIST = 500, 20_000, 50


def _text(most: int = TEXT) -> Schema:
    return core_schema.str_schema(max_length=most, strict=True)


def _hex(size: int) -> Schema:
    return core_schema.str_schema(pattern=f"^[0-9a-f]{{{size * 2}}}$", strict=True)


def _list(item: Schema, most: int = LIST) -> Schema:
    return core_schema.list_schema(item, max_length=most, strict=True)


def _record(*, _required: tuple[str, ...] = (), **fields: Schema) -> Schema:
    return core_schema.typed_dict_schema(
        {
            name.rstrip("_"): core_schema.typed_dict_field(schema, required=name in _required)
            for name, schema in fields.items()
        },
        extra_behavior="forbid",
    )


def _whole(**fields: Schema) -> Schema:
    """A record of which every field is required."""
    return _record(_required=tuple(fields), **fields)


_ID = _hex(32)
_FLAG = core_schema.bool_schema(strict=True)
_COUNT = core_schema.int_schema(ge=0, le=(1 << 63) - 1, strict=True)
_CODES = _list(_text())

_PLACE = _record(street=_text(), number=_text(), postcode=_text(), town=_text(), note=_text())
_PERSON = _record(role=_text(), name=_text(), minor=_text(), phone=_text(), note=_text())
_ORGANISATION = _record(name=_text(), kvk=_text(), role=_text())
_VEHICLE = _record(plate=_text(), note=_text())
_CALL = _record(party=_text(), at=_text(), reference=_text(), none_because=_text())
_REPORTER = _record(kind=_text(), wants_feedback=_FLAG)

CONTENT = _record(
    observed_at=_text(),
    municipality=_text(),
    context=_text(),
    acute=_text(),
    forms=_CODES,
    indicators=_list(_text(), 200),
    minor_possible=_text(),
    narrative=_text(NARRATIVE),
    gut_feeling=_FLAG,
    sector=_text(),
    place=_PLACE,
    persons=_list(_PERSON),
    organisations=_list(_ORGANISATION),
    vehicles=_list(_VEHICLE),
    reporter=_REPORTER,
    reference=_text(),
    call=_CALL,
    advice=_text(),
    why=_list(_text(), 200),
    reference_version=_text(),
)
_REGISTRATION = _record(
    registration_form=_text(),
    registration_sector=_text(),
    registration_age_class=_text(),
    registration_gender=_text(),
    registration_nationality_class=_text(),
    registration_reporter=_text(),
    registration_period=_text(),
)
_SLICE = _whole(device=_ID, audience=_ID, first=_COUNT, last=_COUNT)
_STAND = _whole(device=_ID, audience=_ID, seq=_COUNT, link=_ID)


def _handover(content: Schema) -> Schema:
    return _record(
        _required=("office", "nonce", "base", "content", "purpose", "legal_basis"),
        office=_ID,
        nonce=_hex(16),
        base=_list(_ID),
        content=content,
        purpose=_text(),
        legal_basis=_text(),
    )


_CARD = _whole(card=_text(8192))
_OWN_CONTENT = _record(
    _required=("office", "nonce", "base", "content"),
    office=_ID,
    nonce=_hex(16),
    base=_list(_ID),
    content=CONTENT,
    not_bsn=_FLAG,
)

FIELDS: dict[str, Schema] = {
    "device.card": _CARD,
    "trust.admitted": _CARD,
    "trust.vouched": _CARD,
    "trust.revoked": _whole(
        device=_ID, cuts=_list(_whole(audience=_ID, seq=_COUNT, link=_ID), 10_000)
    ),
    "trust.upstream": _whole(office=_ID, profiles=_list(_text())),
    "reference.contact": _record(
        _required=("partner",),
        partner=_text(),
        person=_text(),
        phone=_text(),
        hours=_text(),
        note=_text(),
        checked_on=_text(),
    ),
    "config.set": _whole(name=_text(), value=core_schema.any_schema()),
    "signal.recorded": _OWN_CONTENT,
    "signal.amended": _OWN_CONTENT,
    "signal.withdrawn": _whole(reason=_text()),
    "handover.melding": _handover(CONTENT),
    "handover.tafel": _handover(CONTENT),
    "handover.doorzetten": _handover(CONTENT),
    "handover.registratie": _handover(_REGISTRATION),
    "handover.approved": _whole(
        to=_ID,
        profile=_text(),
        purpose=_text(),
        legal_basis=_text(),
        without=_CODES,
        approved_by=_list(_text()),
    ),
    "signal.status": _whole(state=_text(), receipt=_text()),
    "feedback.given": _whole(outcome=_text(), text=_text(NARRATIVE)),
    "feedback.reply": _whole(item=_ID, text=_text(NARRATIVE)),
    "feedback.read": _whole(item=_ID),
    "reporter.identity": _whole(
        sealed=_list(_whole(device=_ID, box=_text(8192)), 100),
    ),
    "signal.note": _whole(text=_text(NARRATIVE)),
    "signal.triaged": _record(
        _required=("acute",),
        acute=_text(),
        task=_FLAG,
        territory=_FLAG,
        reason=_text(),
        call=_CALL,
    ),
    "signal.forgotten": _record(
        _required=("summary",),
        summary=_record(
            observed_at=_text(),
            municipality=_text(),
            context=_text(),
            forms=_CODES,
            advice=_text(),
            version=_COUNT,
            author=_text(),
        ),
    ),
    "user.added": _record(
        _required=("slot", "name", "role"),
        slot=_text(),
        name=_text(),
        role=_text(),
        since=_text(),
        until=_text(),
    ),
    "user.removed": _whole(slot=_text(), name=_text()),
    "import.done": _record(
        _required=("outcome",),
        outcome=_text(),
        bundle=_ID,
        sender=_ID,
        office=_ID,
        sha256=_ID,
        entries=_COUNT,
        slices=_list(_SLICE, 100_000),
    ),
    "export.done": _whole(
        bundle=_ID, to=_ID, sha256=_ID, bytes=_COUNT, slices=_list(_SLICE, 100_000)
    ),
    "ack.noted": _record(
        _required=("device", "audience", "seq", "link", "office"),
        device=_ID,
        audience=_ID,
        seq=_COUNT,
        link=_ID,
        office=_ID,
        by=_ID,
        beyond=_FLAG,
    ),
    "ack.relayed": _record(
        _required=("device", "audience", "seq", "link", "office"),
        device=_ID,
        audience=_ID,
        seq=_COUNT,
        link=_ID,
        office=_ID,
    ),
    "audit.noted": _record(
        _required=("action", "outcome"),
        action=_text(),
        outcome=_text(),
        object=_text(),
        reason=_text(),
        count=_COUNT,
    ),
}


@cache
def validator() -> SchemaValidator:
    """Checks a whole body of any known kind; raises pydantic_core.ValidationError."""
    choices: dict[Any, Schema] = {}
    for kind in kinds.KINDS:
        fields = {
            "kind": core_schema.literal_schema([kind.name]),
            "v": core_schema.literal_schema([kind.version]),
            "time": _COUNT,
            "by": _record(_required=("office",), office=_ID, user=_text()),
            "fields": FIELDS[kind.name],
        }
        if kind.fold is kinds.Fold.SIGNAL:
            fields["subject"] = _hex(10)
        choices[kind.name] = _whole(**fields)
    return SchemaValidator(core_schema.tagged_union_schema(choices, discriminator="kind"))
