"""From 0.1.0 on, migrations and contracts are only added to.

Promises that a release cannot be made without its promises, and that no later tree breaks them;
before 0.1.0 both may change in place. Must not depend on what has been released so far.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from tests.architecture import released
from tests.architecture.released import changed, contracts, migrations, out_of_turn

PROMISED = sorted(released.RELEASED.glob("*.json"))


@pytest.mark.parametrize("path", PROMISED, ids=lambda path: path.stem)
def test_what_a_release_promised_is_still_so(path: Path) -> None:
    promised = json.loads(path.read_text())
    assert changed(promised["contracts"], contracts()) == []
    assert changed(promised["migrations"], migrations()) == []
    assert out_of_turn(promised["migrations"], migrations()) == []


def test_a_release_is_one_that_has_made_its_promises() -> None:
    version = released.version()
    if released.is_final(version):
        path = released.RELEASED / f"{version}.json"
        assert path.exists(), "run python -m tests.architecture.released"
        assert json.loads(path.read_text()) == {
            "migrations": dict(migrations()),
            "contracts": dict(contracts()),
        }
    else:
        assert version.endswith(".dev0")


def test_what_is_promised_is_what_is_there() -> None:
    assert "services/chassis/sql/0001_log.sql" in migrations()
    assert contracts()["motcua.submissions.v1.DossierSubmitted#1"].startswith("dossier ")
    assert "motcua.metrics.v1.MetricsService/GetRate" in contracts()
    assert "motcua.chassis.v1.Role#0" in contracts()


def test_a_field_that_is_renumbered_renamed_or_gone_breaks_a_promise() -> None:
    promised = contracts()
    image = FileDescriptorSet.FromString((released.ROOT / "proto/baseline.binpb").read_bytes())
    events = next(f for f in image.file if f.name == "motcua/submissions/v1/events.proto")
    submitted = next(m for m in events.message_type if m.name == "DossierSubmitted")
    submitted.field[0].number, submitted.field[1].name = 99, "renamed"
    del submitted.field[2]
    broken = changed(promised, contracts(image.SerializeToString()))
    numbers = sorted(name.rpartition("#")[0] for name in broken)
    assert numbers == ["motcua.submissions.v1.DossierSubmitted"] * 3


def test_a_migration_that_is_changed_or_comes_in_between_breaks_a_promise(tmp_path: Path) -> None:
    folder = tmp_path / "services" / "any" / "migrations"
    folder.mkdir(parents=True)
    for name in ("0001_a.sql", "0003_c.sql"):
        (folder / name).write_text(f"create table {name[5]} (n int);")
    promised = migrations(tmp_path)
    (folder / "0004_d.sql").write_text("create table d (n int);")
    assert not changed(promised, migrations(tmp_path))
    assert not out_of_turn(promised, migrations(tmp_path))
    (folder / "0001_a.sql").write_text("create table a (n bigint);")
    (folder / "0002_b.sql").write_text("create table b (n int);")
    assert changed(promised, migrations(tmp_path)) == ["services/any/migrations/0001_a.sql"]
    assert out_of_turn(promised, migrations(tmp_path)) == ["services/any/migrations/0002_b.sql"]
