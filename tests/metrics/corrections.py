"""Events by which dossiers are voided and corrected, with everything filled in that a test does not
care about.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from motcua.submissions.v1.events_pb2 import (
    Anomaly,
    Channel,
    DossierCorrected,
    DossierFacts,
    DossierVoided,
    FactTime,
    Verdict,
)
from tests.metrics.given import ONLINE, WARD, dossier, offering, timestamp


def voided(number: int = 1) -> DossierVoided:
    """It was entered in error."""
    return DossierVoided(dossier=dossier(number), reason_code="duplicate", time_known=True)


def corrected(
    number: int = 1,
    *,
    accepted_at: datetime | None = None,
    ended_at: datetime | None = None,
    time_known: bool = True,
    verdict: Verdict = Verdict.VERDICT_ON_TIME,
    channel: Channel = ONLINE,
    assisted: bool = False,
    voided: bool = False,
    anomalies: tuple[Anomaly, ...] = (),
    handling_unit: str = WARD,
    said: Mapping[str, Any] = MappingProxyType({}),
    **options: Any,
) -> DossierCorrected:
    """A fact was corrected; since then the dossier is this, and nothing else."""
    facts = DossierFacts(
        channel=channel,
        assisted=assisted,
        voided=voided,
        offering=offering(**options),
        handling_unit=handling_unit,
        verdict=verdict,
        anomalies=anomalies,
        **said,
    )
    for part, at in ((facts.accepted, accepted_at), (facts.ended, ended_at)):
        if at is not None:
            part.CopyFrom(FactTime(time=timestamp(at), time_known=time_known))
    return DossierCorrected(dossier=dossier(number), version=1, facts=facts, reason_code="mistyped")
