"""A token that has ended by the time a service looks at it: who has another one goes on with it.

Against real services. Not a test itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.embedded.stack import Stack
from deploy.embedded.tokens import issue_token
from motcua.metrics.v1 import definitions_pb2 as api
from services.console.importing.outcomes import Account
from services.console.importing.sending import Import
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.installation import of_stack


class Aging:
    """A token that has ended, then, once that is noticed, others: sound ones, or not."""

    advice = ("", "")

    def __init__(self, directory: Path, *, sound: bool) -> None:
        self.directory, self.sound, self.renewals = directory, sound, 0

    def token(self, role: str, unit: str, subject: str) -> str:
        hours = 1 if self.sound and self.renewals else -1 - self.renewals
        return issue_token(self.directory, role, unit, subject=subject, ttl=timedelta(hours=hours))

    async def renew(self, lasting: float = 60.0) -> None:
        self.renewals += lasting > 3600


async def tokens_are_renewed(stack: Stack) -> None:
    """Once for a call; an import goes on."""
    site, request = of_stack(stack.describe()), api.ListDefinitionsRequest()
    for sound, renewals in ((True, 1), (False, 1)):
        bearer = Aging(stack.data_dir, sound=sound)
        async with Portal(replace(site, bearer=bearer)) as portal:
            listed = portal.call(portal.definitions.ListDefinitions, request, role="inspector")
            if sound:
                assert (await listed).definitions
            else:
                with pytest.raises(Refused, match="TOKEN_EXPIRED"):
                    await listed
        assert bearer.renewals == renewals
    bearer = Aging(stack.data_dir, sound=True)
    async with Portal(replace(site, bearer=bearer)) as portal:
        options = {"done": Account(), "validate_only": True, "advance": lambda _: None}
        await Import(portal, "nobody", [], **options).run()
    assert bearer.renewals == 1
