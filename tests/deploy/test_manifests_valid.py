"""Every manifest by the schema of its kind, and what kustomize makes of the overlays.

Kinds of Kubernetes by its own schemas, those of Prometheus' operator by a package's models,
CloudNativePG's by a list. Where there is no `kubectl kustomize` from 1.27 on, bases alone are
looked at.
"""

import json
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from tests.deploy.manifests import KUBERNETES, ROOT, Document, documents, provisioned, written

FIELDS = tomllib.loads(Path(__file__).with_name("cloudnativepg.toml").read_text("utf-8"))
OURS = {kind for kind in FIELDS if kind[0].isupper()}
VERSION = "1.37"
DASHBOARDS = {each.name for each in (ROOT / "deploy" / "dashboards").glob("*.json")}
OLDEST = (5, 0)  # of kustomize; kubectl has it from 1.27 on


def paths(found: Any, free: set[str], path: str = "") -> Iterator[str]:
    """Every field that a manifest sets; what lies below a free one is anybody's."""
    if path in free or not isinstance(found, dict | list):
        yield path
    elif isinstance(found, dict):
        for name, value in found.items():
            yield from paths(value, free, f"{path}.{name}".lstrip("."))
    else:
        for value in found:
            yield from paths(value, free, f"{path}[]")


def judge(document: Document) -> None:
    kind = document["kind"]
    if kind in OURS:
        known = FIELDS[kind]
        assert document["apiVersion"] == known["api"]
        fields = set(known["fields"])
        assert set(paths(document["spec"], set(known.get("free", [])))) <= fields, kind
    elif document["apiVersion"] == "monitoring.coreos.com/v1":
        # Loaded here: whoever only collects this file would load its models, for four seconds.
        from cloudcoil.models.prometheus_operator import v1 as monitoring

        read = getattr(monitoring, kind).model_validate(document)
        again = read.model_dump(mode="json", by_alias=True, exclude_none=True)
        assert again == document  # a field that there is not would be missing
    else:
        kubernetes_validate.validate(document, VERSION, strict=True)


@pytest.mark.parametrize("file", sorted(written()))
def test_a_manifest_is_as_its_schema_says(file: str) -> None:
    for document in written()[file]:
        judge(document)


@pytest.mark.parametrize("file", sorted(written()))
def test_the_schemas_refuse_a_field_that_there_is_not(file: str) -> None:
    wrong = json.loads(json.dumps(written()[file][0]))
    wrong["spec"]["replicsa"] = 2
    with pytest.raises((AssertionError, kubernetes_validate.ValidationError)):
        judge(wrong)


@cache
def why_not() -> str:
    """Why overlays cannot be rendered here; empty when they can."""
    if not shutil.which("kubectl"):
        return "no kubectl here: bases alone are checked"
    asked = ["kubectl", "version", "--client", "--output=json"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    try:
        version = json.loads(answer).get("kustomizeVersion", "v0.0")
    except ValueError:
        return "this kubectl does not say its version"
    if tuple(map(int, version.lstrip("v").split(".")[:2])) < OLDEST:
        return f"kubectl has kustomize {version}, and 5.0 is needed: bases alone are checked"
    return ""


def rendered(folder: Path) -> list[Document]:
    command = ["kubectl", "kustomize", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return documents(made.stdout)


@pytest.mark.parametrize("overlay", ["city", "ha"])
def test_an_overlay_is_rendered_and_valid(overlay: str) -> None:
    if why_not():
        pytest.skip(why_not())
    found = rendered(KUBERNETES / "overlays" / overlay)
    for document in found:
        judge(document)
    assert {each["metadata"]["namespace"] for each in found} == {"motcua"}
    images = {
        one["image"]
        for each in found
        for one in each.get("spec", {}).get("template", {}).get("spec", {}).get("containers", [])
    }
    assert all(":" in each for each in images)
    [settings] = [each for each in found if each["metadata"]["name"].startswith("settings-")]
    assert {"MOTCUA_BLOBS", "MOTCUA_DRAIN"} <= settings["data"].keys()
    optional = {"HorizontalPodAutoscaler", "ServiceMonitor", "PodMonitor", "PrometheusRule"}
    assert optional & {each["kind"] for each in found} == (optional if overlay == "ha" else set())
    shown = [each for each in found if each["metadata"].get("labels", {}).get("grafana_dashboard")]
    assert [set(each["data"]) for each in shown] == ([DASHBOARDS] if overlay == "ha" else [])


def test_the_folder_of_secrets_is_rendered(tmp_path: Path) -> None:
    if why_not():
        pytest.skip(why_not())
    made = provisioned(tmp_path)
    found = {each["metadata"]["name"]: each for each in rendered(tmp_path)}
    assert made.keys() - found.keys() == {"postgres", "postgres-tls"}
    for name, each in found.items():
        kubernetes_validate.validate(each, VERSION, strict=True)
        assert each["data"].keys() == made[name]
