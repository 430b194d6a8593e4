"""A call as it is sent, byte for byte, and as a small file that sends it again.

Promises that what is read is what was written. Must not hold a token: it names who called.
"""

import base64
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from services.console.outcome import Mistake


class Manner(StrEnum):
    """How a client behaves."""

    PLAIN = "plain"
    CANCELS = "cancels"  # some time after it began
    DAWDLES = "dawdles"  # between its messages, and between those that it reads
    HALF_CLOSES = "half-closes"  # without a message


@dataclass(frozen=True)
class Who:
    """A caller: one role in one subtree; no role: without a token."""

    role: str = ""
    unit: str = "*"
    subject: str = "fuzz"


@dataclass(frozen=True)
class Call:
    """One call. `trace` is in what it stores."""

    process: str
    path: str
    uploads: bool
    downloads: bool
    endless: bool
    messages: tuple[bytes, ...]
    who: Who
    manner: Manner
    trace: str
    metadata: tuple[tuple[str, str | bytes], ...] = ()
    pause: float = field(default=0.0)  # seconds, of who cancels or dawdles


def written(call: Call, failure: str = "") -> str:
    """As JSON."""
    content = asdict(call) | {
        "failure": failure,
        "messages": [base64.b64encode(each).decode() for each in call.messages],
        "metadata": [
            [name, value if isinstance(value, str) else {"bytes": base64.b64encode(value).decode()}]
            for name, value in call.metadata
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def read(path: Path) -> Call:
    """The call in a file; a Mistake where there is none."""
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        content.pop("failure", None)
        messages = tuple(base64.b64decode(each) for each in content.pop("messages"))
        metadata = tuple((name, value_of(value)) for name, value in content.pop("metadata"))
        who, manner = Who(**content.pop("who")), Manner(content.pop("manner"))
        return Call(**content, messages=messages, metadata=metadata, who=who, manner=manner)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise Mistake(f"{path} holds no call of fuzz: {wrong}") from None


def value_of(value: Any) -> str | bytes:
    """Of a header."""
    return value if isinstance(value, str) else base64.b64decode(value["bytes"])
