"""A new database key for ``vault.db``, ``drafts.db`` and ``head.bin``, safe to kill.

- Every slot that stays holds both keys until the new one is durable everywhere.
- Which key is the new one stands inside the vault: ``keys.json`` alone cannot steer a rekey to
  a key that a removed user knows.
- The new key is sealed to the public keys that ``keys.json`` and the vault both hold, so
  nobody's passphrase is needed.
- A rekey cut short is finished at the next unlock.
Source: DESIGN, Vault, Slots.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mh_tui.vault import inside, sealing
from mh_tui.vault.database import fits
from mh_tui.vault.head import HeadFile
from mh_tui.vault.slots import KeysFile

if TYPE_CHECKING:
    from mh_tui.vault.profile import Vault

_INTENT = "rekey"  # the secret that names the new key while a rekey runs


def rekey(vault: Vault, keys: KeysFile, leaver: str, heir: str) -> None:
    """Put the profile under a new key for the slots of ``keys``; drafts go to ``heir``.

    The rename of ``keys.json`` is the point of no return: before it nothing happened.
    """
    old, new = vault.database.key, os.urandom(sealing.KEY_BYTES)
    passing = json.dumps({"leaver": leaver, "heir": heir}).encode()
    with vault.database.write() as connection:
        vault.secrets.put(connection, _INTENT, _mark(new) + passing)
        rows = inside.public_keys(connection)
    vault.save_keys(_sealed(keys, rows, old, new))
    vault.next_key = new
    settle(vault)


def settle(vault: Vault) -> None:
    """Finish what a full disk cut short in this session, before the next change of slots."""
    if vault.next_key is not None:
        _complete(vault, vault.next_key)


def key_in_use(path: Path, databases: Sequence[bytes], *, exclusive: bool) -> bytes:
    """Which of the keys opens this file; the first if none does, so that its failure shows."""
    if path.exists():
        for key in databases:
            if fits(path, key, exclusive=exclusive):
                return key
    return databases[0]


def resume(vault: Vault, databases: Sequence[bytes]) -> None:
    """Finish, at unlock, a rekey that was cut short.

    Without the vault's own word for the second key that key is dropped.
    """
    intent = vault.secrets.get(_INTENT) or b""
    current = vault.database.key
    new = next((key for key in databases if intent.startswith(_mark(key))), current)
    old = next((key for key in databases if key != new), current)
    drafts = key_in_use(vault.paths.drafts, databases, exclusive=vault.on_network_share)
    vault.drafts.database.key = drafts
    vault.head = HeadFile(vault.paths.head, old)
    _complete(vault, new)


def _complete(vault: Vault, new: bytes) -> None:
    """Every step may already have been done by the run that was killed."""
    vault.database.rekey(new)
    if vault.paths.drafts.exists():
        vault.drafts.database.rekey(new)
    vault.drafts.database.key = new
    vault.head.rekey(new)
    intent = vault.secrets.get(_INTENT) or b""
    if passing := intent[len(_mark(new)) :]:
        people = json.loads(passing)
        vault.drafts.pass_on(people["leaver"], people["heir"])
    with vault.database.read() as connection:
        rows = inside.public_keys(connection)
    vault.save_keys(_sealed(vault.keys, rows, new))
    with vault.database.write() as connection:
        vault.secrets.drop(connection, _INTENT)
        inside.keep_only(connection, vault.keys.slots)
    vault.next_key = None


def _sealed(keys: KeysFile, rows: Sequence[inside.PublicKey], *databases: bytes) -> KeysFile:
    """``keys`` with the database keys sealed anew; a slot the vault does not know is dropped."""
    known = {(row.slot, row.fingerprint): row.public for row in rows}
    slots = tuple(
        slot.seal(keys.context, public, *databases)
        for slot in keys.slots
        if (public := known.get((slot.id, slot.fingerprint)))
    )
    return replace(keys, slots=slots)


def _mark(key: bytes) -> bytes:
    return hashlib.sha256(b"mh/rekey/1\0" + key).digest()
