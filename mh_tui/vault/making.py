"""Make a profile: everything before ``keys.json``, and that last.

- A marker file stands while it is made: only what such a creation left is ever swept away.
- Killed before ``keys.json``: no profile, and a later creation works. After: a whole one.
Source: DESIGN, Vault.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from mh_tui.errors import MhError, NotAllowed
from mh_tui.language import N_
from mh_tui.vault import drafts, files, inside, recovery, sealing, slots, tries
from mh_tui.vault.profile import Prepare, Vault
from mh_tui.vault.slots import KeyRing, KeysFile, NewSlot

NOBODY = bytes(32)  # the name of the recovery slot


def create(
    folder: Path,
    user: str,
    passphrase: str,
    *,
    identity: bool,
    demo: bool,
    prepare: Prepare | None,
) -> tuple[Vault, str]:
    """See ``Vault.create``."""
    name = slots.checked_name(user)
    secret = slots.checked_passphrase(passphrase)
    paths = files.Paths(folder)
    files.make_folder(folder)
    lock = files.FolderLock(paths.lock)
    vault: Vault | None = None
    try:
        _clear_the_place(paths)
        code = recovery.new_code()
        context = KeysFile(os.urandom(slots.ID_BYTES), demo)
        digest = slots.name_digest(context.profile, name)
        own = slots.new_slot(context.context, digest, secret)
        safe = slots.new_slot(context.context, NOBODY, recovery.parse(code), recovery=True)
        keys, ring, public = _keyring(context, own, safe, identity=identity)
        vault = Vault(paths, lock, keys, own.slot, ring)
        vault.user = name
        _fill(vault, own, safe, public, prepare)
        vault.save_keys(keys)
        paths.finished()
        return vault, code
    except BaseException:
        _undo(paths, lock, vault)
        raise


def _clear_the_place(paths: files.Paths) -> None:
    """Refuse an existing profile, sweep an unfinished one, and mark this one as begun."""
    if paths.keys.exists() or (paths.vault.exists() and not paths.unfinished.exists()):
        raise NotAllowed("profile_exists", N_("There is a profile in this folder already."))
    paths.sweep()
    files.write_whole(paths.unfinished, b"")


def _keyring(
    keys: KeysFile, own: NewSlot, safe: NewSlot, *, identity: bool
) -> tuple[KeysFile, KeyRing, bytes]:
    """The keys of a new profile, sealed; and the public identity key."""
    database = os.urandom(sealing.KEY_BYTES)
    private, public = sealing.new_pair()
    for made in (own, safe):
        slot = made.slot.seal(keys.context, made.public, database)
        if identity or made is safe:
            slot = slot.seal_identity(keys.context, made.public, private)
        keys = keys.put(slot)
    return keys, KeyRing((database,), private if identity else None), public


def _fill(
    vault: Vault, own: NewSlot, safe: NewSlot, public: bytes, prepare: Prepare | None
) -> None:
    """The two databases and ``head.bin``, durable."""
    from mh_tui.vault.tables import VAULT_TABLES, make

    files.make_empty(vault.paths.vault)
    files.make_empty(vault.paths.drafts)
    now = tries.now_ms()
    has_identity = vault.identity is not None
    rows = (
        inside.PublicKey(
            own.slot.id, own.slot.fingerprint, own.public, vault.user, has_identity, now
        ),
        inside.PublicKey(safe.slot.id, safe.slot.fingerprint, safe.public, "", True, now),
    )
    with vault.database.write() as connection:
        make(connection, VAULT_TABLES)
        for row in rows:
            inside.put_public_key(connection, row)
        vault.secrets.put(connection, "identity_public", public)
        newest = prepare(connection) if prepare else None
    with vault.drafts.database.write() as connection:
        drafts.create(connection)
    vault.head.start(newest)


def _undo(paths: files.Paths, lock: files.FolderLock, vault: Vault | None) -> None:
    """Leave nothing half made; if even that fails, the marker lets the next creation do it."""
    with suppress(MhError):
        if vault is not None:
            vault.close()
    with suppress(MhError):
        if paths.unfinished.exists() and not paths.keys.exists():
            paths.sweep()
    lock.release()
