"""The definitions that questions are answered by, of all whose texts come with the software.

A published (id, version) never changes its meaning: another meaning is another version.
"""

from functools import cache

from services.chassis.errors import Refusal
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.refusals import MetricsReason

NAMES = (
    "coverage.l3l4@1",
    "coverage.full@1",
    "coverage.fully_online@1",
    "coverage.fully_online.of_all@1",
    "coverage.one_stop@1",
    "activity@1",
    "online_handling@1",
    "online_handling.all@1",
    "online_handling.ended@1",
    "online_handling.e_result@1",
    "on_time.ended@1",
    "on_time.received@1",
    "handling_time.ended@1",
    "payment.online@1",
    "e_result@1",
    "satisfaction.derived@1",
    "satisfaction.rating@1",
    "online_handling.acts@1",
    "petition.on_time@1",
    "petition.first_request@1",
    "petition.published@1",
    "counter.waiting@1",
    "standard.met@1",
)


@cache
def answered() -> tuple[Definition, ...]:
    """All of them, in the order in which they are listed."""
    return tuple(shipped()[name] for name in NAMES)


def of_kind(kind: str) -> tuple[Definition, ...]:
    """Those whose items are of this kind, such as `dossier`."""
    return tuple(each for each in answered() if each.kind.name == kind)


def find(id: str, version: int = 0) -> Definition:  # noqa: A002 — the contract's word
    """The definition asked for; the newest version when none is named. Raises Refusal where it is
    not answered.
    """
    versions = [each for each in answered() if each.id == id and version in (0, each.version)]
    if not versions:
        raise Refusal(
            MetricsReason.DEFINITION_UNKNOWN,
            field="definition",
            values={"definition": f"{id}@{version}" if version else id},
        )
    return max(versions, key=lambda each: each.version)
