"""The policy that clients are shown is the one that ours have.

Promises that the page cannot be forgotten when the policy changes.
"""

import json
import re

from services.chassis.balancing import OPTIONS, POLICY
from tests.architecture.test_style import ROOT

PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_the_service_config_that_is_shown_is_the_one_that_clients_here_use() -> None:
    [shown] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert json.loads(shown) == POLICY
    assert json.loads(str(dict(OPTIONS)["grpc.service_config"])) == POLICY


def test_the_pings_that_find_a_hanging_process_are_named() -> None:
    assert {name for name, _ in OPTIONS if "ping_timeout" in name or "keepalive" in name} == set(
        re.findall(r"`(grpc\.[a-z0-9_.]+)`", PAGE)
    )
