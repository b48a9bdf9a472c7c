"""The users of a profile: who has a slot, coming, going, and a new passphrase.

- A public key stands in the vault before ``keys.json`` names it, and is dropped after.
- Who goes takes no data along that is written later: the profile is rekeyed.
- A profile is never left without a user, nor without the identity key once one has it.
Source: DESIGN, Vault, Slots; CLI.md, ``user`` and ``recover``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mh_tui.errors import InvalidInput, NotAllowed, WrongPassphrase
from mh_tui.language import N_
from mh_tui.vault import inside, rekey, slots, tries, unlocking
from mh_tui.vault.files import storage_failed
from mh_tui.vault.slots import NewSlot, Slot

if TYPE_CHECKING:
    from mh_tui.vault.profile import Vault


@dataclass(frozen=True, slots=True)
class User:
    """``slot``: 16 bytes. ``identity``: can open reporters' identities. Times in ms."""

    slot: bytes
    name: str
    identity: bool
    created_ms: int


def listed(vault: Vault) -> list[User]:
    """Who stands in the vault and in ``keys.json``, oldest first."""
    with vault.database.read() as connection:
        rows = inside.public_keys(connection)
    here = {(slot.id, slot.fingerprint) for slot in vault.keys.users()}
    return [
        User(row.slot, row.name, row.identity, row.created_ms)
        for row in rows
        if (row.slot, row.fingerprint) in here
    ]


def recognise(vault: Vault, slot: Slot, typed: str | None, public: bytes) -> None:
    """Set the user's name from the vault. Raises StorageFailed if this is no vault.

    A slot that opened but is not known inside (its commit was lost) is written in again, so
    that a rekey cannot shut its user out.
    """
    with vault.database.read() as connection:
        if not inside.is_vault(connection):
            raise storage_failed("damaged")
        rows = [row for row in inside.public_keys(connection) if row.slot == slot.id]
    if any(row.fingerprint == slot.fingerprint for row in rows):
        vault.user = rows[0].name
        return
    if rows:
        vault.user = rows[0].name
    elif not slot.recovery:
        vault.user = slots.checked_name(typed or "")
    row = inside.PublicKey(
        slot.id, slot.fingerprint, public, vault.user, slot.identity is not None, tries.now_ms()
    )
    with vault.database.write() as connection:
        inside.put_public_key(connection, row)


def add(vault: Vault, name: str, passphrase: str, *, identity: bool) -> bytes:
    """See ``Vault.add_user``."""
    name, secret = slots.checked_name(name), slots.checked_passphrase(passphrase)
    with vault.changing:
        rekey.settle(vault)
        if vault.keys.find(name) is not None:
            raise NotAllowed("user_exists", N_("There is a user of that name."), field="user")
        if identity and vault.identity is None:
            raise NotAllowed("identity_key", N_("Ask someone who can open reporters' names."))
        digest = slots.name_digest(vault.profile_id, name)
        made = slots.new_slot(vault.keys.context, digest, secret)
        _bring_in(vault, made, name, identity=vault.identity if identity else None)
        return made.slot.id


def change_passphrase(vault: Vault, new: str) -> None:
    """See ``Vault.change_passphrase``."""
    secret = slots.checked_passphrase(new)
    with vault.changing:
        rekey.settle(vault)
        own = next(slot for slot in vault.keys.slots if slot.id == vault.slot_id)
        made = slots.new_slot(vault.keys.context, own.name, secret, slot_id=own.id)
        _bring_in(vault, made, vault.user, identity=vault.identity)


def take_over(
    vault: Vault, slot_id: bytes, typed: str, new: str, allowed: Callable[[Vault, str], None]
) -> None:
    """Give a user a new passphrase from a session of the recovery slot, and become that user.

    ``allowed``: see ``profile.recover``.
    """
    secret = slots.checked_passphrase(new)
    own = next(slot for slot in vault.keys.slots if slot.id == slot_id)
    with vault.database.read() as connection:
        known = [row for row in inside.public_keys(connection) if row.slot == slot_id]
    has_identity = known[-1].identity if known else own.identity is not None
    name = known[-1].name if known else slots.checked_name(typed)
    allowed(vault, name)
    made = slots.new_slot(vault.keys.context, own.name, secret, slot_id=slot_id)
    vault.identity = vault.identity if has_identity else None
    vault.slot_id, vault.user = slot_id, name
    _bring_in(vault, made, name, identity=vault.identity)


def remove(vault: Vault, slot_id: bytes) -> None:
    """See ``Vault.remove_user``."""
    with vault.changing:
        rekey.settle(vault)
        everybody = listed(vault)
        leaver = next((user for user in everybody if user.slot == slot_id), None)
        if leaver is None:
            raise InvalidInput("not_found", N_("There is no such user."), field="user")
        rest = [user for user in everybody if user.slot != slot_id]
        if not rest:
            raise NotAllowed("last_user", N_("The last user of a profile cannot be removed."))
        if leaver.identity and not any(user.identity for user in rest):
            raise NotAllowed("last_identity", N_("Nobody else could open the names of reporters."))
        heir = vault.user if slot_id != vault.slot_id else rest[0].name
        rekey.rekey(vault, vault.keys.without(slot_id), leaver.name, heir)


def check_passphrase(vault: Vault, name: str, passphrase: str) -> bytes:
    """See ``Vault.check_passphrase``."""
    with vault.changing:
        slot = vault.keys.find(name)
        if slot is None:
            vault.keys = unlocking.count_try(vault.paths, vault.keys, None)
            raise unlocking.no_such_user()
        try:
            vault.keys, _private = unlocking.unlock(
                vault.paths, vault.keys, slot, slots.passphrase_bytes(passphrase)
            )
        except WrongPassphrase:
            vault.keys = slots.KeysFile.load(vault.paths.keys)  # the try was counted there
            raise
        return slot.id


def _bring_in(vault: Vault, made: NewSlot, name: str, *, identity: bytes | None) -> None:
    """First into the vault, then into ``keys.json``, then drop what nothing names any more."""
    context = vault.keys.context
    slot = made.slot.seal(context, made.public, vault.database.key)
    if identity is not None:
        slot = slot.seal_identity(context, made.public, identity)
    with vault.database.write() as connection:
        created = [row.created_ms for row in inside.public_keys(connection) if row.slot == slot.id]
        row = inside.PublicKey(
            slot=slot.id,
            fingerprint=slot.fingerprint,
            public=made.public,
            name=name,
            identity=identity is not None,
            created_ms=min(created, default=tries.now_ms()),
        )
        inside.put_public_key(connection, row)
    keys = vault.keys.put(slot)
    vault.save_keys(replace(keys, tries=tries.settle(keys.tries, slot.id)))
    with vault.database.write() as connection:
        inside.keep_only(connection, vault.keys.slots)
