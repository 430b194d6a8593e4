"""Records that were not taken in, named in the answer with every field that is at fault.

One that is refused stops no other; of very many, the first are named.
"""

from typing import Any

from services.chassis.errors import Refusal

MOST_REFUSALS = 1000


def note_refusal(answer: Any, source: str, key: str, refusal: Refusal) -> None:
    """Name a record that was refused, as long as there is room."""
    room = MOST_REFUSALS - len(answer.refusals)
    for each in (refusal, *refusal.also)[:room]:
        answer.refusals.add(
            source=source,
            key=key,
            reason=each.reason.code,
            field=each.field,
            message_vi=each.message("vi"),
            message_en=each.message("en"),
        )
