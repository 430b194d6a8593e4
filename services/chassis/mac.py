"""The message authentication code (MAC) of a published event: what a log can be refilled from.

A message verifies if it was made under a key of this log, current or retired, and nothing that
`refill` writes was changed since. No reader gets the key: whoever can verify can forge.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.keyed import keyed_digest
from services.chassis.keys import Keyring

HEADER = "Motcua-Mac"
# With the log's name, the subject and the payload: all that `envelope.recorded` reads.
COVERED = (
    "Motcua-Position", "Motcua-Stream", "Motcua-Version", "ce-id", "Motcua-Command", "Motcua-N",
    "Motcua-Fingerprint", "ce-type", "ce-time", "Motcua-Recorded", "Motcua-Actor", "traceparent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mac:
    """The keys of one log, by the log's name; `covered`: the headers that a code is of."""

    log: str
    keys: Keyring
    covered: tuple[str, ...] = COVERED

    def of(self, content: bytes) -> str:
        """`<key id>:<HMAC-SHA-256 in hexadecimal>` under the current key."""
        return self._code(self.keys.current[0], content)

    def verifies(self, subject: str, headers: Mapping[str, str], payload: bytes) -> bool:
        """Whether a message is an event of this log, as the log's own relay published it."""
        found = headers.get(HEADER, "")
        name = found.partition(":")[0]
        if name not in self.keys.keys:
            return False
        try:
            expected = self._code(name, self.content(subject, headers, payload))
        except (KeyError, ValueError):  # a field is missing, or has a line end in it
            return False
        return hmac.compare_digest(expected.encode(), found.encode())

    def content(self, subject: str, headers: Mapping[str, str], payload: bytes) -> bytes:
        """What a code is of, and a leaf of the log's tree: one for each event that there can be.
        Raises KeyError or ValueError for what is none.
        """
        fields = "\n".join((self.log, subject, *map(headers.__getitem__, self.covered)))
        if fields.count("\n") != len(self.covered) + 1:  # else two messages could have one text
            raise ValueError("a line end in a field")
        return b"%b\n%b" % (fields.encode(), payload)

    def _code(self, name: str, content: bytes) -> str:
        return f"{name}:{keyed_digest(self.keys.keys[name], content).hex()}"
