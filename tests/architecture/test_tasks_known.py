"""Whatever a service does in the background is kept up: shown and begun again when it fails.

Promises to find every task that is begun otherwise. Each of those is named here, with what becomes
of its failure; a new one needs a line, or `process.background`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BEGINNING = {"create_task", "ensure_future", "TaskGroup", "start_soon", "Thread"}
PACKAGES = ("chassis", "catalog", "submissions", "metrics", "pages")
WAITED_FOR = {
    # Whoever began it waits for it and gets its failure.
    "chassis/process.py:until_signal",
    "chassis/process.py:background",
    "chassis/hosts.py:_search",
    "chassis/projector.py:_follow",
    "chassis/projector.py:_led",
    "chassis/sources.py:_until_opened",
    "chassis/sources.py:_taken",
    "chassis/server.py:stop",
    "submissions/api/numbering.py:_take",
    "submissions/api/uploading.py:_next_chunk",
    "chassis/batched.py:in_order",
    "chassis/batched.py:take_in",
    "pages/identity/sign_in.py:current",
    "pages/live.py:waited",
    "pages/server.py:serve",
    "submissions/queries/appending.py:append_with",
    "chassis/loading.py:answer",  # each of those who wait; one that comes begins another
    "chassis/readiness.py:run",  # which looks at it every second, and fails with it
    "chassis/bus.py:connecting",  # `tried`, which readiness awaits
    "chassis/tls/channels.py:renew",  # `close` waits for the channels before
    "pages/connections.py:connection_made",  # a handshake: its connection ends with it
    "pages/live.py:read",  # its readers are let go, and come again
}


def begun(path: Path) -> Iterator[str]:
    """Where a module begins a task that is not kept up."""
    text = path.read_text(encoding="utf-8")
    for function in ast.walk(ast.parse(text)) if any(each in text for each in BEGINNING) else ():
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and begins(call):
                    yield f"{path.relative_to(ROOT / 'services')}:{function.name}"


def begins(call: ast.Call) -> bool:
    """Whether it begins a task other than by keeping it up."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    kept = any("kept_up" in ast.unparse(each) for each in call.args)
    return name in BEGINNING and not kept


def test_every_task_of_a_service_is_kept_up_or_waited_for() -> None:
    paths = [path for each in PACKAGES for path in (ROOT / "services" / each).rglob("*.py")]
    assert {place for path in paths for place in begun(path)} == WAITED_FOR


def test_nothing_waits_in_a_way_that_forgets_a_cancellation() -> None:
    """Before Python 3.12 `asyncio.wait_for` returns what came as its caller was cancelled, and the
    caller goes on for ever: `asyncio.timeout` does not.
    """
    waiting = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "services").rglob("*.py")
        if "asyncio.wait_for(" in path.read_text(encoding="utf-8")
    ]
    assert waiting == []
