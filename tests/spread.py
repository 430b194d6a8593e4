"""How the suite is spread over its workers.

Promises that files which share what takes long to make go to one worker, those that take longest
first, and that a module is compiled by one worker. Must not decide what is tried.
"""

import contextlib
import gc
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

# Of the pages' city, which takes long to fill; `pages` demands that whoever asks for it is here.
CITY = frozenset(
    f"tests/pages/test_{name}.py"
    for name in (
        *("grpc_web", "pages_agree", "pages_asked", "pages_fuzzed", "pages_in_a_browser"),
        *("names_shown", "scores_agree", "units_led_to", "streams_described"),
    )
)


class Together(LoadFileScheduling):
    """By files, those of the city in one."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "city" if file in CITY else file


def begins(item: pytest.Item) -> int:
    """The files of the city come first, since one worker tries them one after another, which takes
    longer than any other file; then those that take long.
    """
    if item.nodeid.partition("::")[0] in CITY:
        return 0
    return 1 if item.get_closest_marker("long") else 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together | None:
    """By files, too, where nobody says how: tests of a file may build on those before them."""
    return Together(config, log) if config.getvalue("dist") in {"load", "loadfile"} else None


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Each worker of the whole suite begins to load it at another place: all five compiling the
    same modules at the same time took as long as 5 % of all tests. Nothing of it is garbage.
    """
    gc.disable()
    number = getattr(session.config, "workerinput", None)
    if number and session.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        load(int(number["workerid"].removeprefix("gw")), of=number["workercount"])
    try:
        return (yield)
    finally:
        gc.enable()


def load(number: int, *, of: int) -> None:
    """Every file once, from that part on; what cannot be loaded is told where it is collected."""
    files = sorted(Path(__file__).parent.rglob("test_*.py"))
    first = number * len(files) // of
    for file in (*files[first:], *files[:first]):
        with contextlib.suppress(Exception, pytest.skip.Exception):
            importlib.import_module(f"tests.{file.parent.name}.{file.stem}")
