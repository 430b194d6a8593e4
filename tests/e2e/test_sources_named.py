"""`./motcua source` at an installation elsewhere: names are listed, bound and released.

Promises a stack and the command line in a process of its own. Must not read a database.
"""

from __future__ import annotations

from pathlib import Path

from deploy.embedded.stack import Stack
from tests.e2e.city_issuer import issuers  # noqa: F401 - a fixture
from tests.e2e.test_console_elsewhere import called, home, server, stack, token  # noqa: F401

WHY = ("--reason", "taken in error")


async def test_an_operator_lists_binds_and_releases_names_of_sources(
    stack: Stack,  # noqa: F811 - the fixtures
    server: str,  # noqa: F811
    home: Path,  # noqa: F811
) -> None:
    where = {"MOTCUA_SERVER": server, "MOTCUA_TOKEN": token(stack, "operator", subject="ops.1")}
    bound = await called(home, "source", "bind", "old-onestop", "--whole-tree", *WHY, **where)
    assert (bound.code, bound.out.strip()) == (
        0, "old-onestop: the whole tree, as ops.1 says",
    ), bound.err  # fmt: skip
    listed = await called(home, "source", "list", "--json", **where)
    [row] = [each for each in listed.document if each["source"] == "old-onestop"]
    assert (row["units"], row["changed_by"], row["reason"]) == ([""], "ops.1", "taken in error")
    released = await called(home, "source", "release", "old-onestop", *WHY, "--json", **where)
    assert released.document["units"] == []
    again = await called(home, "source", "release", "old-onestop", *WHY, **where)
    assert (again.code, "SOURCE_NOT_BOUND" in again.err) == (4, True), again.err
    unsaid = await called(home, "source", "bind", "old-onestop", *WHY, **where)
    assert (unsaid.code, "--whole-tree" in unsaid.err) == (2, True), unsaid.err
    where["MOTCUA_TOKEN"] = token(stack, "importer")
    refused = await called(home, "source", "list", **where)
    assert (refused.code, "NOT_PERMITTED" in refused.err) == (4, True), refused.err
