"""A service as a process: signals, commands, the ready file, exit codes.

Promises real processes, each ended by the test that started it.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from services.chassis.process import FAILING, FILES
from tests.chassis.test_settings_read import ENOUGH

SCRIPT = Path(__file__).with_name("process_under_test.py")


def start(*words: str, under: Sequence[str] = (), **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*under, sys.executable, SCRIPT, *words],
        env={"PATH": os.environ["PATH"], **ENOUGH, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(
        MOTCUA_READY_FILE=str(tmp_path / "ready.json"),
        MOTCUA_METRICS_LISTEN="127.0.0.1:0",
        OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9",  # nobody listens there
    )
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(
    serving: subprocess.Popen[str], number: int, tmp_path: Path
) -> None:
    assert serving.stdout is not None
    assert serving.stdout.readline() == "ready\n"
    addresses = json.loads((tmp_path / "ready.json").read_text())
    assert addresses["grpc"] == "127.0.0.1:1234"
    with urllib.request.urlopen(f"http://{addresses['prometheus']}/metrics") as answer:
        assert b"motcua_append_batch_appends" in answer.read()
    serving.send_signal(number)
    rest, _ = serving.communicate(timeout=120)
    assert rest.splitlines() == ["server ended", "relay ended", "log closed"]
    assert serving.returncode == 0


def test_it_may_open_more_files_than_a_shell_lets_it() -> None:
    limited = ("sh", "-c", 'ulimit -S -n 200 && exec "$@"', "sh")
    process = start(under=limited, MOTCUA_METRICS_LISTEN="127.0.0.1:0")
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        soft, hard = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        assert soft == (FILES if hard == resource.RLIM_INFINITY else min(FILES, hard))
        assert soft > 200
    finally:
        process.kill()
        process.communicate()


def test_a_command_gets_its_words() -> None:
    said, _ = (process := start("echo", "a", "b")).communicate(timeout=120)
    assert (process.returncode, said) == (0, "127.0.0.1:0 a b\n")


def test_a_failing_task_is_told_of_and_begun_again_and_the_others_go_on() -> None:
    said, told = (process := start("fail", "secret")).communicate(timeout=120)
    assert (process.returncode, said) == (0, "told\nrelay ended\n")
    failures = [json.loads(line) for line in told.splitlines() if "task.failed" in line]
    assert [each["task"] for each in failures[:2]] == ["failing", "failing"]
    assert "secret" not in told


def test_a_task_that_fails_five_times_in_a_minute_ends_the_process_in_order_with_a_reason() -> None:
    process = start("fail-again", "broken", "secret")
    said, told = process.communicate(timeout=120)
    assert process.returncode == FAILING == 70
    assert said.splitlines() == ["begun"] * 5 + ["server ended", "relay ended"]
    last = "tested: the task failing failed 5 times in a minute; at last: ValueError"
    assert told.splitlines()[-1] == last
    assert [json.loads(line)["event"] for line in told.splitlines()[:-1]] == [
        *["task.failed"] * 5,
        "process.failing",
    ]
    assert "secret" not in told


@pytest.mark.parametrize("how", ["away", "unreachable"])
def test_a_server_that_is_away_is_waited_for_however_often(how: str) -> None:
    process = start("fail-again", how, "secret")
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(12)] == ["begun\n"] * 12
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    assert process.returncode == 0


def test_an_unknown_command_and_missing_settings_say_what_to_do() -> None:
    _, wrong = (process := start("nonsense")).communicate(timeout=120)
    assert process.returncode == 64
    assert "echo, fail" in wrong
    _, wrong = (process := start("echo", MOTCUA_NATS_URL="")).communicate(timeout=120)
    assert process.returncode == 78
    assert wrong == "tested: settings: MOTCUA_NATS_URL is missing\n"


def test_what_serves_may_not_be_the_owner_of_the_tables_and_a_command_may() -> None:
    owner = "postgresql://owner:hidden@127.0.0.1/db"
    _, wrong = (process := start(MOTCUA_OWNER_DSN=owner)).communicate(timeout=120)
    assert process.returncode == 78
    assert wrong == "tested: settings: MOTCUA_OWNER_DSN is for commands that end\n"
    (process := start("echo", MOTCUA_OWNER_DSN=owner)).communicate(timeout=120)
    assert process.returncode == 0
