"""Items of a figure as the contract writes them.

Must not read a table.
"""

from typing import Any

from motcua.metrics.v1.events_pb2 import Membership
from motcua.metrics.v1.metrics_pb2 import Item
from services.metrics.domain.digest import leaf_name
from services.metrics.domain.figures import Question, instant_message
from services.metrics.queries.classified import classified
from services.metrics.queries.leaves import leaf_key


def item(row: Any, question: Question) -> Item:
    """A row as the contract writes an item of a figure."""
    by = classified(question.definition)
    membership, reason, can_still = by.item_class(row["class"])
    return Item(
        kind=by.kind,
        id=row["name"],
        membership=Membership.Name(membership),
        reason=reason,
        weight=1,
        key_time=instant_message(row["key_at"]),
        unit=row["unit"],
        service=row["service"],
        position=row["known_from"],
        source=row["source"],
        source_key=row["source_key"],
        can_still_count=can_still,
        leaf=leaf_name(leaf_key(question, row["unit"], row["key_at"])),
    )
