"""The compose file and the units of systemd: what they name exists, and services take it.

Promises the schema of compose's specification, NATS' own judgement of its file, and systemd's of
the units where it is there.
"""

import importlib
import json
import re
import shutil
import subprocess
from dataclasses import MISSING, fields
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from deploy.embedded.accounts import SERVICES
from deploy.embedded.binaries import nats_server
from services.chassis.visitors import networks
from tests.deploy.manifests import ROOT, SECRETS, provisioned

COMPOSE = ROOT / "deploy" / "compose"
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
FOLDER = "${MOTCUA_FOLDER}/secrets/"


def settings(module: str) -> dict[str, Any]:
    having = importlib.import_module(f"{module}.settings").Settings
    return {each.metadata["variable"]: each for each in fields(having)}


def required(module: str) -> set[str]:
    return {name for name, each in settings(module).items() if each.default is MISSING}


def composed() -> dict[str, Any]:
    text = (COMPOSE / "compose.yaml").read_text("utf-8")
    text = re.sub(r"\$\{(MOTCUA_FOLDER)[^}]*\}", r"${\1}", text)
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)["services"]
    return found


STATED = {"MOTCUA_FOLDER": "/srv/motcua", "MOTCUA_USER": "1000:1000"}
HAS = re.compile(r"\$\{(\w+)(?::([-+?])((?:[^{}$]|\$\w+)*))?\}")


def interpolated(text: str, stated: dict[str, str]) -> str:
    """As compose fills in variables."""

    def one(found: re.Match[str]) -> str:
        name, how, other = found.groups()
        value = stated.get(name, "")
        if how == "+":
            return other.replace(f"${name}", value) if value else ""
        assert value or how != "?", name
        return value or (other if how == "-" else "")

    return HAS.sub(one, text)


