"""Take the entries of one verified bundle into the journal, inside one change.

- Each slice must be one its carrier may bring and must end at its author's signed head.
- The chain is recomputed over what we hold already: another history is a fork.
- A kind that its author may never say refuses the whole file; an entry that is merely faulty
  is set aside. Nothing here commits: whoever calls does, after the last byte.
- Subjects that are new to us are folded from the batch, others once at the end.
"""

from __future__ import annotations

import gc
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mh_tui.bundle.manifest import Ack, Manifest, Slice
from mh_tui.bundle.outcome import BundleRefused, Outcome
from mh_tui.bundle.reader import Framed, OpenedBundle
from mh_tui.journal import clock, kinds, parsing
from mh_tui.journal.entry import LOCAL, REGION, Head, entry_id
from mh_tui.journal.streams import BATCH, FRAME, INSERT_ENTRY, NewEntry, Stream, set_head
from mh_tui.projection import traffic
from mh_tui.projection.items import Item, judge
from mh_tui.projection.rows import set_aside
from mh_tui.services.session import Work
from mh_tui.trust.admission import Device

if TYPE_CHECKING:
    from mh_tui.trust.admission import Trust

_ENTRY, _LINK = sha256(b"mh/entry/1\0"), sha256(b"mh/link/1\0")
_SEQ = struct.Struct(">Q").pack
_MANY_TOUCHED = 20_000
_OBJECTS = 200_000


@contextmanager
def _few_collections() -> Iterator[None]:
    """Entries hold no cycles: looking for some every 700 objects is a tenth of an import."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@dataclass(slots=True)
class Taken:
    """Counts of entries; ``acked``: own entries newly confirmed. ``office``: the sender's."""

    office: bytes
    new: int = 0
    known: int = 0
    set_aside: int = 0
    acked: int = 0


@dataclass(slots=True)
class _Reading:
    """Where we are in the slice that is read."""

    part: Slice
    stream: Stream
    author: Device
    held: int
    seq: int
    link: bytes
    total: int


