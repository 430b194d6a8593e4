"""The manifests of deploy/kubernetes as they are written, and a folder of `./motcua provision`.

Promises each document once, with the file that it stands in.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deploy.provision import PLACES, Provision

ROOT = Path(__file__).parents[2]
KUBERNETES = ROOT / "deploy" / "kubernetes"
SECRETS = "/run/motcua/"
# What no folder of secrets has: the operator of databases, and whoever installs, make these.
MADE_ELSEWHERE = {
    **{f"{service}-db-ca": {"ca.crt"} for service in ("catalog", "submissions", "metrics")},
    "object-store": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"},
    "backups": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"},
    "public-tls": {"tls.crt", "tls.key"},
}
Document = dict[str, Any]


def documents(text: str) -> list[Document]:
    return [each for each in yaml.load_all(text, Loader=yaml.CSafeLoader) if each]


@cache
def written() -> dict[str, list[Document]]:
    """By the file's path below deploy/kubernetes; what kustomize reads is none."""
    paths = [*KUBERNETES.rglob("*.yaml")]
    resources = [each for each in paths if each.name not in {"kustomization.yaml", "envoy.yaml"}]
    return {
        str(each.relative_to(KUBERNETES)): documents(each.read_text("utf-8")) for each in resources
    }


def every(*kinds: str) -> Iterator[Document]:
    for found in written().values():
        yield from (each for each in found if each["kind"] in kinds)


def named(kind: str, name: str) -> Document:
    [found] = [each for each in every(kind) if each["metadata"]["name"] == name]
    return found


def workloads() -> Iterator[Document]:
    return every("Deployment", "StatefulSet", "Job")


def pod(workload: Document) -> Document:
    """Its specification."""
    found: Document = workload["spec"]["template"]["spec"]
    return found


def pod_labels(workload: Document) -> dict[str, str]:
    found: dict[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return found


def container(workload: Document) -> Document:
    [found] = pod(workload)["containers"]
    return found  # type: ignore[no-any-return]


def kustomization(folder: str) -> Document:
    [found] = documents((KUBERNETES / folder / "kustomization.yaml").read_text("utf-8"))
    return found


def lines(path: Path) -> dict[str, str]:
    """Of a file of settings."""
    rows = (row for row in path.read_text("utf-8").splitlines() if row and not row.startswith("#"))
    return {name: value for name, _, value in (row.partition("=") for row in rows)}


def provisioned(folder: Path, place: str = "kubernetes") -> dict[str, set[str]]:
    """The keys of every secret."""
    names = Provision(folder, PLACES[place]).write()
    return {each: {key.name for key in (folder / "secrets" / each).iterdir()} for each in names}