def filled_in(**stated: str) -> Any:
    text = interpolated((COMPOSE / "compose.yaml").read_text("utf-8"), STATED | stated)
    return yaml.load(text, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("proxies", ["", "10.0.0.7"])
def test_the_file_is_as_the_specification_of_compose_says(proxies: str) -> None:
    schema = json.loads(Path(__file__).with_name("compose_spec.json").read_text("utf-8"))
    found = filled_in(MOTCUA_PROXIES=proxies)
    judge = jsonschema.Draft7Validator(schema)
    judge.validate(found)
    found["services"]["pages"]["prots"] = []
    with pytest.raises(jsonschema.ValidationError, match="prots"):
        judge.validate(found)


@pytest.mark.parametrize("behind", [(), ("10.0.0.7",)])
def test_the_pages_alone_are_believed_from_where_their_visitors_come(
    behind: tuple[str, ...],
) -> None:
    found = filled_in(MOTCUA_PROXIES=",".join(behind), MOTCUA_CALLS="10.9.8")
    services = found["services"]
    address = services["pages"]["networks"]["calls"]["ipv4_address"]
    [range_] = found["networks"]["calls"]["ipam"]["config"]
    assert ip_address(address) in ip_network(range_["subnet"])
    assert ip_address(address) not in ip_network(range_["ip_range"])  # which others get
    for name in SERVICES:
        believed = networks(services[name]["environment"]["MOTCUA_TRUSTED_PROXIES"])
        assert believed == tuple(map(ip_network, (address, *behind)))
    assert services["pages"]["environment"]["MOTCUA_TRUSTED_PROXIES"] == ",".join(behind)


def ours() -> dict[str, Any]:
    return {name: each for name, each in composed().items() if name not in {"postgres", "nats"}}


def places(service: dict[str, Any]) -> dict[str, str]:
    """Where secrets are mounted, by the path in the container."""
    rows = (each.split(":") for each in service["volumes"] if each.startswith(FOLDER))
    return {inside: outside.removeprefix(FOLDER) for outside, inside, _ in rows}


def test_a_container_gets_settings_and_secrets_that_exist(tmp_path: Path) -> None:
    made = provisioned(tmp_path, "compose")
    for name, service in ours().items():
        module, stated = service["command"][0], service["environment"]
        names = {each.removesuffix("_FILE") for each in stated}
        assert required(module) <= names <= settings(module).keys(), name
        for value in stated.values():
            folder, _, key = value.rpartition("/")
            if value.startswith(SECRETS):
                assert key in made[places(service)[folder]], (name, value)
        assert ("MOTCUA_OWNER_DSN_FILE" in stated) == name.endswith("-migrate")


def test_a_container_writes_nowhere_and_waits_for_what_it_needs() -> None:
    for service in composed().values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert set(service.get("depends_on", {})) <= composed().keys()
        assert "://" not in service["image"]
    assert {"ports"} & composed()["catalog"].keys() == set()


def test_nats_takes_its_file_in_a_container(tmp_path: Path) -> None:
    provisioned(tmp_path, "compose")
    folder = tmp_path / "secrets" / "nats"
    text = (COMPOSE / "nats.conf").read_text("utf-8")
    text = text.replace(f"{SECRETS}tls/", f"{tmp_path}/secrets/nats-tls/")
    (folder / "nats.conf").write_text(text.replace('"/data"', f'"{tmp_path}/data"'))
    command = [nats_server(), "-t", "-c", folder / "nats.conf"]
    judged = subprocess.run(command, capture_output=True, check=False)
    assert judged.returncode == 0, judged.stderr


def entries(unit: Path, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", unit.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.stem)
def test_a_unit_gets_settings_and_secrets_that_exist(unit: Path, tmp_path: Path) -> None:
    made = provisioned(tmp_path, "host")
    [started] = entries(unit, "ExecStart")
    module = re.findall(r"services\.\w+", started)[0]
    stated = dict(each.split("=", 1) for each in entries(unit, "Environment")[1:])
    names = {each.removesuffix("_FILE") for each in stated}
    assert required(module) <= names <= settings(module).keys()
    loaded = dict(each.split(":") for each in entries(unit, "LoadCredential"))
    used = {each.removeprefix("%d/") for each in stated.values() if each.startswith("%d/")}
    assert used == loaded.keys()
    for path in loaded.values():
        secret, key = path.removeprefix("/etc/motcua/secrets/").split("/")
        assert key in made[secret]
    assert ("MOTCUA_OWNER_DSN_FILE" in stated) == unit.stem.endswith("-migrate")
    hardened = {"DynamicUser": "yes", "ProtectSystem": "strict", "NoNewPrivileges": "yes"}
    assert {name: entries(unit, name) for name in hardened} == {
        name: [value] for name, value in hardened.items()
    }


def test_the_target_wants_every_service() -> None:
    target = (ROOT / "deploy" / "systemd" / "motcua.target").read_text("utf-8")
    for each in (*SERVICES, "pages"):
        assert f"motcua-{each}.service" in target
    assert len(UNITS) == 2 * len(SERVICES) + 1


def test_prometheus_scrapes_what_the_units_offer() -> None:
    text = (ROOT / "deploy" / "systemd" / "prometheus.yaml").read_text("utf-8")
    scrapes = yaml.load(text, Loader=yaml.CSafeLoader)["scrape_configs"]
    asked = {each["job_name"]: each["static_configs"][0]["targets"] for each in scrapes}
    offered = {
        unit.stem.removeprefix("motcua-"): [
            each.removeprefix("MOTCUA_METRICS_LISTEN=")
            for each in entries(unit, "Environment")
            if each.startswith("MOTCUA_METRICS_LISTEN=")
        ]
        for unit in UNITS
        if not unit.stem.endswith("-migrate")
    }
    assert asked == offered
    assert asked.keys() == {*SERVICES, "pages"}
    [ca] = {each["tls_config"]["ca_file"] for each in scrapes}
    assert ca == "/etc/motcua/secrets/motcua-ca/ca.crt"


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here: units are compared with the code alone")
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/motcua/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.glob("*.service"))]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    # Of other packages' units, such as that of the network, nothing is known here.
    said = [row for row in judged.stderr.splitlines() if "motcua" in row]
    assert said == []
