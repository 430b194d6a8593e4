"""Who may reach whom by the network policies, as a naive reading of them says.

Promises that services call nobody but NATS and their own database.
"""

from collections.abc import Iterator
from typing import Any

from deploy.embedded.accounts import SERVICES
from tests.deploy.manifests import Document, container, every, pod_labels, workloads

DATABASES = {f"{each}-db": {"cnpg.io/cluster": f"{each}-db"} for each in SERVICES}


def pods() -> dict[str, dict[str, str]]:
    """Labels of every pod by its name."""
    return {**{each["metadata"]["name"]: pod_labels(each) for each in workloads()}, **DATABASES}


def matches(selector: Document, labels: dict[str, str]) -> bool:
    wanted = selector.get("matchLabels", {})
    among = selector.get("matchExpressions", [])
    assert {each["operator"] for each in among} <= {"In"}
    return wanted.items() <= labels.items() and all(
        labels.get(each["key"]) in each["values"] for each in among
    )


def rules(name: str, way: str) -> Iterator[Document]:
    """Of all policies that hold for a pod; each of them forbids what none allows."""
    for policy in every("NetworkPolicy"):
        if matches(policy["spec"]["podSelector"], pods()[name]):
            yield from policy["spec"].get(way, [])


def allows(rule: Document, side: str, other: str, port: int) -> bool:
    if port not in {each["port"] for each in rule.get("ports", [])}:
        return False
    peers: list[Any] = rule.get(side, [])
    return any(
        "podSelector" in each and matches(each["podSelector"], pods()[other]) for each in peers
    )


def reaches(one: str, other: str, port: int) -> bool:
    out = any(allows(rule, "to", other, port) for rule in rules(one, "egress"))
    return out and any(allows(rule, "from", one, port) for rule in rules(other, "ingress"))


def reached(port: int) -> set[tuple[str, str]]:
    names = pods()
    return {(one, other) for one in names for other in names if reaches(one, other, port)}


def test_only_pages_and_envoy_call_services_within_the_namespace() -> None:
    clients = {(one, each) for one in ("pages", "grpc-web") for each in SERVICES}
    assert reached(50051) == clients


def test_a_database_is_reached_by_its_service_and_its_migrations_alone() -> None:
    own = {(one, f"{each}-db") for each in SERVICES for one in (each, f"{each}-migrate")}
    assert reached(5432) == own | {(each, each) for each in DATABASES}


def test_nats_is_reached_by_services_and_by_its_other_servers() -> None:
    assert reached(4222) == {(each, "nats") for each in SERVICES}
    assert reached(6222) == {("nats", "nats")}


def test_everything_is_forbidden_that_is_not_allowed() -> None:
    [nobody] = [each for each in every("NetworkPolicy") if each["spec"]["podSelector"] == {}
                and "ingress" not in each["spec"] and "egress" not in each["spec"]]  # fmt: skip
    assert set(nobody["spec"]["policyTypes"]) == {"Ingress", "Egress"}


def test_a_rule_names_ports_that_somebody_has() -> None:
    known = {
        each["containerPort"] for one in workloads() for each in container(one).get("ports", [])
    }
    # Of names, PostgreSQL's servers and their operator, https elsewhere, and collectors of traces.
    known |= {53, 5432, 8000, 9187, 443, 6443, 4317, 4318}
    for policy in every("NetworkPolicy"):
        both = [*policy["spec"].get("ingress", []), *policy["spec"].get("egress", [])]
        assert {each["port"] for rule in both for each in rule["ports"]} <= known
