"""Services do not call one another: they know of each other by their streams alone.

Promises to find every module of a service that could open a channel of gRPC, or hold a stub; and of
everybody else, that channels are opened in one place, where plain text is refused.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from deploy.embedded.accounts import SERVICES

ROOT = Path(__file__).parents[2]
OPENING = {"insecure_channel", "secure_channel", "open_channel"}
OPENED_IN = {"services/chassis/tls/channels.py"}
# What an exporter of traces sends is opened by its library.
CARRIES = [*SERVICES, "chassis", "evidence", "readers"]


def named(path: Path) -> Iterator[str]:
    """Whatever a module names, attributes, names, and what it imports, if its text has any of what
    is looked for.
    """
    text = path.read_text(encoding="utf-8")
    has_any = any(each in text for each in (*OPENING, "Stub"))
    for each in ast.walk(ast.parse(text)) if has_any else ():
        if isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.ImportFrom):
            yield from (name.name for name in each.names)


def modules(*packages: str) -> Iterator[Path]:
    for each in packages:
        yield from (ROOT / "services" / each).rglob("*.py")


def test_no_service_opens_a_channel_or_has_a_stub() -> None:
    for path in modules(*SERVICES):
        found = {name for name in named(path) if name in OPENING or name.endswith("Stub")}
        assert found == set(), path


def test_nothing_that_services_are_made_of_imports_what_opens_channels() -> None:
    """`open_channel` is for clients."""
    for path in modules(*CARRIES):
        if path.name != "channels.py":
            assert "open_channel" not in path.read_text(encoding="utf-8"), path


def test_channels_are_opened_in_one_place() -> None:
    opening = OPENING - {"open_channel"}
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "services").rglob("*.py")
        if opening & set(named(path))
    }
    assert found == OPENED_IN
