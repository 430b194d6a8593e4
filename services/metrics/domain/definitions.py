"""Definitions of rates, as data with id and version; the README says the same in words.

Promises that a published (id, version) never changes its meaning: another meaning is another
version. Must not contain a rule's code.
"""

from dataclasses import dataclass

from services.chassis.errors import Refusal
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


COVERAGE_L3L4 = Definition(
    id="coverage.l3l4",
    version=1,
    kind="service",
    key="as_of",
    credited_unit="competent",
    adds_over_periods=False,
    adds_over_units=False,
    title_vi="Tỷ lệ dịch vụ công được cung cấp ở mức độ 3 và mức độ 4",
    title_en="Share of public services offered at level 3 or 4",
)
ONLINE_HANDLING = Definition(
    id="online_handling",
    version=1,
    kind="dossier",
    key="accepted",
    credited_unit="competent",
    adds_over_periods=True,
    adds_over_units=True,
    title_vi="Tỷ lệ hồ sơ nộp trực tuyến của các dịch vụ mức độ 3 và mức độ 4",
    title_en="Share of dossiers filed online, of services at level 3 or 4",
)
ON_TIME_ENDED = Definition(
    id="on_time.ended",
    version=1,
    kind="dossier",
    key="ended",
    credited_unit="handling",
    adds_over_periods=True,
    adds_over_units=True,
    title_vi="Tỷ lệ hồ sơ được giải quyết đúng hạn trong số đã có kết quả",
    title_en="Share of ended dossiers that ended on time",
)
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
