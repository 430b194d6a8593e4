"""What `./motcua provision` makes is what services, NATS and PostgreSQL take.

Promises the service's own class of settings, and NATS' own judgement of its file.
"""

import importlib
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deploy.embedded.accounts import ACCOUNTS, SERVICES
from deploy.embedded.binaries import nats_server
from deploy.embedded.readers import Readers
from deploy.provision import LASTS, PLACES, Provision
from services.chassis.followed import now
from services.console.commands.provision import provision
from tests.deploy.manifests import (
    KUBERNETES,
    SECRETS,
    Document,
    container,
    lines,
    named,
    pod,
    provisioned,
)


def mounted(workload: Document, folder: Path) -> dict[str, str]:
    """The environment of a workload, with each path where the secret lies in the folder."""
    volumes = {each["name"]: each for each in pod(workload)["volumes"]}
    names = {
        each["mountPath"]: volumes[each["name"]].get("secret", {}).get("secretName", "")
        for each in container(workload)["volumeMounts"]
    }
    stated = {each["name"]: each.get("value", "") for each in container(workload)["env"]}
    for name, value in stated.items():
        place, _, key = value.rpartition("/")
        if value.startswith(SECRETS):
            stated[name] = str(folder / "secrets" / names[place] / key)
    return stated


def moved(folder: Path) -> None:
    """The database's authority, which its operator makes, is ours; and where it lies."""
    for path in folder.glob("secrets/*/*-dsn"):
        text = path.read_text().replace(f"{SECRETS}database-ca", str(folder / "secrets/motcua-ca"))
        path.write_text(text)


def started(workload: Document, folder: Path) -> Any:
    """As the service reads it."""
    name = container(workload)["args"][0]
    settings = importlib.import_module(f"{name}.settings").Settings
    given = {
        **lines(KUBERNETES / "base" / "settings.env"),
        **lines(KUBERNETES / "overlays" / "city" / "settings.env"),
        **mounted(workload, folder),
    }
    return settings.from_environment(given)


def test_every_service_takes_its_settings_as_the_manifest_states_them(tmp_path: Path) -> None:
    provisioned(tmp_path)
    moved(tmp_path)
    for service in SERVICES:
        read = started(named("Deployment", service), tmp_path)
        assert (read.listen, read.owner_dsn) == ("0.0.0.0:50051", "")
        assert read.database_dsn.startswith(f"postgresql://{service}:")
        assert now(read.nats_url).count("tls://") == 3
        job = started(named("Job", f"{service}-migrate"), tmp_path)
        assert job.owner.startswith(f"postgresql://{service}_owner:")
    assert started(named("Deployment", "pages"), tmp_path).is_https


def test_nats_takes_its_file_with_the_secrets(tmp_path: Path) -> None:
    provisioned(tmp_path)
    text = (KUBERNETES / "base" / "nats.conf").read_text("utf-8")
    for place, secret in (("tls", "nats-tls"), ("ca", "motcua-ca")):
        text = text.replace(f"{SECRETS}{place}/", f"{tmp_path}/secrets/{secret}/")
    file = tmp_path / "secrets" / "nats" / "nats.conf"  # as both are mounted in one folder
    file.write_text(text.replace('"/data"', f'"{tmp_path}/data"'))
    command = [nats_server(), "-t", "-c", file]
    judged = subprocess.run(command, env={"POD_NAME": "nats-0"}, capture_output=True, check=False)
    assert judged.returncode == 0, judged.stderr
    accounts = (file.parent / "accounts.conf").read_text()
    assert [each.name for each in ACCOUNTS if f'"{each.name}": {{' not in accounts] == []
    assert "sync_interval: always" in text


def test_called_again_it_changes_nothing_but_what_was_edited(tmp_path: Path) -> None:
    first = CliRunner().invoke(provision, [str(tmp_path)])
    assert first.exit_code == 0, first.output
    edited = tmp_path / "secrets" / "identity" / "issuers.toml"
    edited.write_text("# ours\n")
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    before = {each: each.read_text() for each in files}
    CliRunner().invoke(provision, [str(tmp_path)])
    assert {each: each.read_text() for each in files} == before
    secret = [each.read_text().strip() for each in tmp_path.rglob("*-keys")]
    assert not any(each in first.output for each in secret)
    assert {each.stat().st_mode & 0o077 for each in files} == {0}


def test_readers_that_were_added_stay(tmp_path: Path) -> None:
    made = Provision(tmp_path, PLACES["kubernetes"])
    made.write()
    Readers(made.directory).add("statistics", ["figures"], taken=[])
    made.write()
    assert "statistics" in (tmp_path / "secrets" / "nats" / "accounts.conf").read_text()


def test_a_certificate_is_renewed_at_half_of_its_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Provision(tmp_path, PLACES["kubernetes"])
    made.write()
    file = tmp_path / "secrets" / "catalog-tls" / "tls.crt"
    first, later = file.read_text(), datetime.now(UTC) + LASTS * 0.6
    monkeypatch.setattr("deploy.provision.today", lambda: later)
    made.write()
    assert file.read_text() != first


@pytest.mark.parametrize("place", PLACES)
def test_certificates_name_whom_services_call(tmp_path: Path, place: str) -> None:
    made = Provision(tmp_path, PLACES[place], names=("motcua.city.example",))
    assert {"catalog", "catalog.motcua.svc", "motcua.city.example"} <= set(made.hosts("catalog"))
    assert set(PLACES[place].nodes) <= set(made.hosts("nats"))
