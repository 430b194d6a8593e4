"""A city for the demo: a district, its communes and wards, its services, and two years of dossiers.

Promises the same city for the same month, whoever asks. Every name is invented. Must not know the
date by itself nor call anything.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.demo.city_catalogue import plan
from services.console.demo.new_year_dossier import across_new_year
from services.console.importing.plans import CataloguePlan
from services.console.instants import LOCAL, to_date, to_timestamp

SEED = 63
DOSSIERS = 9_000  # of two years: on two cores the whole demo is to take no longer than a minute
YEARS = 2


@dataclass(frozen=True)
class City:
    """The catalogue, and every dossier of the two years before a month."""

    catalogue: CataloguePlan
    records: list[api.DossierRecord]
    source: str


def city(month: date, *, dossiers: int = DOSSIERS) -> City:
    """The city as it stands at the beginning of a local month."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed seed is the point
    catalogue = plan(rng, month)
    records = [dossier(rng, catalogue, month, number) for number in range(dossiers)]
    records.append(across_new_year(catalogue, month))
    return City(catalogue, records, source=f"demo-{month:%Y-%m}")


def dossier(
    rng: random.Random, catalogue: CataloguePlan, month: date, number: int
) -> api.DossierRecord:
    """One dossier; nothing of it happens in the month or later."""
    offering = rng.choice(catalogue.offerings)
    end = datetime(month.year, month.month, 1, tzinfo=LOCAL)
    span = YEARS * 365
    day = int(span * (1 - rng.random() ** 1.3))  # more and more of them
    filed = end - timedelta(days=span - day, hours=rng.uniform(-16.5, -8))
    due = (filed + timedelta(days=rng.choice((3, 5, 5, 10, 15)))).date()
    taken = [each for each in life(rng, filed, due) if not each[1] or each[1] < end]
    steps = [step(status, time, officer=officer(rng, offering.unit)) for status, time in taken]
    return api.DossierRecord(
        key=f"{number:06}",
        offering=f"services/{offering.service}/offerings/{offering.unit}",
        channel=channel(rng, progress=day / span, level=offering.level),
        assisted=rng.random() < 0.04,
        due=api.Deadline(date=to_date(due)) if rng.random() > 0.01 else None,
        steps=[*steps, *ratings(number, taken, end)],
    )


def channel(rng: random.Random, *, progress: float, level: int) -> str:
    """Online is offered from level 3 on, and used more every month; a few try it below."""
    online = 0.3 + 0.5 * progress if level >= 3 else 0.01
    names = ("ONLINE", "IN_PERSON", "POST", "EMAIL", "PHONE", "OTHER", "UNKNOWN")
    rest = 1 - online
    weights = [online, *(rest * part for part in (0.80, 0.09, 0.04, 0.03, 0.03, 0.01))]
    return f"CHANNEL_{rng.choices(names, weights)[0]}"


Steps = list[tuple[str, datetime | None]]


def life(rng: random.Random, filed: datetime, due: date) -> Steps:
    """What happens to a dossier, with the mistakes that real records have."""
    accepted = filed + timedelta(hours=rng.uniform(0.2, 20))
    ended = end_of(rng, accepted, due)
    begun: Steps = [("SUBMITTED", filed)]
    whole: Steps = [*begun, ("ACCEPTED", accepted), ("RESULT_READY", ended)]
    courses: tuple[tuple[float, Steps], ...] = (
        (0.62, [*whole, ("RESULT_RETURNED", ended + timedelta(hours=rng.uniform(1, 60)))]),
        (0.30, whole),
        (0.025, [*begun, ("REFUSED", accepted)]),
        (0.015, [*begun, ("WITHDRAWN", accepted)]),
        (0.015, [*whole[:2], ("WITHDRAWN", ended)]),
        (0.007, [*whole[:2], ("STOPPED", ended)]),
        (0.010, [*whole[:2]]),
        (0.005, [*whole[:2], ("RESULT_READY", accepted - timedelta(days=2))]),
        (0.002, [*whole[:2], ("RESULT_READY", None)]),
        (0.001, [*begun, ("RESULT_READY", ended)]),
    )
    return rng.choices([course for _, course in courses], [weight for weight, _ in courses])[0]


def end_of(rng: random.Random, accepted: datetime, due: date) -> datetime:
    """One in twelve ends after its due, the others on some day before or on it."""
    late = rng.random() < 1 / 12
    days = (due - accepted.date()).days
    wait = days + rng.randint(1, 12) if late else rng.randint(0, max(days, 0))
    evening = (accepted + timedelta(days=wait)).replace(hour=16, minute=rng.randrange(60))
    return max(evening, accepted + timedelta(minutes=20))


def step(status: str, time: datetime | None, *, officer: str) -> api.Step:
    """One step; a refusal and a stop have a reason."""
    return api.Step(
        status=f"STATUS_{status}",
        time=to_timestamp(time.astimezone(UTC)) if time else None,
        officer=officer,
        reason_code="incomplete" if status in {"REFUSED", "STOPPED"} else "",
    )


def ratings(number: int, taken: Steps, end: datetime) -> list[api.Step]:
    """What one in six who have their result say of it within three days."""
    lot = random.Random(f"{SEED}/{number}")  # noqa: S311 - of its own: no other lot depends on it
    status, time = taken[-1] if taken else ("", None)
    if status != "RESULT_RETURNED" or time is None or lot.random() >= 1 / 6:
        return []
    rated = time + timedelta(hours=lot.uniform(0.1, 72))
    stars = lot.choices(range(1, 6), (3, 5, 12, 35, 45))[0]
    value = api.Rating(value=stars)
    return [api.Step(time=to_timestamp(rated.astimezone(UTC)), rating=value)] if rated < end else []


def officer(rng: random.Random, unit: str) -> str:
    """One of a unit's."""
    return f"cb-{unit}-{rng.randint(1, 4)}"