class Taker:
    """Takes one bundle; ``sender`` is known and its signature held once this is made."""

    def __init__(
        self, work: Work, opened: OpenedBundle, progress: Callable[[int, int], None] | None
    ) -> None:
        self.work = work
        self.session = work.session
        self.connection = work.connection
        self._progress = progress
        self.trust: Trust = self.session.trust(self.connection)
        sender = self.trust.devices.get(opened.manifest.sender)
        if sender is None:
            raise BundleRefused(Outcome.UNKNOWN_SENDER)
        self.sender = sender
        self._bundle = opened.verified(self.trust.card_of(sender.id))
        self.manifest: Manifest = self._bundle.manifest
        self._taken = Taken(sender.office)
        self.at = self.number = 0
        self._batch: list[tuple[int, bytes, bytes, bytes | None, bytes | None]] = []
        self.touched: set[int] = set()
        self.relayed: list[dict[str, Any]] = []

    def take(self) -> Taken:
        """Take everything in; raises BundleRefused, then the caller rolls back."""
        self._check_revoked()
        self._check_slices()
        self._announce()
        with _few_collections():
            self._take_slices()
        for fields in self.relayed:
            self.work.heard("ack.relayed", fields, 0, self.at)
        for ack in self.manifest.acks if self.sender.trusted else ():
            self._acknowledge(ack)
        return self._taken

    def _take_slices(self) -> None:
        reading: _Reading | None = None
        for part, run in self._bundle.entries():
            if reading is None or reading.part is not part:
                if reading is not None:
                    self._end_slice(reading)
                reading = self._begin_slice(part)
            self._run(reading, run)
        if reading is not None:
            self._end_slice(reading)
        self.work.touch(self.touched)
        self.work.rows().flush()

    # -- before anything is read -----------------------------------------------------

    def _check_revoked(self) -> None:
        """A revoked sender counts only where all it brings ends exactly at the cut.

        Whoever has its key could sign another history that is as long, or shorter.
        """
        if self.sender.trusted:
            return
        cuts = self.sender.cuts or {}
        for part in self.manifest.slices:
            head = part.signed.head
            at_cut = cuts.get(part.stream.audience) == (head.seq, head.link)
            if part.stream.device != self.sender.id or not (at_cut or self._held(part)):
                raise BundleRefused(Outcome.REVOKED_SENDER)
        if not self.manifest.slices:
            raise BundleRefused(Outcome.REVOKED_SENDER)

    def _held(self, part: Slice) -> bool:
        stream = self.session.journal.stream(self.connection, part.stream)
        return stream is not None and part.last <= stream.head.seq

    def _check_slices(self) -> None:
        missing = []
        for part in self.manifest.slices:
            if part.stream.device == self.session.me.device:
                continue
            stream = self.session.journal.stream(self.connection, part.stream)
            held = 0 if stream is None else stream.head.seq
            if part.first > held + 1:
                missing.append((part.stream.device, part.stream.audience, held + 1, part.first - 1))
        if missing:
            raise BundleRefused(Outcome.GAP, tuple(missing))

    def _announce(self) -> None:
        """The import's own entry comes first: receipt times and inbox numbers follow from it."""
        slices = []
        for part in self.manifest.slices:
            stream = self.session.journal.stream(self.connection, part.stream)
            first = max(part.first, 1 + (0 if stream is None else stream.head.seq))
            if first <= part.last and part.stream.device != self.session.me.device:
                slices.append(
                    {
                        "device": part.stream.device.hex(),
                        "audience": part.stream.audience.hex(),
                        "first": first,
                        "last": part.last,
                    }
                )
                if stream is None:
                    # The register must know it before its arrival is noted.
                    self.session.journal.open_stream(
                        self.connection, part.stream, self._office_of(part)
                    )
        (stored,) = self.work.say(
            NewEntry(
                "import.done",
                LOCAL,
                {
                    "outcome": Outcome.IMPORTED.value,
                    "bundle": self.manifest.bundle.hex(),
                    "sender": self.sender.id.hex(),
                    "office": self.sender.office.hex(),
                    "entries": self.manifest.entries,
                    "slices": slices,
                },
            )
        )
        self.at = clock.to_ms(stored.time)
        self.number = stored.row & ((1 << 40) - 1)

    def _office_of(self, part: Slice) -> bytes:
        """The author's office; of a device not yet vouched for it can only be the sender's."""
        known = self.trust.devices.get(part.stream.device)
        return self.sender.office if known is None else known.office

    # -- a slice ---------------------------------------------------------------------

    def _begin_slice(self, part: Slice) -> _Reading:
        author = self.trust.devices.get(part.stream.device)
        if author is None:
            self.trust = self.work.refold_settings()
            author = self.trust.devices.get(part.stream.device)
        if author is None:
            raise BundleRefused(Outcome.UNKNOWN_SENDER)
        self._check_carrier(part, author)
        if not self.trust.card_of(author.id).signed(part.signed):
            raise BundleRefused(Outcome.BAD_SIGNATURE)
        stream = self.session.journal.open_stream(self.connection, part.stream, author.office)
        before = self.session.journal.link_at(self.connection, stream, part.first - 1)
        if before != part.previous and not stream.own:
            raise BundleRefused(Outcome.FORK)
        return _Reading(
            part, stream, author, stream.head.seq, part.first - 1, part.previous, stream.total
        )

    def _check_carrier(self, part: Slice, author: Device) -> None:
        """Between offices nobody relays; inside our own office everything but local travels."""
        ours = self.session.me.office
        audience = part.stream.audience
        if audience == LOCAL:
            raise BundleRefused(Outcome.FORBIDDEN_KIND)
        if self.sender.office == ours:
            fits = author.office == ours or audience in (ours, REGION)
        else:
            fits = author.office == self.sender.office and audience in (ours, REGION)
        if not fits:
            raise BundleRefused(Outcome.FORBIDDEN_KIND)

    def _run(self, reading: _Reading, run: Iterable[Framed]) -> None:
        """Recompute the chain over these entries and keep what is new."""
        seq, link, held = reading.seq, reading.link, reading.held
        batch = self._batch
        for salt, data in run:
            seq += 1
            if salt is None:
                digest = data
            else:
                hashed = _ENTRY.copy()
                hashed.update(salt)
                hashed.update(data)
                digest = hashed.digest()
            hashed = _LINK.copy()
            hashed.update(link + _SEQ(seq) + digest)
            link = hashed.digest()
            if seq <= held or reading.stream.own:
                self._taken.known += 1
                if seq == held and not reading.stream.own and link != reading.stream.head.link:
                    raise BundleRefused(Outcome.FORK)
                continue
            batch.append((seq, digest, link, salt, None if salt is None else data))
            if len(batch) >= BATCH:
                self._store(reading)
        reading.seq, reading.link = seq, link

    def _end_slice(self, reading: _Reading) -> None:
        self._store(reading)
        part, stream = reading.part, reading.stream
        if reading.link != part.signed.head.link or reading.seq != part.last:
            raise BundleRefused(Outcome.BAD_SIGNATURE)
        if stream.own:
            # What a colleague gives back of ours is an acknowledgement, and no more than that.
            self._acknowledge(Ack(part.signed))
            return
        if reading.seq < reading.held:
            held = self.session.journal.link_at(self.connection, stream, reading.seq)
            if held != reading.link:
                raise BundleRefused(Outcome.FORK)
            return
        stream.head = Head(reading.seq, reading.link)
        stream.signed = (part.signed.signed_at, part.signed.signature)
        set_head(self.connection, stream)

    # -- entries ---------------------------------------------------------------------

    def _store(self, reading: _Reading) -> None:
        """Judge and store a batch of one slice, fold the subjects that are new."""
        batch, self._batch[:] = list(self._batch), []
        if not batch:
            return
        judged = _Batch(self, reading)
        for seq, digest, link, salt, body in batch:
            judged.add(seq, digest, link, salt, body)
        judged.write()
        reading.total = judged.total
        self._taken.new += len(batch)
        self._taken.set_aside += len(judged.aside)
        if self._progress is not None:
            self._progress(self._taken.new + self._taken.known, self.manifest.entries)
        if len(self.touched) > _MANY_TOUCHED:
            self.work.rows().refresh()
            self.work.rows().refold(self.touched)
            self.touched.clear()

    def _acknowledge(self, ack: Ack) -> None:
        """What the sender holds of our streams: a receipt, or the sign that we were rolled back."""
        session, connection = self.session, self.connection
        device = self.trust.devices.get(ack.stream.device)
        if device is None or ack.head.seq == 0 or ack.stream.audience == LOCAL:
            return
        mine = device.id == session.me.device
        # A colleague confirms whatever we share; another office only what we said to it.
        said = device.office == session.me.office
        if self.sender.office != session.me.office and not (
            said and ack.stream.audience in (self.sender.office, REGION)
        ):
            return
        stream = session.journal.stream(connection, ack.stream)
        link = None if stream is None else session.journal.link_at(connection, stream, ack.head.seq)
        fields: dict[str, Any] = {
            "device": ack.stream.device.hex(),
            "audience": ack.stream.audience.hex(),
            "seq": ack.head.seq,
            "link": ack.head.link.hex(),
            "office": self.sender.office.hex(),
            "by": self.sender.id.hex(),
        }
        if link != ack.head.link:
            if mine and not session.keys.card.signed(ack.signed):
                raise BundleRefused(Outcome.BAD_SIGNATURE)
            if mine and not traffic.rolled_back(connection):
                self.work.say(NewEntry("ack.noted", LOCAL, fields | {"beyond": True}))
                self._taken.acked += 1
            return
        assert stream is not None  # it gave the link
        before = self._confirmed(stream, fields)
        if ack.head.seq <= before:
            return
        self.work.say(NewEntry("ack.noted", LOCAL, fields))
        if self.sender.office != session.me.office and self._colleagues():
            relayed = {key: value for key, value in fields.items() if key != "by"}
            self.work.say(NewEntry("ack.relayed", session.me.office, relayed))
        self._taken.acked += ack.head.seq - before

    def _colleagues(self) -> bool:
        """Whether other devices of our office want to know, and we may still tell them."""
        office = self.session.me.office
        return len(self.trust.devices_of(office)) > 1 and not self.session.rolled_back

    def _confirmed(self, stream: Stream, fields: dict[str, Any]) -> int:
        peer = bytes.fromhex(traffic.peer_of(self.session.journal, fields))
        found = self.connection.exec_driver_sql(
            "SELECT acked FROM mark WHERE stream=? AND peer=?", (stream.id, peer)
        ).scalar()
        return int(found or 0)


