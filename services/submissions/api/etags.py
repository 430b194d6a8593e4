"""What a caller says that he saw, by the etag: of two officers the second is told who was first.

A notice changes nothing that somebody could have seen.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from services.chassis.errors import Refusal
from services.chassis.reasons import Reason
from services.chassis.store import Executed
from services.submissions.domain.instants import shown


def require_seen(
    etag: str,
    now: Executed[Any],
    *,
    notices: Collection[str],
    in_words: Callable[[str], Mapping[str, str]],
    reason: Reason,
) -> None:
    """Refuse who saw another state, saying what came first, when, and by whom; `notices`: kinds of
    events; `in_words`: a kind of event for people.
    """
    if etag in {"", now.etag}:
        return
    seen = etag.strip('"')
    version = int(seen) if seen.isascii() and seen.isdigit() else 0
    known = 0 < version < len(now.events)
    since = now.events[version:] if known else now.events[-1:]
    changed = [event for event in since if event.type not in notices]
    if known and not changed:
        return
    first = (changed or since)[0]
    values = {
        **in_words(first.type.rpartition(".")[2]),
        "actor": first.actor,
        "time": shown(first.recorded_at),
    }
    raise Refusal(reason, field="etag", values=values)
