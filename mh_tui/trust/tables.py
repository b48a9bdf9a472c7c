"""Who is trusted, as a fold of trust entries: disposable rows."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class DeviceRow(SQLModel, table=True):
    """One device. ``state``: own, admitted, vouched, revoked. ``cuts``: JSON, audience to seq."""

    __tablename__ = "device"
    id: bytes = Field(primary_key=True)
    office: bytes
    role: str
    organisation: str
    name: str
    card: bytes
    state: str
    via: bytes
    cuts: str | None = None


class UpstreamRow(SQLModel, table=True):
    """Which office gets what this one hands on under a profile."""

    __tablename__ = "upstream"
    profile: str = Field(primary_key=True)
    office: bytes


class ConfigRow(SQLModel, table=True):
    __tablename__ = "config"
    name: str = Field(primary_key=True)
    value: str


class ContactRow(SQLModel, table=True):
    """What an office fills in about a partner of the directory; empty: not filled in."""

    __tablename__ = "contact"
    partner: str = Field(primary_key=True)
    office: bytes = Field(primary_key=True)
    person: str
    phone: str
    hours: str
    note: str
    checked_on: str
    at: int


class UserRow(SQLModel, table=True):
    """A user of this device: slot, name and app role; a deputy has dates."""

    __tablename__ = "user"
    slot: str = Field(primary_key=True)
    name: str
    role: str
    since: str | None = None
    until: str | None = None
    created: int
    removed: int | None = None
