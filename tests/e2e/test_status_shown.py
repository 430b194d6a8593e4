"""`./motcua status`, judged from what processes say of themselves, and asked of nobody.

Promises no stack: metrics are written as a process offers them. A real one is looked at in
`test_console_elsewhere`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from services.console.display.health import Part, State, backup, parts, worst
from services.console.portal.health import Process, samples_at
from tests.e2e.commands import motcua

NOW = 1_000_000.0
WELL = """\
motcua_leads{role="relay"} 1
motcua_leads{role="projector"} 1
motcua_projection_stopped{projection="tree"} 0
motcua_projection_lag_events{projection="tree"} 3
motcua_relay_oldest_timestamp_seconds 0
motcua_relay_lag_events 0
motcua_relay_halted 0
motcua_database_up 1
motcua_database_read_only 0
motcua_database_commits_waiting 0
motcua_bus_up 1
motcua_database_archive_failed 0
motcua_disk_free_bytes{path="/d"} 30
motcua_disk_size_bytes{path="/d"} 100
motcua_tls_start_timestamp_seconds 0
motcua_tls_expiry_timestamp_seconds 9000000
motcua_tls_files_usable 1
motcua_key_used{setting="MOTCUA_LOG_KEYS",key="k1"} 0
motcua_key_used{setting="MOTCUA_LOG_KEYS",key="k2"} 1
motcua_requests_total{method="/a/B",code="OK"} 90
motcua_requests_total{method="/a/B",code="NOT_FOUND"} 10
motcua_refusals_total{reason="UNIT_UNKNOWN"} 10
motcua_commands_total{outcome="failed"} 0
"""


class Offered(BaseHTTPRequestHandler):
    """A metrics port."""

    text = WELL

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.text.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Offered)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    Offered.text = WELL


async def judged(port: str, *changes: tuple[str, str], **faults: str) -> dict[str, Part]:
    for old, new in changes:
        assert old in Offered.text
        Offered.text = Offered.text.replace(old, new)
    samples = await samples_at(port, None)
    return {part.name: part for part in parts([Process("a", "catalog", faults, samples)], NOW)}


async def test_all_is_well(port: str) -> None:
    found = await judged(port)
    assert {part.state for part in found.values()} == {State.OK}
    assert found["calls"].words == "10.0% of 100 refused, 0 commands failed, since the start"
    assert found["projections"].words == "none halted; at most 3 events behind"


@pytest.mark.parametrize(
    ("change", "part", "state", "words"),
    [
        (
            ('stopped{projection="tree"} 0', 'stopped{projection="tree"} 1'),
            "projections",
            State.BAD,
            "halted: catalog tree (./motcua park)",
        ),
        (
            ('lag_events{projection="tree"} 3', 'lag_events{projection="tree"} 9000'),
            "projections",
            State.LATE,
            "none halted; at most 9,000 events behind",
        ),
        (
            ("oldest_timestamp_seconds 0", "oldest_timestamp_seconds 999900"),
            "streams",
            State.LATE,
            "the oldest event waits for 100 s",
        ),
        (
            ("relay_halted 0", "relay_halted 1"),
            "streams",
            State.BAD,
            "log and stream disagree: catalog",
        ),
        (
            ('role="relay"} 1', 'role="relay"} 0'),
            "leaders",
            State.BAD,
            "nobody as relay of catalog",
        ),
        (("database_up 1", "database_up 0"), "stores", State.BAD, "database away (a)"),
        (
            ("commits_waiting 0", "commits_waiting 2"),
            "stores",
            State.BAD,
            "commits wait for a standby (a)",
        ),
        (("bus_up 1", "bus_up 0"), "stores", State.BAD, "NATS away (a)"),
        (
            ("expiry_timestamp_seconds 9000000", "expiry_timestamp_seconds 1172800"),
            "certificates",
            State.SOON,
            "the first ends in 2 days",
        ),
        (
            ("archive_failed 0", "archive_failed 1"),
            "stores",
            State.BAD,
            "the log of the database is not archived (a)",
        ),
        (
            ('free_bytes{path="/d"} 30', 'free_bytes{path="/d"} 4'),
            "disks",
            State.BAD,
            "4% of /d is free",
        ),
        (
            ("files_usable 1", "files_usable 0"),
            "certificates",
            State.BAD,
            "new files cannot be used",
        ),
    ],
)
async def test_what_is_not_well_is_named(
    port: str, change: tuple[str, str], part: str, state: State, words: str
) -> None:
    found = await judged(port, change)
    assert (found[part].state, found[part].words) == (state, words)
    assert worst(found.values()) is state


async def test_a_certificate_for_a_week_is_not_soon_to_end_before_it_should_be_renewed(
    port: str,
) -> None:
    begun = ("start_timestamp_seconds 0", "start_timestamp_seconds 900000")
    found = await judged(port, begun, ("seconds 9000000", "seconds 1500000"))
    assert found["certificates"].state is State.OK
    found = await judged(port, ("seconds 1500000", "seconds 1030000"))
    assert found["certificates"].state is State.SOON


async def test_replicas_that_use_other_keys_are_named(port: str) -> None:
    first = await samples_at(port, None)
    Offered.text = WELL.replace('"k2"', '"k3"')
    second = await samples_at(port, None)
    found = parts([Process("a", "catalog", {}, first), Process("b", "catalog", {}, second)], NOW)
    assert {part.name: part.words for part in found}["keys"] == (
        "replicas differ: catalog MOTCUA_LOG_KEYS"
    )


async def test_health_tells_away_from_late() -> None:
    away, late = Process("a", "catalog", {"": "refused"}), Process("b", "catalog", {"current": "x"})
    states = {part.name: part for part in parts([away, late], NOW)}
    assert (states["a"].state, states["a"].words) == (State.AWAY, "does not serve: refused")
    assert (states["b"].state, states["b"].words) == (State.LATE, "ready, not current, published")
    assert worst(states.values()) is State.AWAY


def test_a_backup_that_is_old_is_told_and_an_unknown_one_is_no_fault() -> None:
    assert backup(NOW - 3600, NOW).state is State.OK
    assert backup(NOW - 3 * 86400, NOW).state is State.SOON
    assert backup(0, NOW).state is State.SOON  # there is none
    assert worst([backup(None, NOW)]) is State.UNKNOWN


async def test_a_port_where_nobody_listens_says_nothing() -> None:
    assert await samples_at("127.0.0.1:1", None) == {}


async def test_a_stack_that_does_not_run_is_not_started(tmp_path: Path) -> None:
    ended = await motcua("status", data=tmp_path)
    assert (ended.code, ended.out) == (3, "")
    assert "no stack runs in" in ended.err
    assert list(tmp_path.iterdir()) == []


async def test_an_address_of_metrics_names_its_service(tmp_path: Path) -> None:
    ended = await motcua("status", "--metrics", "127.0.0.1:9464", data=tmp_path)
    assert ended.code == 2
    assert "--metrics is written SERVICE=ADDRESS" in ended.err
