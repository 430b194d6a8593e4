"""An item of each kind as a row of its table, and the class that PostgreSQL gives it.

By the service's own CASE, without a table. Promises every column that a shipped definition reads,
with what says least.
"""

from datetime import timedelta
from typing import Any

from motcua.submissions.v1.events_pb2 import Channel
from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR
from services.metrics.domain.indicators.classification import (
    ItemClass,
    classification,
    item_classes,
)
from services.metrics.domain.indicators.shipped import shipped
from tests.metrics.classes_asked import Classes
from tests.metrics.given import AT

DAY = timedelta(days=1)

# An accepted and ended dossier of which nothing else is known, and so on: every column, by kind.
BLANK: dict[str, dict[str, Any]] = {
    "dossier": {
        "voided": False, "closed": True, "assisted": False, "fee_waived": False,
        "paid_online": False, "written_result": None, "electronic_result": None,
        "acceptance_time_known": True, "end_time_known": True, "acceptance_day_only": False,
        "end_day_only": False, "accepted_at": AT, "ended_at": AT + DAY, "end_recorded_at": AT + DAY,
        "promised_at": None, "channel": int(Channel.CHANNEL_UNKNOWN), "level": None, "verdict": 0,
        "acceptance_anomalies": 0, "ending_anomalies": 0, "requests": 0, "complaints": 0,
        "fee": None, "working_minutes": None, "rating": None, "act": 0,
    },
    "dossier_at": {
        "requests": 0, "closed_by_then": True, "answered_wait": 0, "closed_at": AT + DAY,
        "waiting_since": None, "from": AT - DAY, "to": AT + 9 * DAY,
    },
    "dossier_held": {"status": 4, "due_at": AT, "to": AT + DAY},
    "rating": {"voided": False, "rating": 3},
    "petition": {
        "voided": False, "merged": False, "withdrawn": False, "settlement_term": AT,
        "answered_at": None, "refused_at": None, "first_request_term": AT,
        "first_request_at": None, "publication_term": AT, "published_at": None,
    },
    "ticket": {"voided": False, "no_show": False, "waiting_minutes": None},
    "standard": {"volume": None, "met": None, "target_n": None, "target_d": None},
    "service": {
        "level_3": None, "eligible_full": None, "full": None, "six_points": True,
        "no_applicable_point": False, "fully_online": None, "one_stop": None, "reached_3": True,
        "online_dossiers": 0,
    },
}  # fmt: skip
BLANK["act"] = BLANK["dossier"] | {"closed": False, "end_recorded_at": None}
BLANK["dossier_at"] = BLANK["dossier"] | BLANK["dossier_at"]
INSTANTS = {name for row in BLANK.values() for name in row if name.endswith(("_at", "_term"))}
INSTANTS |= {"from", "to", "waiting_since"}
NUMBERS = {name for row in BLANK.values() for name, value in row.items() if type(value) is int} | {
    "level",
    "fee",
    "working_minutes",
    "waiting_minutes",
    "volume",
    "met",
    "target_n",
    "target_d",
}


def class_of(name: str, columns: dict[str, Any]) -> str | None:
    """As a row with these columns is counted."""
    definition = shipped()[f"{name}@1"]
    row = BLANK[definition.kind.name] | columns
    typed = ", ".join(f'${n}::{type_of(each)} as "{each}"' for n, each in enumerate(row, 1))
    asked = Classes.current
    query = f"select {classification(definition)} from (select {typed}) item"
    number: int | None = asked.runner.run(asked.connection.fetchval(query, *row.values()))
    return None if number is None else in_words(item_classes(definition)[number])


def type_of(column: str) -> str:
    if column in INSTANTS:
        return "timestamptz"
    return "bigint" if column in NUMBERS else "boolean"


def in_words(found: ItemClass) -> str:
    """Its reason or bucket, or its place; with `?` where it can still become numerator."""
    if found.reason:
        return found.reason
    assert found.membership != EXCLUDED
    word = {NUMERATOR: "numerator", DENOMINATOR: "denominator"}.get(found.membership, "unknown")
    return f"{word}?" if found.can_still else word
