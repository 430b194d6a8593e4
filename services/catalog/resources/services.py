"""A public service → the resource, from each instant at which it is something else.

A draft from the moment it was made until something is in force, then the version in force, then
what was in force last.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from motcua.catalog.v1.catalog_pb2 import Service as Resource
from motcua.catalog.v1.events_pb2 import ServiceContent
from services.catalog.domain import content, names, texts, versions
from services.catalog.domain.versions import Service
from services.catalog.resources.dated_resources import Columns, ResourcePeriod


def resource_periods(service: Service) -> list[ResourcePeriod]:
    """The service from the first instant on at which there is anything to show of it."""
    shown: list[tuple[datetime, Resource]] = []
    for at in sorted(set(_changes(service))):
        resource = _resource(service, at)
        if not shown or shown[-1][1] != resource:
            shown.append((at, resource))
    untils = [*(since for since, _ in shown), None][1:]
    return [
        ResourcePeriod(since, until, resource, _columns(resource))
        for (since, resource), until in zip(shown, untils, strict=True)
    ]


def _changes(service: Service) -> Iterator[datetime]:
    """Every instant at which the service may be something else than before."""
    yield from (version.effective_time for version in service.valid)
    yield from (draft.drafted_at for draft in service.drafts)
    yield from (at for at in (service.waits_since, service.retired_at) if at)


def _resource(service: Service, at: datetime) -> Resource:
    """The service at an instant, without position and etag."""
    version = versions.begun_at(service, at)
    stated = version.content if version else _drafted(service, at)
    return Resource(
        name=service.name,
        state=_state(service, at),
        version=version.number if version else 0,
        effective_time=_since(service, at),
        has_draft=service.waits_since is not None and service.waits_since <= at,
        **content.fields_of(stated),
    )


def _drafted(service: Service, at: datetime) -> ServiceContent:
    """What was drafted last by an instant; before the first draft, that one."""
    begun = [draft for draft in service.drafts if draft.drafted_at <= at] or service.drafts[:1]
    return max(reversed(begun), key=lambda draft: draft.drafted_at).content


def _state(service: Service, at: datetime) -> Resource.State:
    if versions.is_retired(service, at):
        return Resource.STATE_RETIRED
    in_force = versions.version_at(service, at)
    return Resource.STATE_PUBLISHED if in_force else Resource.STATE_DRAFT


def _since(service: Service, at: datetime) -> datetime | None:
    """From when the service is as it is at an instant; a draft takes effect at no time."""
    if versions.is_retired(service, at):
        return service.retired_at
    version = versions.version_at(service, at)
    return version.effective_time if version else None


def _columns(resource: Any) -> Columns:
    return Columns(
        state=resource.state,
        unit=resource.authority,
        field=resource.field,
        title=texts.title(resource.display_name),
        codes=(names.last(resource.name), *(code.value for code in resource.codes)),
    )
