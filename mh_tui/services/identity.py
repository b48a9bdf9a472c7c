"""The reporter's identity: sealed to the focal point's office, opened only there (R15).

- The body is sealed once to the identity key of each device of that office; who has the
  database key but not the identity key reads nothing.
- It is bound to the signal and the device: a box cannot be moved to another.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from mh_tui.journal.streams import NewEntry
from mh_tui.services import contents
from mh_tui.services.session import Session
from mh_tui.trust.admission import Trust
from mh_tui.vault import sealing

_INFO = b"mh/identity/1\0"


def seal_identity(trust: Trust, to: bytes, subject: bytes, identity: bytes) -> NewEntry:
    sealed = []
    for device in trust.devices_of(to):
        public = trust.card_of(device.id).identity
        box = sealing.seal(public, identity, _INFO + subject + device.id)
        sealed.append({"device": device.id.hex(), "box": base64.b64encode(box).decode()})
    return NewEntry("reporter.identity", to, {"sealed": sealed}, subject)


def open_identity(
    session: Session, subject: bytes, sealed: Sequence[dict[str, str]]
) -> dict[str, str]:
    """The reporter's identity where this device and user can open it, else {}."""
    private = session.vault.identity
    if private is None:
        return {}
    for box in sealed:
        if bytes.fromhex(box["device"]) == session.me.device:
            info = _INFO + subject + session.me.device
            try:
                opened = json.loads(sealing.unseal(private, base64.b64decode(box["box"]), info))
            except (sealing.SealBroken, ValueError, RecursionError):
                return {}
            if not isinstance(opened, dict):
                return {}
            return {key: str(opened[key]) for key in contents.IDENTITY if key in opened}
    return {}
