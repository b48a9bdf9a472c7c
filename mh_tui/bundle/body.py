"""The sealed body: Cobblestone-256 around one zstd frame and zeros (DESIGN, Bundle 2).

- The header is the context: a body does not open under another header.
- The frame is decompressed in bounded memory, whatever it claims.
- After the frame only zeros may come, up to max(64 KiB, Padmé): lengths tell little, and no
  second message hides behind the first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from mh_tui.bundle.limits import KIB, LIMITS
from mh_tui.bundle.outcome import BundleRefused, Outcome

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FRAME_MAGIC = b"\x28\xb5\x2f\xfd"
CHUNK = 64 * KIB
PIECE = 1024 * KIB
"""The most that one step of decompression gives back."""


def padme(size: int) -> int:
    """The padded length that leaks O(log log size) bits (PURBs, Nikitin et al. 2019)."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def new_key() -> bytes:
    return Cobblestone256Encryptor.generate_key()


def write(out: BinaryIO, key: bytes, context: bytes, pieces: Iterable[bytes]) -> None:
    """Compress, pad and seal ``pieces`` into ``out``."""
    sealer = Cobblestone256Encryptor(key, context)
    parameter = zstd.CompressionParameter
    press = zstd.ZstdCompressor(
        options={
            parameter.compression_level: 3,
            parameter.window_log: 21,
            parameter.checksum_flag: 1,
        }
    )
    size = 0
    for piece in pieces:
        packed = press.compress(piece)
        if packed:
            size += len(packed)
            out.write(sealer.update(packed))
    packed = press.flush(zstd.ZstdCompressor.FLUSH_FRAME)
    size += len(packed)
    out.write(sealer.update(packed))
    left = max(LIMITS.padding, padme(size)) - size
    while left:
        step = min(left, CHUNK)
        out.write(sealer.update(bytes(step)))
        left -= step
    out.write(sealer.finalize())


def read(file: BinaryIO, key: bytes, context: bytes) -> Iterator[bytes]:
    """The plain pieces, in bounded memory; raises BundleRefused on any flaw.

    The iterator must be run to its end: only then is it known that nothing was cut off or
    added. Its user commits nothing before.
    """
    frame = _Frame()
    for block in _opened(file, key, context):
        yield from frame.feed(block)
    frame.close()


def _opened(file: BinaryIO, key: bytes, context: bytes) -> Iterator[bytes]:
    opener = Cobblestone256Decryptor(key, context)
    try:
        while block := file.read(CHUNK):
            plain = opener.update(block)
            if plain:
                yield plain
        yield opener.finalize()
    except (InvalidTag, ValueError) as error:
        raise BundleRefused(Outcome.DAMAGED) from error


class _Frame:
    """One zstd frame and then zeros, whatever the block sizes."""

    def __init__(self) -> None:
        self._start = b""
        self._total = 0
        self._packed = 0
        self._after = 0
        self._press = zstd.ZstdDecompressor(
            options={zstd.DecompressionParameter.window_log_max: LIMITS.window_log}
        )

    def feed(self, block: bytes) -> Iterator[bytes]:
        self._packed += len(block)
        if self._ended():
            self._zeros(block)
            return
        if len(self._start) < 4:
            # A skippable frame in front would be taken: it hides bytes nobody looks at.
            self._start += block
            if len(self._start) < 4:
                return
            if self._start[:4] != FRAME_MAGIC:
                raise BundleRefused(Outcome.DAMAGED)
            block = self._start
        yield from self._expand(block)
        if self._ended():
            self._zeros(self._press.unused_data)

    def _ended(self) -> bool:
        return bool(self._press.eof)

    def _expand(self, block: bytes) -> Iterator[bytes]:
        try:
            piece = self._press.decompress(block, PIECE)
            while True:
                if piece:
                    self._total += len(piece)
                    if self._total > LIMITS.body:
                        raise BundleRefused(Outcome.TOO_LARGE)
                    yield piece
                if self._press.eof or self._press.needs_input:
                    return
                piece = self._press.decompress(b"", PIECE)
        except zstd.ZstdError as error:
            raise BundleRefused(Outcome.DAMAGED) from error

    def _zeros(self, block: bytes) -> None:
        self._after += len(block)
        if block.count(0) != len(block):
            raise BundleRefused(Outcome.DAMAGED)

    def close(self) -> None:
        """Whole, and padded to exactly the length that its frame asks for."""
        frame = self._packed - self._after
        if not self._press.eof or self._packed != max(LIMITS.padding, padme(frame)):
            raise BundleRefused(Outcome.DAMAGED)
