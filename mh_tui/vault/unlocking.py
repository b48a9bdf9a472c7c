"""At the lock: which slot, whether its passphrase is looked at, and what a wrong one costs.

- A wrong try is durable in ``keys.json`` before it is answered.
- Within the waiting time the passphrase is not looked at, right or wrong.
Source: DESIGN, Vault, Passphrases; CLI.md, fine print.
"""

from __future__ import annotations

from dataclasses import replace

from mh_tui.errors import InvalidInput, Locked, WrongPassphrase
from mh_tui.language import N_
from mh_tui.vault import files, sealing, slots, tries
from mh_tui.vault.slots import KeysFile, Slot

_TOO_SOON = N_("Too soon after a wrong one, so this one was not looked at.")


def pick(paths: files.Paths, keys: KeysFile, user: str | None) -> Slot:
    """The slot of this user, or of the only one."""
    if user is not None:
        slot = keys.find(user)
        if slot is None:
            count_try(paths, keys, None)
            raise no_such_user()
        return slot
    only = keys.users()
    if len(only) > 1:
        raise InvalidInput(
            "user_needed", N_("More than one person uses this profile: say who."), field="user"
        )
    if not only:
        raise slots.damaged()
    return only[0]


def unlock(
    paths: files.Paths, keys: KeysFile, slot: Slot, passphrase: bytes
) -> tuple[KeysFile, bytes]:
    """The private key of a slot, and ``keys`` with the waiting over.

    Raises WrongPassphrase; within the waiting time without looking at the passphrase.
    """
    if left := tries.wait_left(keys.tries, slot.id):
        raise WrongPassphrase(_code_of(slot), _TOO_SOON, wait_seconds=left)
    try:
        private = slot.open_private(keys.context, passphrase)
    except sealing.SealBroken:
        keys = count_try(paths, keys, slot.id)
        raise _wrong(slot, tries.wait_left(keys.tries, slot.id)) from None
    if any(one.slot == slot.id and one.running for one in keys.tries):
        keys = replace(keys, tries=tries.settle(keys.tries, slot.id))
        keys.save(paths.keys)
    return keys, private


def count_try(paths: files.Paths, keys: KeysFile, slot_id: bytes | None) -> KeysFile:
    """One more wrong try, durable when it returns."""
    keys = replace(keys, tries=tries.add(keys.tries, slot_id))
    keys.save(paths.keys)
    return keys


def no_such_user() -> Locked:
    return Locked("no_such_user", N_("This profile has no user of that name."), field="user")


def _wrong(slot: Slot, wait_seconds: int) -> WrongPassphrase:
    if slot.recovery:
        text = N_("That is not the recovery code of this profile.")
    elif wait_seconds:
        text = WrongPassphrase.text
    else:
        text = N_("That is not the right passphrase. Try again.")
    return WrongPassphrase(_code_of(slot), text, wait_seconds=wait_seconds)


def _code_of(slot: Slot) -> str:
    return "wrong_code" if slot.recovery else WrongPassphrase.code
