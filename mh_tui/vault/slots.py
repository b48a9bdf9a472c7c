"""``keys.json``: one slot a user, and the slot of the recovery code.

- A slot is a key pair; its private key is wrapped under the passphrase, with the slot's own
  parameters, id and profile as associated data.
- To its public key are sealed, each apart: the database key (two during a rekey), and for some
  the identity private key.
- No user name stands in it, only a digest. Its sum tells damage from a wrong passphrase.
- What is read is checked before it costs memory: a hostile file cannot ask for 100 GB.
Source: DESIGN, Vault, Slots.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mh_tui.errors import InvalidInput, StorageFailed
from mh_tui.language import N_
from mh_tui.vault import sealing
from mh_tui.vault.files import os_failures, storage_failed, write_whole
from mh_tui.vault.tries import Tries

FORMAT = 1
FILE_LIMIT = 4 << 20  # bytes
SLOT_LIMIT = 256
ID_BYTES = 16
SHORTEST_PASSPHRASE = 12  # characters after NFC
_DAMAGED = N_("The file keys.json is damaged. Put it back from a backup.")
_NEWER = N_("This profile was made by a newer version of the program. Update the program.")


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """What a slot opens: database keys (one, or two during a rekey), identity key or None."""

    databases: tuple[bytes, ...]
    identity: bytes | None

    @property
    def database(self) -> bytes:
        return self.databases[0]


@dataclass(frozen=True, slots=True)
class Slot:
    """``name``: digest 32; ``fingerprint``: SHA-256 of the public key."""

    id: bytes
    name: bytes
    recovery: bool
    cost: sealing.Cost
    salt: bytes
    fingerprint: bytes
    private: bytes
    databases: tuple[bytes, ...] = ()
    identity: bytes | None = None

    def seal(self, context: bytes, public: bytes, *databases: bytes) -> Slot:
        """This slot with the given database keys sealed to its public key."""
        info = _info(context, self.id, b"database")
        return replace(self, databases=tuple(sealing.seal(public, k, info) for k in databases))

    def seal_identity(self, context: bytes, public: bytes, identity: bytes) -> Slot:
        info = _info(context, self.id, b"identity")
        return replace(self, identity=sealing.seal(public, identity, info))

    def open_private(self, context: bytes, passphrase: bytes) -> bytes:
        """The private key. Raises sealing.SealBroken for a wrong passphrase."""
        key = sealing.stretch(passphrase, self.salt, self.cost)
        return sealing.open_box(key, self.private, _associated(context, self))

    def open_ring(self, context: bytes, private: bytes) -> KeyRing:
        """Raises StorageFailed: behind the right passphrase only damage is left."""
        try:
            database = _info(context, self.id, b"database")
            keys = tuple(sealing.unseal(private, box, database) for box in self.databases)
            identity = self.identity and sealing.unseal(
                private, self.identity, _info(context, self.id, b"identity")
            )
        except sealing.SealBroken as error:
            raise damaged() from error
        if not 1 <= len(keys) <= 2:
            raise damaged()
        return KeyRing(keys, identity or None)


@dataclass(frozen=True, slots=True, repr=False)
class NewSlot:
    """A slot just made, with the key pair that stays in memory."""

    slot: Slot
    private: bytes
    public: bytes


@dataclass(frozen=True, slots=True)
class KeysFile:
    """The whole of ``keys.json`` as a value; ``save`` replaces the file durably."""

    profile: bytes
    demo: bool
    slots: tuple[Slot, ...] = ()
    tries: tuple[Tries, ...] = ()

    @property
    def context(self) -> bytes:
        """What every slot is bound to: this profile, real or demo."""
        return self.profile + bytes([self.demo])

    def find(self, name: str) -> Slot | None:
        """The slot of a user."""
        digest = name_digest(self.profile, name)
        return next((s for s in self.slots if s.name == digest and not s.recovery), None)

    def users(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if not slot.recovery)

    def recovery(self) -> Slot:
        """Raises StorageFailed: a whole profile has one."""
        for slot in self.slots:
            if slot.recovery:
                return slot
        raise damaged()

    def put(self, slot: Slot) -> KeysFile:
        """With this slot, in the place of an older one of the same id."""
        if all(old.id != slot.id for old in self.slots):
            return replace(self, slots=(*self.slots, slot))
        return replace(self, slots=tuple(slot if s.id == slot.id else s for s in self.slots))

    def without(self, slot_id: bytes) -> KeysFile:
        """Without this slot and what was counted for it."""
        return replace(
            self,
            slots=tuple(slot for slot in self.slots if slot.id != slot_id),
            tries=tuple(one for one in self.tries if one.slot != slot_id),
        )

    @staticmethod
    def load(path: Path) -> KeysFile:
        """Raises StorageFailed("damaged" | "newer_format")."""
        with os_failures(), open(path, "rb") as file:
            return KeysFile.parse(file.read(FILE_LIMIT + 1))

    @staticmethod
    def parse(raw: bytes) -> KeysFile:
        """As ``load``; a backup holds the same bytes."""
        if len(raw) > FILE_LIMIT:
            raise damaged()
        try:
            content = json.loads(raw)
            if type(content["format"]) is int and content["format"] > FORMAT:
                raise StorageFailed("newer_format", _NEWER)
            if content.pop("sum") != _sum(content):
                raise damaged()
            return _decode(content)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise damaged() from error

    def save(self, path: Path) -> None:
        content = _encode(self)
        content["sum"] = _sum(content)
        write_whole(path, json.dumps(content, indent=1, sort_keys=True).encode())


def damaged() -> StorageFailed:
    return storage_failed("damaged", _DAMAGED)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def checked_name(name: str) -> str:
    """A user's name as it is kept: NFC, no spaces around it. InvalidInput if nothing is left."""
    kept = nfc(name).strip()
    if not kept or not kept.isprintable():
        raise InvalidInput("user_invalid", N_("Give a name for this user."), field="user")
    return kept


