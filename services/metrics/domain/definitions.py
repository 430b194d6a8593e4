"""The definitions that questions are answered by, of all whose texts come with the software.

A published (id, version) never changes its meaning: another meaning is another version.
"""

from dataclasses import dataclass

from services.chassis.errors import Refusal
from services.metrics.domain.indicators.definition import PERIODS, UNITS
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.refusals import MetricsReason


@dataclass(frozen=True, slots=True)
class Definition:
    """What a rate counts, by which time, and to whose credit."""

    id: str
    version: int
    kind: str  # `dossier` or `service`: what an item is
    key: str  # the time by which an item falls into a period
    credited_unit: str
    adds_over_periods: bool
    adds_over_units: bool
    title_vi: str
    title_en: str

    @property
    def name(self) -> str:
        """Such as `online_handling@1`; how tables name it."""
        return f"{self.id}@{self.version}"


def _answered(name: str) -> Definition:
    """As its text says."""
    text = shipped()[name]
    return Definition(
        id=text.id,
        version=text.version,
        kind=text.kind.name,
        key=text.key,
        credited_unit=text.unit,
        adds_over_periods=PERIODS in text.adds_up_over,
        adds_over_units=UNITS in text.adds_up_over,
        title_vi=text.title["vi"],
        title_en=text.title["en"],
    )


COVERAGE_L3L4 = _answered("coverage.l3l4@1")
ONLINE_HANDLING = _answered("online_handling@1")
ON_TIME_ENDED = _answered("on_time.ended@1")
ALL = (COVERAGE_L3L4, ONLINE_HANDLING, ON_TIME_ENDED)
OF_DOSSIERS = tuple(each for each in ALL if each.kind == "dossier")


def find(id: str, version: int = 0) -> Definition:  # noqa: A002 — the contract's word
    """The definition asked for; the newest version when none is named."""
    versions = [each for each in ALL if each.id == id and version in (0, each.version)]
    if not versions:
        raise Refusal(
            MetricsReason.DEFINITION_UNKNOWN,
            field="definition",
            values={"definition": f"{id}@{version}" if version else id},
        )
    return max(versions, key=lambda each: each.version)
