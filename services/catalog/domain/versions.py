"""A public service over time: its drafts, its versions, and what is in force at an instant.

Of versions that begin at one instant the one with the higher number counts, and none that was
withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    ServiceContent,
    ServiceDrafted,
    ServicePublished,
    ServiceRetired,
    ServiceRetirementWithdrawn,
    ServiceVersionWithdrawn,
)
from services.catalog.domain import content, effective
from services.catalog.domain.levels import Terms
from services.chassis.decider import Decider


class Version(NamedTuple):
    """What a version says, as last corrected; from when; and when it was recorded first."""

    number: int
    effective_time: datetime
    content: ServiceContent
    published_at: datetime
    is_withdrawn: bool = False


class Draft(NamedTuple):
    """What was drafted, and when."""

    drafted_at: datetime
    content: ServiceContent


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of a service; a name shows that it was drafted."""

    name: str = ""
    drafts: tuple[Draft, ...] = ()  # all that ever were, as they were made
    draft: Draft | None = None  # the one that waits to be published
    waits_since: datetime | None = None  # from when a draft has been waiting
    versions: tuple[Version, ...] = ()  # by number, with those that were withdrawn
    retired_at: datetime | None = None  # None: not known to be
    # Those of them that were not withdrawn; by number is also by effective time.
    valid: tuple[Version, ...] = ()


def evolve(service: Service, fact: Message, occurred_at: datetime) -> Service:
    """The service after a fact."""
    match fact:
        case ServiceDrafted():
            return _with_draft(service, fact, occurred_at)
        case ServicePublished():
            return _with_version(service, fact, occurred_at)
        case ServiceVersionWithdrawn():
            return _published(service, _withdrawn(service.versions, fact.version))
        case ServiceRetired():
            return replace(service, retired_at=effective.instant(fact.effective_time))
        case ServiceRetirementWithdrawn():
            return replace(service, retired_at=None)
    return service


DECIDER = Decider(initial=Service, evolve=evolve)


def version_at(service: Service, at: datetime) -> Version | None:
    """The version in force at an instant; none before the first, and none once it is retired."""
    return None if is_retired(service, at) else begun_at(service, at)


def begun_at(service: Service, at: datetime) -> Version | None:
    """The last version that has taken effect by an instant, also where the service is retired."""
    begun = [version for version in service.valid if version.effective_time <= at]
    return begun[-1] if begun else None


def is_retired(service: Service, at: datetime) -> bool:
    """Whether the service has ended by an instant."""
    return service.retired_at is not None and service.retired_at <= at


def proposed(service: Service) -> ServiceContent:
    """What the next version will say, unless it is revised: what waits, else what was published
    last.
    """
    return service.draft.content if service.draft else service.valid[-1].content


def terms_at(service: Service, at: datetime) -> Terms:
    """What bears on a level; a retirement unsays nothing, since offerings end by themselves."""
    version = begun_at(service, at)
    return content.terms(version.content) if version else Terms()


def authority(service: Service, at: datetime) -> str:
    """The competent authority at an instant; before the first version, that of what is to come."""
    planned = service.valid[0] if service.valid else service.drafts[-1]
    return (begun_at(service, at) or planned).content.authority


def authorities(service: Service, at: datetime, *, version: int = 0) -> list[str]:
    """Whoever is concerned by what becomes of a version, if there is one of this number: the
    authority at an instant, and the one that the version names.
    """
    named = [each.content.authority for each in service.versions if each.number == version]
    return [authority(service, at), *named]


def _with_draft(service: Service, fact: ServiceDrafted, occurred_at: datetime) -> Service:
    draft = Draft(occurred_at, fact.content)
    since = service.waits_since or occurred_at
    drafts = (*service.drafts, draft)
    return replace(service, name=fact.service, draft=draft, drafts=drafts, waits_since=since)


def _with_version(service: Service, fact: ServicePublished, occurred_at: datetime) -> Service:
    """A version that was published before is corrected; another one uses the draft up."""
    version = Version(
        fact.version, effective.instant(fact.effective_time), fact.content, occurred_at
    )
    if all(each.number != fact.version for each in service.versions):
        versions = (*service.versions, version)
        return _published(service, versions, draft=None, waits_since=None)
    corrected = (
        version._replace(published_at=each.published_at) if each.number == fact.version else each
        for each in service.versions
    )
    return _published(service, tuple(corrected))


def _published(service: Service, versions: tuple[Version, ...], **changed: Any) -> Service:
    valid = tuple(version for version in versions if not version.is_withdrawn)
    return replace(service, versions=versions, valid=valid, **changed)


def _withdrawn(versions: Sequence[Version], number: int) -> tuple[Version, ...]:
    return tuple(
        each._replace(is_withdrawn=True) if each.number == number else each for each in versions
    )