def checked_passphrase(passphrase: str) -> bytes:
    """A new passphrase in NFC and UTF-8. Raises InvalidInput("passphrase_too_short")."""
    kept = nfc(passphrase)
    if len(kept) < SHORTEST_PASSPHRASE:
        raise InvalidInput(
            "passphrase_too_short",
            N_("A passphrase has at least {shortest} characters. A short sentence is fine."),
            field="passphrase",
            shortest=SHORTEST_PASSPHRASE,
        )
    return passphrase_bytes(kept)


def passphrase_bytes(passphrase: str) -> bytes:
    """What Argon2id gets; a lone surrogate from a broken terminal is only a wrong passphrase."""
    return nfc(passphrase).encode("utf-8", "surrogatepass")


def name_digest(profile: bytes, name: str) -> bytes:
    text = nfc(name).strip().encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"mh/slot-name/1\0" + profile + text).digest()


def fingerprint(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()


def new_slot(
    context: bytes, name: bytes, passphrase: bytes, *, slot_id: bytes = b"", recovery: bool = False
) -> NewSlot:
    """A slot with a new key pair and nothing sealed to it yet. ``name`` is the digest."""
    private, public = sealing.new_pair()
    slot = Slot(
        id=slot_id or os.urandom(ID_BYTES),
        name=name,
        recovery=recovery,
        cost=sealing.Cost(),
        salt=os.urandom(sealing.SALT_BYTES),
        fingerprint=fingerprint(public),
        private=b"",
    )
    key = sealing.stretch(passphrase, slot.salt, slot.cost)
    box = sealing.lock_box(key, private, _associated(context, slot))
    return NewSlot(replace(slot, private=box), private, public)


def _info(context: bytes, slot_id: bytes, what: bytes) -> bytes:
    return b"mh/slot/1\0" + context + slot_id + what


def _associated(context: bytes, slot: Slot) -> bytes:
    cost = slot.cost
    numbers = f"{cost.memory_kib},{cost.passes},{cost.lanes},{slot.recovery:d}\0".encode()
    return b"mh/slot/1\0" + context + slot.id + slot.name + slot.salt + slot.fingerprint + numbers


def _sum(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"mh/keys.json/1\0" + text.encode()).hexdigest()


def _encode(keys: KeysFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "profile": keys.profile.hex(),
        "demo": keys.demo,
        "slots": [_encode_slot(slot) for slot in keys.slots],
        "tries": [
            [one.slot.hex() if one.slot else None, one.count, one.running, one.last_at]
            for one in keys.tries
        ],
    }


def _encode_slot(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id.hex(),
        "name": slot.name.hex(),
        "recovery": slot.recovery,
        "argon2id": [slot.cost.memory_kib, slot.cost.passes, slot.cost.lanes],
        "salt": slot.salt.hex(),
        "fingerprint": slot.fingerprint.hex(),
        "private": slot.private.hex(),
        "database": [box.hex() for box in slot.databases],
        "identity": slot.identity.hex() if slot.identity else None,
    }


def _decode(content: dict[str, Any]) -> KeysFile:
    slots = tuple(_decode_slot(slot) for slot in content["slots"])
    if content["format"] != FORMAT or len(slots) > SLOT_LIMIT:
        raise ValueError
    tries = tuple(
        Tries(slot and _bytes(slot, ID_BYTES), *(_whole(n) for n in (count, running, last)))
        for slot, count, running, last in content["tries"]
    )
    return KeysFile(_bytes(content["profile"], ID_BYTES), content["demo"] is True, slots, tries)


def _decode_slot(content: dict[str, Any]) -> Slot:
    memory, passes, lanes = (_whole(number) for number in content["argon2id"])
    cost = sealing.Cost(memory, passes, lanes)
    if not cost.acceptable():
        raise ValueError
    return Slot(
        id=_bytes(content["id"], ID_BYTES),
        name=_bytes(content["name"], 32),
        recovery=content["recovery"] is True,
        cost=cost,
        salt=_bytes(content["salt"], sealing.SALT_BYTES),
        fingerprint=_bytes(content["fingerprint"], 32),
        private=bytes.fromhex(content["private"]),
        databases=tuple(bytes.fromhex(box) for box in content["database"]),
        identity=bytes.fromhex(content["identity"]) if content["identity"] else None,
    )


def _bytes(text: str, size: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != size:
        raise ValueError
    return value


def _whole(number: object) -> int:
    if type(number) is not int or not 0 <= number < 1 << 53:
        raise ValueError
    return number
