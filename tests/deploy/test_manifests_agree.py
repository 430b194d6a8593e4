"""What manifests say of one another: settings, secrets, ports, names and selectors exist.

Reads deploy/kubernetes as it is written, without kustomize.
"""

import importlib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest

from deploy.alerts.__main__ import manifest
from deploy.embedded.accounts import SERVICES
from deploy.envoy import Upstream, configuration
from services.chassis.server import LIVENESS, READINESS
from tests.deploy.manifests import (
    KUBERNETES,
    MADE_ELSEWHERE,
    ROOT,
    SECRETS,
    Document,
    container,
    documents,
    every,
    kustomization,
    lines,
    named,
    pod,
    pod_labels,
    provisioned,
    workloads,
)
from tests.deploy.promql import RULES

OVERLAYS = ("city", "ha")
DASHBOARDS = ROOT / "deploy" / "dashboards"
REFERENCES = {"secret", "secretKeyRef", "passwordSecret", "accessKeyId", "secretAccessKey"}
OBJECT_STORE = {"AWS_REGION", "AWS_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def settings(service: str) -> dict[str, Any]:
    having = importlib.import_module(f"services.{service}.settings").Settings
    return {each.metadata["variable"]: each for each in fields(having)}


def of(workload: Document) -> str:
    """The service whose module runs."""
    args = container(workload).get("args", [""])
    return str(args[0]).removeprefix("services.")


def ours() -> list[Document]:
    return [each for each in workloads() if container(each)["image"] == "motcua"]


def stated(workload: Document) -> dict[str, str]:
    return {each["name"]: each.get("value", "") for each in container(workload)["env"]}


def shared() -> dict[str, set[str]]:
    """Settings that every service gets, of the base and of overlays with what is commented out."""
    files = {each: KUBERNETES / "overlays" / each / "settings.env" for each in OVERLAYS}
    files["base"] = KUBERNETES / "base" / "settings.env"
    texts = {name: path.read_text("utf-8") for name, path in files.items()}
    rows = {name: [row.lstrip("# ") for row in text.splitlines()] for name, text in texts.items()}
    return {
        name: {row.partition("=")[0] for row in found if row.partition("=")[0].isupper()}
        for name, found in rows.items()
    }


def test_no_manifest_names_a_setting_that_there_is_not() -> None:
    for folder in ("base", *(f"overlays/{each}" for each in OVERLAYS)):
        text = (KUBERNETES / folder / "pages.env").read_text("utf-8")
        named_ = {row.partition("=")[0].lstrip("# ") for row in text.splitlines() if "=" in row}
        assert named_
        assert named_ <= settings("pages").keys(), folder
    known = {name for service in SERVICES for name in settings(service)} | OBJECT_STORE
    assert {name: found - known for name, found in shared().items()} == {
        name: set() for name in shared()
    }
    for workload in ours():
        found = {name.removesuffix("_FILE") for name in stated(workload)}
        assert found - settings(of(workload)).keys() <= OBJECT_STORE, workload["metadata"]["name"]


def test_whatever_a_service_requires_is_stated() -> None:
    for workload in ours():
        known = settings(of(workload))
        required = {name for name, field in known.items() if field.default is MISSING}
        found = {name.removesuffix("_FILE") for name in stated(workload)}
        assert required <= found | shared()["city"] & shared()["ha"], workload["metadata"]["name"]


def test_services_are_deployed_alike() -> None:
    texts = {each: (KUBERNETES / "base" / f"{each}.yaml").read_text("utf-8") for each in SERVICES}
    own = ("MOTCUA_SEALING_KEYS_FILE", "AWS_")
    alike = {
        "\n".join(
            row.replace(name, "service")
            for row in text.splitlines()
            if not row.startswith("#") and not any(each in row for each in own)
        )
        for name, text in texts.items()
    }
    # `metrics` is a service, and what every service offers to Prometheus.
    assert len({each.replace("service", "metrics") for each in alike}) == 1


def secret_files(workload: Document) -> Iterator[tuple[str, str, str]]:
    """Each path that a setting names, with the secret that is mounted there and its key."""
    volumes = {each["name"]: each for each in pod(workload)["volumes"]}
    places = {
        each["mountPath"]: volumes[each["name"]] for each in container(workload)["volumeMounts"]
    }
    for path in stated(workload).values():
        if path.startswith(SECRETS):
            folder, _, key = path.rpartition("/")
            yield path, places[folder]["secret"]["secretName"], key


def referred(found: Any) -> Iterator[tuple[str, set[str]]]:
    """Every secret that a manifest refers to, with the keys that it names."""
    if isinstance(found, list):
        for each in found:
            yield from referred(each)
    if not isinstance(found, dict):
        return
    for name, value in found.items():
        if name == "secretName":
            yield value, {each["key"] for each in found.get("items", [])}
        elif name in REFERENCES and "name" in value:
            yield value["name"], {value["key"]} if "key" in value else set()
        yield from referred(value)


def test_every_secret_and_each_of_its_keys_is_made_by_somebody(tmp_path: Path) -> None:
    made = {**provisioned(tmp_path), **MADE_ELSEWHERE}
    everything = [*workloads(), *every("Cluster", "ObjectStore", "Ingress", "ServiceMonitor")]
    found = [each for document in everything for each in referred(document["spec"])]
    assert [each for each in found if each[0] not in made or not each[1] <= made[each[0]]] == []
    paths = [each for workload in ours() for each in secret_files(workload)]
    assert len(paths) > 50
    assert [each for each in paths if each[2] not in made[each[1]]] == []
    used = {name for name, _ in found}
    assert made.keys() - used == {"postgres", "postgres-tls"}  # of a server of one's own


def test_an_owner_is_known_to_migrations_alone() -> None:
    owners = {f"{each}-owner" for each in SERVICES}
    for workload in workloads():
        mounted = {name for name, _ in referred(pod(workload))} & owners
        assert bool(mounted) == (workload["kind"] == "Job")
        assert ("MOTCUA_OWNER_DSN_FILE" in str(workload)) == (workload["kind"] == "Job")


def test_a_pod_is_nobody_and_writes_nowhere() -> None:
    for workload in workloads():
        spec, runs = pod(workload), container(workload)
        assert spec["securityContext"]["runAsNonRoot"]
        assert not spec["automountServiceAccountToken"]
        assert runs["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "memory" in runs["resources"]["limits"]


def test_probes_ask_for_what_is_shown() -> None:
    asked = {"livenessProbe": LIVENESS, "readinessProbe": READINESS, "startupProbe": LIVENESS}
    for service in SERVICES:
        runs = container(named("Deployment", service))
        assert {each: runs[each]["httpGet"]["path"] for each in asked} == {
            each: f"/health/{name}" for each, name in asked.items()
        }
    for workload in workloads():
        runs = container(workload)
        names = {each["name"] for each in runs.get("ports", [])}
        probes = [value for key, value in runs.items() if key.endswith("Probe")]
        assert bool(probes) == (workload["kind"] != "Job")
        assert {(each.get("httpGet") or each["tcpSocket"])["port"] for each in probes} <= names


def selected(selector: dict[str, str]) -> list[Document]:
    return [each for each in workloads() if selector.items() <= pod_labels(each).items()]


def test_a_service_leads_to_ports_of_its_pods() -> None:
    for service in every("Service"):
        [workload] = selected(service["spec"]["selector"])
        names = {each["name"] for each in container(workload)["ports"]}
        assert {each["targetPort"] for each in service["spec"]["ports"]} <= names
    assert named("StatefulSet", "nats")["spec"]["serviceName"] == "nats-nodes"


def test_whatever_names_another_object_names_one_that_exists() -> None:
    for budget in every("PodDisruptionBudget"):
        [workload] = selected(budget["spec"]["selector"]["matchLabels"])
        assert workload["metadata"]["name"] == budget["metadata"]["name"]
    for scaler in every("HorizontalPodAutoscaler"):
        assert named("Deployment", scaler["spec"]["scaleTargetRef"]["name"])
    for workload in workloads():
        selector = workload["spec"].get("selector", {}).get("matchLabels", {})
        assert selector.items() <= pod_labels(workload).items()
    [rule] = named("Ingress", "pages")["spec"]["rules"]
    for path in rule["http"]["paths"]:
        backend = path["backend"]["service"]
        ports = named("Service", backend["name"])["spec"]["ports"]
        assert backend["port"]["name"] in {each["name"] for each in ports}


def test_prometheus_scrapes_a_port_of_every_service() -> None:
    for monitor in every("ServiceMonitor"):
        wanted, [endpoint] = (
            monitor["spec"]["selector"]["matchLabels"],
            monitor["spec"]["endpoints"],
        )
        [service] = [
            each
            for each in every("Service")
            if wanted.items() <= each["metadata"]["labels"].items()
        ]
        assert endpoint["port"] in {each["name"] for each in service["spec"]["ports"]}
        assert endpoint["tlsConfig"]["serverName"] == service["metadata"]["name"]
    assert {each["metadata"]["name"] for each in every("ServiceMonitor")} == {*SERVICES, "pages"}


def test_prometheus_scrapes_every_database() -> None:
    [monitor] = every("PodMonitor")
    [asked] = monitor["spec"]["selector"]["matchExpressions"]
    assert {*asked["values"]} == {each["metadata"]["name"] for each in every("Cluster")}
    assert monitor["spec"]["jobLabel"] == asked["key"]


def test_grafana_gets_every_dashboard() -> None:
    [made] = documents((DASHBOARDS / "kustomization.yaml").read_text("utf-8"))[0][
        "configMapGenerator"
    ]
    assert {*made["files"]} == {each.name for each in DASHBOARDS.glob("*.json")}


def test_the_operators_rules_are_those_that_promtool_tried() -> None:
    text = (KUBERNETES / "monitoring" / "rules.yaml").read_text("utf-8")
    assert text == manifest(), "write them again: .venv/bin/python -m deploy.alerts"
    written_ = {each["metadata"]["name"]: each["spec"] for each in every("PrometheusRule")}
    tried = {f"motcua-{each.stem}": documents(each.read_text("utf-8"))[0] for each in RULES}
    assert written_ == tried


@pytest.mark.parametrize("folder", ["base", "postgres", "monitoring"])
def test_a_base_lists_its_files(folder: str) -> None:
    listed = {each for each in kustomization(folder)["resources"] if not each.startswith("..")}
    files = {each.name for each in (KUBERNETES / folder).glob("*.yaml")}
    assert listed == files - {"kustomization.yaml", "envoy.yaml"}


def test_envoys_file_is_what_the_command_prints() -> None:
    folder = f"{SECRETS}tls/"
    printed = configuration(
        listen="0.0.0.0:8443",
        services={each: f"{each}:50051" for each in SERVICES},
        origins=["https://portal.example"],
        certificate=(f"{folder}tls.crt", f"{folder}tls.key"),
        upstream=Upstream(ca=f"{SECRETS}ca/ca.crt"),
    )
    text = (KUBERNETES / "base" / "envoy.yaml").read_text("utf-8")
    assert text.rstrip("\n") == printed.rstrip("\n"), "print it again: ./motcua envoy"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_names_every_image_by_no_registry(overlay: str) -> None:
    images = {each["name"]: each for each in kustomization(f"overlays/{overlay}")["images"]}
    assert images.keys() == {container(each)["image"] for each in workloads()}
    assert not any("." in each["newName"].partition("/")[0] for each in images.values())
    assert lines(KUBERNETES / "overlays" / overlay / "settings.env")["MOTCUA_BLOBS"]