class _Batch:
    """A batch of new entries of one slice, on its way into the tables."""

    def __init__(self, taker: Taker, reading: _Reading) -> None:
        self._taker = taker
        self._reading = reading
        session = taker.session
        author = reading.author
        audience = reading.part.stream.audience
        reach = session.journal.reach(audience, author.office)
        said_to_us = audience == session.me.office
        addressee = session.me.role if said_to_us else taker.trust.role_of(audience)
        self._allowed = frozenset(
            kind.number
            for kind in kinds.KINDS
            if kinds.may_say(kind, author.role, reach, addressee)
        )
        self._own_words = author.office == session.me.office
        self.total = reading.total
        self.aside: list[tuple[int, str]] = []
        self._rows: list[tuple[Any, ...]] = []
        self._items: dict[bytes, list[Item]] = {}
        self._base = entry_id(reading.stream.id, 0)

    def add(
        self, seq: int, digest: bytes, link: bytes, salt: bytes | None, body: bytes | None
    ) -> None:
        row = self._base + seq
        self.total += FRAME + (0 if body is None else len(body))
        if body is None:
            self._check_purged()
            self._rows.append((row, None, 0, kinds.UNKNOWN, link, None, None, digest, self.total))
            return
        parsed = parsing.parse(body)
        if isinstance(parsed, parsing.Fault):
            self._aside(row, link, salt, body, parsed)
            return
        kind = kinds.BY_NAME[parsed["kind"]]
        if kind.number not in self._allowed:
            raise BundleRefused(Outcome.FORBIDDEN_KIND)
        key = bytes.fromhex(parsed["subject"]) if kind.fold is kinds.Fold.SIGNAL else None
        reason = judge(parsed, self._reading.author.office, key or b"")
        time = parsed["time"]
        stored = (time, kind.number, link, salt, body, None, self.total)
        if reason is not None:
            self.aside.append((row, reason))
            self._rows.append((row, None, *stored))
        elif key is None:
            self._rows.append((row, None, *stored))
            self._apply(kind, parsed)
        else:
            self._rows.append((row, key, *stored))
            self._items.setdefault(key, []).append(self._item(seq, row, parsed, digest))

    def _check_purged(self) -> None:
        """A purged entry comes from its author, or from a device of our own office.

        Trust is never purged: that would be a way to hide who was revoked.
        """
        taker = self._taker
        if self._reading.part.stream.audience == REGION:
            raise BundleRefused(Outcome.FORBIDDEN_KIND)
        if taker.sender.id == self._reading.author.id:
            return
        if taker.sender.office != taker.session.me.office:
            raise BundleRefused(Outcome.FORBIDDEN_KIND)

    def _aside(
        self, row: int, link: bytes, salt: bytes | None, body: bytes, fault: parsing.Fault
    ) -> None:
        if fault.why == "nesting":
            raise BundleRefused(Outcome.TOO_LARGE)
        number = kinds.UNKNOWN
        if fault.kind is not None:
            if fault.kind.number not in self._allowed:
                raise BundleRefused(Outcome.FORBIDDEN_KIND)
            number = fault.kind.number
        self.aside.append((row, fault.why))
        self._rows.append((row, None, 0, number, link, salt, body, None, self.total))

    def _apply(self, kind: kinds.Kind, parsed: dict[str, Any]) -> None:
        """Settings fold at the end; so do receipts, once the rows of their signals stand."""
        if kind.fold in (kinds.Fold.TRUST, kinds.Fold.OFFICE):
            self._taker.work.settings_changed()
        elif kind.name == "ack.relayed" and self._own_words:
            self._taker.relayed.append(parsed["fields"])

    def _item(self, seq: int, row: int, parsed: dict[str, Any], digest: bytes) -> Item:
        stream, taker = self._reading.part.stream, self._taker
        return Item(
            parsed["time"],
            stream.device,
            stream.audience,
            seq,
            row,
            self._reading.author.office,
            parsed["kind"],
            parsed["fields"],
            digest,
            parsed["by"].get("user") if stream.audience == self._reading.author.office else None,
            taker.at,
            taker.number,
        )

    def write(self) -> None:
        connection = self._taker.connection
        journal = self._taker.session.journal
        numbers, fresh = journal.subject_numbers(connection, list(self._items))
        connection.exec_driver_sql(
            INSERT_ENTRY,
            [row if row[1] is None else (row[0], numbers[row[1]], *row[2:]) for row in self._rows],
        )
        set_aside(connection, self.aside)
        cut = self._taker.trust.devices[self._reading.author.id].cuts is not None
        rows = self._taker.work.rows()
        for key, items in self._items.items():
            if key in fresh and not cut:
                items.sort(key=lambda item: item[:4])
                rows.add_new(numbers[key], items)
            else:
                self._taker.touched.add(numbers[key])
