"""The kinds of rows that a mapping can make: how each begins, with its key and what its id names.

Promises a row of that kind, and the message that its fields fill. Must not read a cell.
"""

from collections.abc import Callable
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import Duty


def unit(row: api.Row, identity: str) -> Any:
    """A unit row."""
    row.key, row.unit.unit_id = f"units/{identity}", identity
    return row.unit.unit


def service(row: api.Row, identity: str) -> Any:
    """A service row."""
    row.key, row.service.service_id = f"services/{identity}", identity
    return row.service.service


def offering(row: api.Row, identity: str) -> Any:
    """An offering row, of that service."""
    row.key = row.offering.parent = f"services/{identity}"
    return row.offering.offering


def target(row: api.Row, identity: str) -> Any:
    """A target row."""
    row.key, row.target.target_id = f"targets/{identity}", identity
    return row.target.target


def move(row: api.Row, identity: str) -> Any:
    """A unit row of a unit that another row opens."""
    content = unit(row, identity)
    row.key = f"move:{row.key}"
    return content


def ceiling(row: api.Row, identity: str) -> Any:
    """An offering row of an offering that another row opens."""
    content = offering(row, identity)
    row.key = f"ceiling:{row.key}"
    return content


def draft(row: api.Row, identity: str) -> Any:
    """A draft row."""
    row.key, row.draft.service_id = f"services/{identity}", identity
    return row.draft.service


def retirement(row: api.Row, identity: str) -> Any:
    """A retirement row."""
    row.retirement.service = f"services/{identity}"
    row.key = f"retirement:{row.retirement.service}"
    return row.retirement


def closing(row: api.Row, identity: str) -> Any:
    """A closing row."""
    row.closing.unit = f"units/{identity}"
    row.key = f"end:{row.closing.unit}"
    return row.closing


def merger(row: api.Row, identity: str) -> Any:
    """A merger row of one unit."""
    row.merger.units.append(f"units/{identity}")
    row.key = f"end:units/{identity}"
    return row.merger


def split(row: api.Row, identity: str) -> Any:
    """A split row."""
    row.split.unit = f"units/{identity}"
    row.key = f"end:{row.split.unit}"
    return row.split


def offering_closing(row: api.Row, identity: str) -> Any:
    """A closing row of an offering, of that service; its field names the unit."""
    row.key = f"end:services/{identity}"
    return row.offering_closing


def appointment(row: api.Row, identity: str) -> Any:
    """An appointment row, of an officer at that unit."""
    row.key = row.appointment.unit = f"units/{identity}"
    return row.appointment


def relief(row: api.Row, identity: str) -> Any:
    """A relief row, of an officer at that unit."""
    row.key = row.relief.unit = f"units/{identity}"
    return row.relief


def calendar(row: api.Row, identity: str) -> Any:
    """A calendar row."""
    row.key, row.calendar.calendar_id = f"calendars/{identity}", identity
    return row.calendar


def assignment(row: api.Row, identity: str) -> Any:
    """An assignment row, of a calendar to that unit."""
    row.calendar_assignment.unit = f"units/{identity}"
    row.key = f"calendar:{row.calendar_assignment.unit}"
    return row.calendar_assignment


def of_offering(row: api.Row, content: Any) -> None:
    """Names all of the offering, once its unit is known."""
    if isinstance(content, api.OfferingClosingRow):
        unit = content.offering.rpartition("/")[2]
        row.key = f"{row.key}/offerings/{unit}"
        content.offering = row.key.removeprefix("end:")
    elif content.unit:
        row.key = f"{row.key}/offerings/{content.unit.rpartition('/')[2]}"


def of_post(row: api.Row, content: Any) -> str:
    """What a post is known by: an officer can have the same one again later."""
    since = f"@{row.effective_time.seconds}" if row.HasField("effective_time") else ""
    duty = Duty.Name(content.duty).removeprefix("DUTY_")
    return f"{row.key}/officers/{content.officer}:{duty}{since}"


BEGUN: dict[str, Callable[[api.Row, str], Any]] = {
    each.__name__: each
    for each in (
        unit, service, offering, target, move, ceiling, draft, retirement, closing, merger, split,
        offering_closing, appointment, relief, calendar, assignment,
    )
}  # fmt: skip
SENT_AS = {"move": "unit", "ceiling": "offering", "assignment": "calendar_assignment"}
# What `id` says of a row, so that `fields` cannot say otherwise.
GIVEN = {
    "retirement": ("service",), "closing": ("unit",), "merger": ("units",), "split": ("unit",),
    "appointment": ("unit",), "relief": ("unit",), "assignment": ("unit",),
    "calendar": ("calendar_id",),
}  # fmt: skip
HAVE_LEVELS = {"offering", "ceiling"}
OF_A_SERVICE = HAVE_LEVELS | {"offering_closing"}
ENDS_OF_UNITS = {"closing", "merger", "split"}
POSTS = {"appointment", "relief"}
ENDINGS = ENDS_OF_UNITS | {"retirement", "relief", "offering_closing"}
