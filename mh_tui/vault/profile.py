"""A profile: its folder, its lock, and what an unlock opens.

- One process a profile; the lock goes with the process.
- A folder holds no profile until ``keys.json`` stands, and then a whole one.
- The right passphrase is told from damage; a wrong one is counted before it is answered.
Source: DESIGN, Vault; CLI.md, ``init``, ``user``, ``recover``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mh_tui.errors import NoProfile
from mh_tui.language import N_
from mh_tui.vault import files, inside, recovery, rekey, sealing, slots, tries, unlocking, users
from mh_tui.vault.database import Database
from mh_tui.vault.drafts import Drafts
from mh_tui.vault.head import HeadFile, NewestOwn
from mh_tui.vault.share import on_network_share
from mh_tui.vault.slots import KeyRing, KeysFile, Slot

if TYPE_CHECKING:
    from sqlalchemy import Connection

Prepare = Callable[["Connection"], NewestOwn | None]


class Vault:
    """An unlocked profile. Made by ``create``, ``open`` and ``recover`` only.

    ``identity``: the 96-byte HPKE private key of the reporters' identities, or None for a user
    whose slot lacks it. ``on_network_share``: the caller shows a warning.
    """

    def __init__(
        self, paths: files.Paths, lock: files.FolderLock, keys: KeysFile, slot: Slot, ring: KeyRing
    ) -> None:
        self.paths = paths
        self.folder = paths.folder
        self.keys = keys
        self.profile_id = keys.profile
        self.demo = keys.demo
        self.slot_id = slot.id
        self.user = ""
        self.identity = ring.identity
        self.on_network_share = share = on_network_share(paths.folder)
        self.database = Database(paths.vault, ring.database, exclusive=share)
        self.drafts = Drafts(Database(paths.drafts, ring.database, exclusive=share))
        self.head = HeadFile(paths.head, ring.database)
        self.secrets = inside.Secrets(self.database)
        self.next_key: bytes | None = None  # while a rekey of this session is under way
        self.changing = threading.RLock()  # held by whoever changes keys.json
        self._lock = lock

    @staticmethod
    def create(
        folder: Path,
        *,
        user: str,
        passphrase: str,
        identity: bool = False,
        demo: bool = False,
        prepare: Prepare | None = None,
    ) -> tuple[Vault, str]:
        """A new profile and its recovery code, which is shown once.

        ``identity``: whether the first user gets the identity private key; the recovery slot
        always does, and the public one is the secret ``identity_public``. ``prepare`` runs in the
        first transaction and may give the newest own entry for ``head.bin``.
        Raises NotAllowed("profile_exists"), InvalidInput before anything is made, Busy,
        StorageFailed.
        """
        from mh_tui.vault.making import create

        return create(Path(folder), user, passphrase, identity=identity, demo=demo, prepare=prepare)

    @staticmethod
    def open(folder: Path, *, user: str | None, passphrase: str) -> Vault:
        """Unlock. ``user`` None: the only one.

        Raises NoProfile, InvalidInput("user_needed"), Locked("no_such_user"),
        WrongPassphrase(wait_seconds), Busy, StorageFailed.
        """
        paths, lock = _lock_profile(Path(folder))
        with _released_on_failure(lock):
            keys = KeysFile.load(paths.keys)
            slot = unlocking.pick(paths, keys, user)
            keys, private = unlocking.unlock(paths, keys, slot, slots.passphrase_bytes(passphrase))
            ring = slot.open_ring(keys.context, private)
            return _opened(paths, lock, keys, slot, ring, user, sealing.public_of(private))

    def add_user(self, name: str, passphrase: str, *, identity: bool) -> bytes:
        """A slot for a further user; gives its id. NotAllowed("user_exists" | "identity_key")."""
        return users.add(self, name, passphrase, identity=identity)

    def remove_user(self, slot_id: bytes) -> None:
        """Remove a slot, rekey, and pass its drafts on. NotAllowed("last_user" | …)."""
        users.remove(self, slot_id)

    def change_passphrase(self, new: str) -> None:
        """A new key pair under a new passphrase for the user of this session."""
        users.change_passphrase(self, new)

    def check_passphrase(self, name: str, passphrase: str) -> bytes:
        """The slot id of a second person who proves to be there; counts wrong tries."""
        return users.check_passphrase(self, name, passphrase)

    def users(self) -> list[users.User]:
        """Who has a slot, oldest first."""
        return users.listed(self)

    def failed_tries(self) -> list[tries.Tries]:
        """Wrong tries that stand in no journal yet."""
        return [one for one in self.keys.tries if one.count]

    def tries_recorded(self) -> None:
        """The journal has them: the counts go."""
        with self.changing:
            if self.keys.tries:
                self.save_keys(replace(self.keys, tries=tries.recorded(self.keys.tries)))

    def save_keys(self, keys: KeysFile) -> None:
        """Replace ``keys.json``; the session follows only once the file is durable."""
        with self.changing:
            keys.save(self.paths.keys)
            self.keys = keys

    def close(self) -> None:
        """Lock: close the databases and let another process in. A second call does nothing."""
        with ExitStack() as stack:  # whatever fails (a pulled stick), the rest is closed too
            stack.callback(self._lock.release)
            stack.callback(self.database.close)
            stack.callback(self.drafts.close)

    def __enter__(self) -> Vault:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def recover(
    folder: Path,
    user: str | None,
    code: str,
    new_passphrase: str,
    allowed: Callable[[Vault, str], None] = lambda vault, name: None,
) -> Vault:
    """A new passphrase for a user (None: the only one), by the recovery code; opened as that user.

    ``allowed`` gets the user's name once the code is known to be right, and raises for one who
    may not work here: then nothing is changed.
    Raises InvalidInput("mistyped_code" | "passphrase_too_short"), Locked("no_such_user"),
    WrongPassphrase with code "wrong_code", and what ``open`` raises.
    """
    secret = recovery.parse(code)
    slots.checked_passphrase(new_passphrase)
    paths, lock = _lock_profile(Path(folder))
    with _released_on_failure(lock):
        keys = KeysFile.load(paths.keys)
        theirs, safe = unlocking.pick(paths, keys, user), keys.recovery()
        keys, private = unlocking.unlock(paths, keys, safe, secret)
        ring = safe.open_ring(keys.context, private)
        vault = _opened(paths, lock, keys, safe, ring, "", sealing.public_of(private))
        try:
            users.take_over(vault, theirs.id, user or "", new_passphrase, allowed)
        except BaseException:
            vault.close()
            raise
        return vault


def _lock_profile(folder: Path) -> tuple[files.Paths, files.FolderLock]:
    paths = files.Paths(folder)
    with files.os_failures():
        if not paths.keys.exists():
            _no_keys(paths)
    return paths, files.FolderLock(paths.lock)


def _no_keys(paths: files.Paths) -> NoReturn:
    if paths.vault.exists() and not paths.unfinished.exists():
        raise files.storage_failed("damaged", N_("keys.json is gone. Put it back from a backup."))
    raise NoProfile


class _released_on_failure:  # noqa: N801 - reads as the statement it is
    def __init__(self, lock: files.FolderLock) -> None:
        self._lock = lock

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            self._lock.release()


def _opened(
    paths: files.Paths,
    lock: files.FolderLock,
    keys: KeysFile,
    slot: Slot,
    ring: KeyRing,
    user: str | None,
    public: bytes,
) -> Vault:
    """Open the databases under the right key, finish a rekey, and learn who this is."""
    share = on_network_share(paths.folder)
    if len(ring.databases) > 1:
        current = rekey.key_in_use(paths.vault, ring.databases, exclusive=share)
        vault = Vault(paths, lock, keys, slot, KeyRing((current,), ring.identity))
    else:
        vault = Vault(paths, lock, keys, slot, ring)
    try:
        users.recognise(vault, slot, user, public)
        if len(ring.databases) > 1:
            rekey.resume(vault, ring.databases)
        paths.finished()
    except BaseException:
        vault.close()
        raise
    return vault
