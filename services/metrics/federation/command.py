"""`python -m services.metrics released`: the public keys under which this service releases figures,
and how many it released, as JSON. A nation that admits this city needs the keys.
"""

import json
import sys
from collections.abc import Sequence

from services.chassis.bus import Bus
from services.evidence.signed_notes import signers
from services.metrics.federation.messages import STREAM
from services.metrics.settings import Settings


async def released(settings: Settings, _: Sequence[str]) -> None:
    """Print both, the current key first."""
    bus = await Bus.connect(settings.nats_url, name="metrics released", tls=settings.nats_tls)
    try:
        state = await bus.state(STREAM)
    finally:
        await bus.close()
    keys = [str(each.verifier) for each in signers(STREAM, settings.log_keys)]
    found = {"verifier_keys": keys, "messages": state.messages if state else 0}
    sys.stdout.write(json.dumps(found) + "\n")
