"""How gRPC is told to serve: bounds of messages, connections and pings, and who shares a port.

Promises that no bound of gRPC's own answers before one of ours with a reason, below half of them.
"""

from services.chassis.decoding import LARGEST
from services.chassis.settings import Settings

LARGEST_METADATA = 16 * 1024  # bytes of the headers of a call
OPTIONS = (
    ("grpc.max_receive_message_length", LARGEST),
    # One bound: between two, gRPC refuses at random.
    ("grpc.max_metadata_size", LARGEST_METADATA),
    ("grpc.absolute_max_metadata_size", LARGEST_METADATA),
    ("grpc.per_message_decompression", 0),  # we do it, once the call has a place, up to a bound
    # Not asked for yet: 64 KiB of each call; the probe would make it 16 MiB on a fast connection.
    ("grpc.http2.bdp_probe", 0),
    # Calls of one connection; a client lets others wait. A call that was taken back counts until we
    # let it go, so a client at this very bound is refused some, and half of it is what we promise.
    ("grpc.max_concurrent_streams", 200),
    ("grpc.http.overload_protection", 1),
    # Beyond these gRPC answers CANCELLED without a reason: 15 KB of each call that has not begun.
    ("grpc.server.max_pending_requests", 10_000),
    ("grpc.server.max_pending_requests_hard_limit", 20_000),
    ("grpc.server_handshake_timeout_ms", 10_000),  # of TLS too; a silent client costs a place
    ("grpc.max_connection_idle_ms", 15 * 60_000),  # a client without calls connects again
    # A client that vanished gives its places back.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.ping_timeout_ms", 20_000),
    # A client may ask every second whether we hang (balancing.py asks every three), also while it
    # has no call under way; to end its connection for it would be an outage of our making.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 1000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_ping_strikes", 0),
)
RENEWING = 30.0  # seconds beyond the longest stream that one connection may have after its time


def options(settings: Settings) -> tuple[tuple[str, int], ...]:
    """With what this process is told: who shares its port, and how long a connection is used. After
    that time a client is told to make another; whatever runs on the old one may end in order.
    """
    age = int(settings.longest_connection * 1000)
    # Unasked, two servers on one port would each get half of the calls.
    found = [*OPTIONS, ("grpc.so_reuseport", int(settings.reuse_port))]
    if age:
        grace = age + int(RENEWING * 1000)
        found += [
            ("grpc.max_connection_age_ms", age),
            ("grpc.max_connection_age_grace_ms", grace),
        ]
    return tuple(found)
