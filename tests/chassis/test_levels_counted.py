"""What service levels are computed from: commands by who failed, and traces named as examples.

Promises a server of the chassis's own; the whole way is followed in `tests/e2e`.
"""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from prometheus_client import generate_latest
from prometheus_client.openmetrics.exposition import generate_latest as in_open_metrics

from services.chassis import gauges


def counted() -> tuple[float, float]:
    values = {
        sample.labels["outcome"]: sample.value
        for family in gauges.COMMANDS.collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    }
    return values["served"], values["failed"]


@pytest.mark.parametrize(
    ("code", "busy", "outcome"),
    [
        ("OK", False, (1, 0)),
        ("FAILED_PRECONDITION", False, (1, 0)),
        ("RESOURCE_EXHAUSTED", False, (1, 0)),
        ("RESOURCE_EXHAUSTED", True, (0, 1)),
        ("UNAVAILABLE", False, (0, 1)),
        ("INTERNAL", False, (0, 1)),
        ("CANCELLED", False, (0, 0)),
    ],
)
def test_a_command_is_served_unless_we_failed_or_its_caller_left(
    code: str, busy: bool, outcome: tuple[int, int]
) -> None:
    served, failed = counted()
    gauges.commanded(code, busy=busy)
    assert counted() == (served + outcome[0], failed + outcome[1])


def test_a_sampled_call_is_named_to_who_asks_in_openmetrics() -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    gauges.answered("/motcua.echo.v1.EchoService/Shown", "OK", 0.02, trace=trace)
    lines = in_open_metrics(gauges.REGISTRY).decode().splitlines()
    named = [line for line in lines if "EchoService/Shown" in line and trace in line]
    assert {line.partition("{")[0] for line in named} == {
        "motcua_requests_total",
        "motcua_request_seconds_bucket",
    }
    assert trace not in generate_latest(gauges.REGISTRY).decode()


def test_the_oldest_that_is_not_published_is_a_moment() -> None:
    recorded = datetime(2026, 7, 1, tzinfo=UTC)
    gauges.unpublished([SimpleNamespace(recorded_at=recorded), SimpleNamespace()])
    assert gauges.RELAY_OLDEST._value.get() == recorded.timestamp()
    gauges.unpublished([])
    assert gauges.RELAY_OLDEST._value.get() == 0
