"""How a client calls a service of which there are several processes: in turn, and again elsewhere.

What is repeated is the very same request, with its request id, so that nothing is done twice.
docs/reliability.md shows the same for clients in other languages.
"""

import json
from typing import Any

POLICY: dict[str, Any] = {
    "loadBalancingConfig": [{"round_robin": {}}],
    "methodConfig": [
        {
            "name": [{}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.1s",
                "maxBackoff": "1s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
}

OPTIONS = (
    ("grpc.service_config", json.dumps(POLICY)),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 1000),
    # A process that hangs keeps its connection: only pings find it out, after five seconds.
    ("grpc.keepalive_time_ms", 3000),
    ("grpc.http2.ping_timeout_ms", 2000),
    ("grpc.http2.max_pings_without_data", 0),  # as many as that takes
)
