"""What an installation says of itself to whoever looks: health of each process, and its metrics.

Promises an answer within seconds, whatever is away. Must not start, change or log in to anything.
"""

import asyncio
import http.client
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from prometheus_client.parser import text_string_to_metric_families

from services.console.portal.addresses import SERVICES
from services.console.portal.installation import (
    ANSWERS_WITHIN,
    CURRENT,
    PUBLISHED,
    READY,
    Installation,
)

STATES = (READY, CURRENT, PUBLISHED)
Samples = Mapping[str, Sequence[tuple[Mapping[str, str], float]]]  # values by labels, by name


@dataclass(frozen=True)
class Process:
    """One process; or, of an installation elsewhere, whichever of a service answers."""

    name: str
    service: str
    faults: Mapping[str, str] = field(default_factory=dict)  # of its health, by state
    samples: Samples = field(default_factory=dict)  # nothing where its metrics cannot be read

    def values(self, metric: str, **labels: str) -> list[float]:
        """Of all series of a metric that have these labels."""
        wanted = labels.items()
        return [value for has, value in self.samples.get(metric, ()) if wanted <= has.items()]

    def labelled(self, metric: str, label: str, value: float) -> list[str]:
        """By that label, the series that have this value."""
        return sorted(has[label] for has, found in self.samples.get(metric, ()) if found == value)


async def processes(at: Installation, metrics: Mapping[str, Sequence[str]]) -> list[Process]:
    """Of a stack of this machine all; elsewhere each service, and what offers metrics there."""
    if at.stack:
        replicas = at.stack.replicas.items()
        found = await asyncio.gather(
            *(local(at, name, each.grpc, each.prometheus) for name, each in replicas)
        )
        return list(found)
    services = await asyncio.gather(*(remote(at, name) for name in SERVICES))
    scraped = [(name, address) for name, addresses in metrics.items() for address in addresses]
    others = await asyncio.gather(*(scrape(at, name, address) for name, address in scraped))
    return [*services, *others]


async def local(at: Installation, name: str, grpc: str, prometheus: str) -> Process:
    """One process of a stack of this machine."""
    from deploy.embedded.check import is_serving  # noqa: PLC0415 - asyncpg is slow to load

    assert at.stack  # noqa: S101 - the caller looked
    trust = at.stack.trust
    answers = await asyncio.gather(*(is_serving(grpc, state, trust=trust) for state in STATES))
    faults = {
        state: "not serving" for state, serves in zip(STATES, answers, strict=True) if not serves
    }
    service = next(each for each in SERVICES if name.startswith(each))
    samples = await samples_at(prometheus, trust.context())
    return Process(name, service, faults, samples)


async def remote(at: Installation, service: str) -> Process:
    """A service by its address."""
    told = await asyncio.gather(*(at.fault_of(service, state) for state in STATES))
    return Process(
        service,
        service,
        {state: fault for state, fault in zip(STATES, told, strict=True) if fault},
    )


async def scrape(at: Installation, service: str, address: str) -> Process:
    """The metrics of one process elsewhere; its health is asked by its service's address."""
    split = urlsplit(address if "//" in address else f"http://{address}")
    context = at.tls.context() if split.scheme == "https" else None
    samples = await samples_at(split.netloc, context)
    faults = {} if samples else {READY: "its metrics cannot be read"}
    return Process(f"{service} {split.netloc}", service, faults, samples)


async def samples_at(address: str, tls: ssl.SSLContext | None) -> Samples:
    """What stands at a metrics port; nothing where nobody answers."""
    text = await asyncio.to_thread(fetched, address, tls) if address else ""
    found: dict[str, list[tuple[Mapping[str, str], float]]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def fetched(address: str, tls: ssl.SSLContext | None) -> str:
    """Asked and waited for."""
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(address, timeout=ANSWERS_WITHIN, context=tls)
        if tls
        else http.client.HTTPConnection(address, timeout=ANSWERS_WITHIN)
    )
    try:
        connection.request("GET", "/metrics")
        return connection.getresponse().read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()
