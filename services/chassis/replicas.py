"""What JetStream says of the servers that hold a stream: whether an answer can be relied on while
some of them are away.

A leader that is cut off calls the others current for ten seconds, and then itself no leader.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

ACTIVE_WITHIN = (
    3_000_000_000  # nanoseconds: three heartbeats of a leader, each of which is answered
)


class State(NamedTuple):
    """What a stream says of itself; it may be wrong about messages that its files have lost."""

    first: int
    last: int
    messages: int
    size: int
    leader: str = ""  # of its replicas
    settled: bool = True  # most of its replicas are there and have what the leader has


def state_of(answer: Mapping[str, Any]) -> State:
    """What an answer about a stream says of it."""
    found, cluster = answer["state"], answer.get("cluster") or {}
    return State(
        *(found["first_seq"], found["last_seq"], found["messages"], found["bytes"]),
        leader=cluster.get("leader", ""),
        settled=is_settled(answer),
    )


def is_settled(answer: Mapping[str, Any]) -> bool:
    """Whether somebody leads, and hears most replicas, which have all that it has; where an answer
    says nothing of a cluster there is none.
    """
    cluster = answer.get("cluster")
    if not cluster:
        return True
    replicas = cluster.get("replicas") or []
    return "leader" in cluster and 2 * sum(map(is_behind, replicas)) <= len(replicas)


def is_behind(replica: Mapping[str, Any]) -> bool:
    """Whether a replica is away, or lacks what the leader has."""
    away = bool(replica.get("offline")) or replica.get("active", 0) > ACTIVE_WITHIN
    return away or not replica.get("current")
