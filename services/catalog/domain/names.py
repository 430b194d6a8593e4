"""Resource names of the catalogue, and the subjects that its facts are published under.

A name of the wrong form is refused with its field; no id breaks a subject.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from google.protobuf.message import Message

from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis import subjects
from services.chassis.errors import Refusal

MOST_LISTED = 5  # in a refusal
ANY = "-"  # the wildcard of a collection, so never an id
_ID = r"[^/\s]{1,64}"


def unit(text: str, *, field: str) -> str:
    """The name of a unit, `units/{unit}`, or a refusal."""
    return _checked(text, form="units/{unit}", field=field)


def service(text: str, *, field: str) -> str:
    """The name of a service, `services/{service}`, or a refusal."""
    return _checked(text, form="services/{service}", field=field)


@lru_cache(maxsize=4096)  # one command asks for it a dozen times
def offering(text: str, *, field: str) -> tuple[str, str]:
    """The service and the unit that an offering's name holds."""
    _checked(text, form="services/{service}/offerings/{unit}", field=field)
    return parts(text)


def parts(name: str) -> tuple[str, str]:
    """The same of a name that is known to be an offering's."""
    parent, _, offered_by = name.partition("/offerings/")
    return parent, f"units/{offered_by}"


def calendar(text: str, *, field: str) -> str:
    """The name of a calendar, `calendars/{calendar}`, or a refusal."""
    return _checked(text, form="calendars/{calendar}", field=field)


def target(text: str, *, field: str) -> str:
    """The name of a target, `targets/{target}`, or a refusal."""
    return _checked(text, form="targets/{target}", field=field)


def of_offering(service_name: str, unit_name: str) -> str:
    """The name of the offering of a service by a unit."""
    return f"{service_name}/offerings/{last(unit_name)}"


def of_officer(unit_name: str, officer: str) -> str:
    """What an officer is called at a unit; also the owner of the key that seals the name."""
    return f"{unit_name}/officers/{officer}"


def new(collection: str, text: str, *, field: str) -> str:
    """The name that a resource with this id will have."""
    if text == ANY:
        raise Refusal(CatalogReason.ID_RESERVED, field=field, values={"id": text})
    if not re.fullmatch(_ID, text):
        raise Refusal(CatalogReason.ID_MALFORMED, field=field)
    return f"{collection}/{text}"


def last(name: str) -> str:
    """The id: the last part of a name."""
    return name.rpartition("/")[2]


def listed(every: Sequence[str]) -> str:
    """The first of many names, for a refusal."""
    return ", ".join([*every[:MOST_LISTED], *(["…"] if len(every) > MOST_LISTED else [])])


def subject(fact: Message, name: str) -> str:
    """Where a fact about this unit or service is published."""
    return subjects.subject(fact, subjects.token(last(name)))


def _checked(text: str, *, form: str, field: str) -> str:
    if _pattern(form).fullmatch(text):
        return text
    raise Refusal(CatalogReason.NAME_MALFORMED, field=field, values={"form": form})


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """What a name of a form looks like; there are five forms."""
    return re.compile(re.sub(r"\{\w+\}", lambda _: _ID, form))
