"""Sealing: to a public key (HPKE), and under a passphrase (Argon2id, ChaCha20-Poly1305).

- Keys are bytes: private 96 (ML-KEM seed 64, X25519 32), public 1216 (1184, 32).
- Every use has its own ``info`` or associated data, opening with a tag and a version.
- Whatever does not open raises SealBroken and says nothing more.
Source: DESIGN, Vault and Bundle; RFC 9180, RFC 9106, RFC 8439.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PRIVATE_BYTES = 96
PUBLIC_BYTES = 1216
KEY_BYTES = 32
SALT_BYTES = 16
_SEED, _ENCAPSULATION, _NONCE = 64, 1184, 12

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class SealBroken(Exception):
    """Wrong key, wrong context, or damaged bytes: an AEAD cannot tell which."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters: memory in KiB, passes, lanes."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def acceptable(self) -> bool:
        """Not weaker than we write, and not so strong that reading it exhausts the machine."""
        return (
            64 * 1024 <= self.memory_kib <= 512 * 1024
            and 3 <= self.passes <= 16
            and 4 <= self.lanes <= 16
        )


def new_pair() -> tuple[bytes, bytes]:
    """A fresh hybrid key pair: (private 96 bytes, public 1216 bytes)."""
    first = mlkem.MLKEM768PrivateKey.generate()
    second = x25519.X25519PrivateKey.generate()
    private = first.private_bytes_raw() + second.private_bytes_raw()
    return private, public_of(private)


def public_of(private: bytes) -> bytes:
    """The public half of a private key."""
    first = mlkem.MLKEM768PrivateKey.from_seed_bytes(private[:_SEED])
    second = x25519.X25519PrivateKey.from_private_bytes(private[_SEED:])
    return first.public_key().public_bytes_raw() + second.public_key().public_bytes_raw()


def private_key(raw: bytes) -> MLKEM768X25519PrivateKey:
    """Raises SealBroken for a wrong length."""
    try:
        return MLKEM768X25519PrivateKey(
            mlkem.MLKEM768PrivateKey.from_seed_bytes(raw[:_SEED]),
            x25519.X25519PrivateKey.from_private_bytes(raw[_SEED:]),
        )
    except ValueError as error:
        raise SealBroken from error


def public_key(raw: bytes) -> MLKEM768X25519PublicKey:
    """Raises SealBroken for a wrong length or a bad coefficient."""
    try:
        return MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(raw[:_ENCAPSULATION]),
            x25519.X25519PublicKey.from_public_bytes(raw[_ENCAPSULATION:]),
        )
    except ValueError as error:
        raise SealBroken from error


def seal(public: bytes, plain: bytes, info: bytes) -> bytes:
    """Seal to a public key; 1136 bytes longer than ``plain``. A small-order key: SealBroken."""
    try:
        return _SUITE.encrypt(plain, public_key(public), info=info)
    except ValueError as error:
        raise SealBroken from error


def unseal(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """Open what was sealed to this key in this context; else SealBroken."""
    try:
        return _SUITE.decrypt(sealed, private_key(private), info=info)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def stretch(passphrase: bytes, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key of a passphrase. Takes about 0.1 s and 64 MiB at the default cost."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(passphrase)


def lock_box(key: bytes, plain: bytes, associated: bytes) -> bytes:
    """ChaCha20-Poly1305 under a 32-byte key: nonce 12, ciphertext, tag 16."""
    nonce = os.urandom(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, plain, associated)


def open_box(key: bytes, box: bytes, associated: bytes) -> bytes:
    """Raises SealBroken."""
    try:
        return ChaCha20Poly1305(key).decrypt(box[:_NONCE], box[_NONCE:], associated)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def derive(key: bytes, tag: bytes) -> bytes:
    """A 32-byte key for one purpose, by HKDF-SHA256 under its tag."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=tag).derive(key)
