"""The issuer of a city as services are told of it, and what somebody who signs in there does.

Without Node or the provider services know of none, and only tests of signing in are skipped. Not a
test itself.
"""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.oidc import NODE, PACKAGE, Provider

# Who signs in as clerk is an officer of the district, and nothing else.
ISSUER = """
[[issuer]]
name = "city"
url = "{url}"
audiences = ["motcua"]
algorithms = ["RS256"]

[[issuer.allow]]
roles = ["officer"]
unit = "units/district"

[[issuer.grant]]
claim = "groups"
value = "/wards/{{ward}}/officers"
role = "officer"
unit = "units/{{ward}}"
"""

if NODE and PACKAGE.exists():

    @pytest.fixture(scope="module")
    async def issuers(oidc_running: Provider) -> str:
        """The setting with the provider of the session."""
        return ISSUER.format(url=oidc_running.url)

else:

    @pytest.fixture(scope="module")
    async def issuers() -> str:
        """None."""
        return ""


async def address_of(process: asyncio.subprocess.Process) -> str:
    """Where somebody is asked to agree, once it is shown."""
    assert process.stderr
    shown = ""
    while not (found := re.search(r"or open (\S+)", shown)):
        line = await process.stderr.readline()
        assert line, shown
        shown += line.decode()
    return found[1]
