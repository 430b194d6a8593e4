"""The commands as processes, on one stack with a small city: what they print and how they end.

Promises the documented fields and exit codes. Must not be the place where figures are proven: see
test_receipt.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import grpc
import jwt
import pytest
from click.testing import CliRunner

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from services.chassis.bus import Bus
from services.console.__main__ import COMMANDS, main
from tests.e2e.audited import refusals_and_readings_are_shown
from tests.e2e.commands import begin, motcua
from tests.e2e.definitions import DEFINITIONS, SHOWN
from tests.e2e.level_digest import digest_of
from tests.e2e.migrated import MigratedStack
from tests.e2e.page_digest import page_digest
from tests.e2e.rates_divided import rates_are_divided_by_two_dimensions
from tests.e2e.saved_receipts import saved_receipts_are_verified
from tests.e2e.saved_reports import saved_reports_are_verified
from tests.forwarders import answered

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]  # the first runs the whole demo

FIELDS = {
    *("definition", "version", "unit", "service", "alone", "period", "from", "to", "zone", "state"),
    *("numerator", "denominator", "percent", "percent_low", "percent_high", "excluded", "unknown"),
    *("considered", "assisted", "provisional", "as_of", "positions", "digest", "targets"),
    *("definition_digest", "buckets", "percentiles", "filters", "units_time", "not_attributable"),
}


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[Stack]:
    """A whole stack with the demo's city in it, a small one."""
    path = make_temporary()
    async with MigratedStack(path) as running:
        done = await motcua("demo", "--dossiers", 300, "--live", 20, data=path)
        assert done.code == 0, done.out + done.err
        assert "was recomputed from the streams: equal" in done.out
        assert all(name in done.out for name in ("online_handling", "coverage.l3l4", "levels"))
        assert all(each in done.out for each in ("voided 1", "corrected 1"))
        assert all(each in done.out for each in ("opened once by", "counters today", "B-002"))
        assert "off: Lunar New Year" in done.out  # of one deadline, day by day
        yield running
    shutil.rmtree(path)


async def test_help_names_every_command_and_every_exit_code() -> None:
    process = await begin("--help")
    out, _ = await process.communicate()
    assert process.returncode == 0
    assert [name for name in COMMANDS if f"  {name} " not in out.decode()] == []
    assert "130 interrupted" in " ".join(out.decode().split())


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "test"])
def test_every_command_helps(command: str) -> None:
    # In this process: it is the same code, and a dozen processes take their time. To `test`, every
    # word is pytest's.
    done = CliRunner().invoke(main, [command, "--help"])
    assert (done.exit_code, done.output.startswith("Usage: ")) == (0, True)


async def test_rates_default_to_every_indicator_by_month_for_the_whole_tree(stack: Stack) -> None:
    done = await motcua("rates", "--json", data=stack.data_dir)
    rates = done.document["rates"]
    named = {rate["definition"] for rate in rates}
    of_dossiers = {each.id for each in DEFINITIONS if each.kind == "dossier"}
    assert of_dossiers | {"coverage.l3l4"} <= named <= {each.id for each in SHOWN}
    assert all(rate.keys() == FIELDS for rate in rates)
    assert {(rate["unit"], rate["service"]) for rate in rates} == {("", "")}
    assert all(len(rate["period"]) == len("2026-11") for rate in rates)
    assert all(rate["positions"].keys() == {"catalog", "submissions"} for rate in rates)


async def test_totals_are_the_sums_of_their_rows(stack: Stack) -> None:
    done = await motcua("rates", "--definition", "online_handling", "--json", data=stack.data_dir)
    [total] = done.document["totals"]
    for name in ("numerator", "denominator", "unknown", "considered"):
        assert total[name] == sum(rate[name] for rate in done.document["rates"])
    assert total["denominator"] > 200


async def test_rates_are_divided_by_unit_service_and_dimension(stack: Stack) -> None:
    for by in ("unit", "service"):
        words = ("--by", by, "--from", "2020-01", "--to", "2030-01", "--json")
        done = await motcua("rates", *words, data=stack.data_dir)
        named = {rate[by] for rate in done.document["rates"]}
        assert len(named) > 20
        assert all(name.startswith(f"{by}s/") for name in named if name)
    await rates_are_divided_by_two_dimensions(stack.data_dir)


async def test_tables_are_for_people_and_speak_their_language(stack: Stack) -> None:
    below = await motcua("rates", "--unit", "song-van", "--by", "unit", data=stack.data_dir)
    assert "online_handling@1 · Song Van district · " in below.out
    english = await motcua("rates", data=stack.data_dir)
    assert "online_handling@1 · whole tree · by month" in english.out
    vietnamese = await motcua("rates", data=stack.data_dir, lang="vi_VN.UTF-8")
    assert "online_handling@1 · toàn bộ · theo tháng" in vietnamese.out


async def test_explain_shows_as_many_items_as_the_receipt_counts(stack: Stack) -> None:
    words = ("explain", "online_handling", "--from", "2020-01", "--to", "2030-01", "--json")
    now = await motcua(*words, data=stack.data_dir)
    known = [f"--as-known={name}={at}" for name, at in now.document["positions"].items()]
    done = await motcua(*words, *known, data=stack.data_dir)
    assert done.document == now.document
    items = done.document["items"]
    assert page_digest(items) == done.document["digest"]
    assert len(items) == done.document["considered"]
    counted = [item["class"] for item in items]
    assert counted.count("numerator") == done.document["numerator"]
    assert counted.count("excluded") == sum(done.document["excluded"].values())
    assert {item["source"] for item in items} >= {""}
    for filtered, rate in done.document["provenance"].items():
        one = await motcua(*words, *known, "--where", filtered, data=stack.data_dir)
        assert {name: one.document[name] for name in rate} == rate
    assert done.document["provenance"]["due=stated"]["denominator"] > 0
    saved = stack.data_dir / "explained.json"
    saved.write_text(json.dumps(done.document), encoding="utf-8")
    verified = await motcua("verify", str(saved), "--json", data=stack.data_dir)
    assert verified.document["equal"]
    assert len(verified.document["receipts"]) == 1 + len(done.document["provenance"])


async def test_estimates_and_what_petitions_rest_on_are_verified(stack: Stack) -> None:
    period, saved = ("--from", "2020-01", "--to", "2030-01", "--json"), stack.data_dir / "x.json"
    for words in (("rates", "--estimated"), ("explain", "petition.on_time")):
        done = await motcua(*words, *period, data=stack.data_dir)
        saved.write_text(json.dumps(done.document), encoding="utf-8")
        verified = await motcua("verify", str(saved), "--json", data=stack.data_dir)
        assert verified.document["equal"]
        assert len(verified.document["receipts"]) >= 6
    assert "transferred=stated" in done.document["provenance"]


async def test_people_read_times_in_the_zone_of_the_period_and_programs_in_utc(
    stack: Stack,
) -> None:
    words = ("explain", "online_handling", "--from", "2020-01", "--to", "2030-01", "--limit", 1)
    shown = await motcua(*words, data=stack.data_dir)
    assert "2030-01-01T00:00:00+07:00" in shown.out
    assert ":00Z" not in shown.out
    document = (await motcua(*words, "--json", data=stack.data_dir)).document
    assert document["as_of"] == "2029-12-31T17:00:00Z"
    assert all(item["key_time"].endswith("Z") for item in document["items"])


async def test_levels_have_a_receipt_and_the_items_behind_it(stack: Stack) -> None:
    words = ("levels", "--by", "unit", "--items", "--json")
    done = (await motcua(*words, data=stack.data_dir)).document
    again = ("--as-of", done["as_of"], "--as-known", done["positions"]["catalog"])
    assert (await motcua(*words, *again, data=stack.data_dir)).document == done
    whole = next(row for row in done["levels"] if not row["unit"])
    assert len(done["items"]) == whole["offerings"] > 100
    assert whole["digest"] == digest_of(done["items"])


async def test_a_dossier_is_found_by_its_number_with_all_that_was_corrected(stack: Stack) -> None:
    owner = await asyncpg.connect(stack.postgres.dsn(database="submissions"))
    for kind, words in (("DossierCorrected", "corrected by #"), ("DossierVoided", "voided")):
        name = await owner.fetchval("select stream from events where type like '%' || $1", kind)
        known = await motcua("dossier", name, "--json", data=stack.data_dir)
        assert known.code == 0, known.err
        number = known.document["dossier"]["number"]
        found = await motcua("dossier", number, data=stack.data_dir)
        assert (found.code, name in found.out, words in found.out) == (0, True, True), found.out
        vietnamese = await motcua("dossier", number, data=stack.data_dir, lang="vi_VN.UTF-8")
        assert "trạng thái: " in vietnamese.out
        changed = [each for each in known.document["history"] if each["corrected_by"]]
        assert [each["recorded"] != each["effective"] for each in changed] == [True] * len(changed)
    await owner.close()


async def test_saved_receipts_and_reports_are_verified(stack: Stack) -> None:
    # That both readings of all figures are equal, the demo found: see `stack`.
    await saved_receipts_are_verified(stack.data_dir)
    await saved_reports_are_verified(stack.data_dir)


async def test_the_audit_shows_refusals_and_readings(stack: Stack) -> None:
    await refusals_and_readings_are_shown(stack)


async def test_a_token_opens_the_services_to_any_client(stack: Stack) -> None:
    done = await motcua("token", "leader", "--unit", "song-van", data=stack.data_dir)
    claims = jwt.decode(done.out.strip(), options={"verify_signature": False})
    assert claims["roles"] == [{"role": "leader", "unit": "units/song-van"}]
    async with grpc.aio.insecure_channel(stack.services["metrics"].grpc) as channel:
        request = api.ListRatesRequest(
            definition="online_handling", unit="units/song-van", breakdown=api.BREAKDOWN_MONTH
        )
        bearer = (("authorization", f"Bearer {done.out.strip()}"),)
        reply = await MetricsServiceStub(channel).ListRates(request, metadata=bearer)
    assert len(reply.rates) > 20


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["rates", "--definition", "nonsense"], 2, "no such definition"),
        (["rates", "--to", "2024-01"], 2, "--to needs --from"),
        (["rates", "--estimated", "--by", "unit"], 2, "goes with none of --by"),
        (["rates", "--estimated", "--by", "month"], 2, "goes with none of --by"),
        (["rates", "--estimated", "--units", "then"], 2, "--units now or --units TIME"),
        (["rates", "--estimated"], 2, "--estimated needs --from"),
        (["rates", "--from", "01/2024"], 2, "YYYY-MM"),
        (["rates", "--unit", "units/nowhere"], 4, "[UNIT"),
        (["import", "README.md", "--mapping", "README.md"], 2, "cannot be read as TOML"),
        (["nonsense"], 2, "No such command"),
    ],
)
async def test_mistakes_end_with_a_code_and_say_what_to_do(
    stack: Stack, words: list[str], code: int, told: str
) -> None:
    done = await motcua(*words, data=stack.data_dir if words != ["nonsense"] else None)
    assert (done.code, done.out) == (code, "")
    assert told in done.err


# One accepted dossier taken out of the figures: known at no position, and by no cell.
TAKEN_OUT = """
WITH one AS (
  UPDATE dossier_items SET known_to = known_from WHERE (dossier, known_from) = (
    SELECT dossier, known_from FROM dossier_items
    WHERE known_to = 9223372036854775807 AND channel = 1 AND level >= 3 AND accepted_at IS NOT NULL
    ORDER BY dossier LIMIT 1
  ) RETURNING dossier
), behind AS (UPDATE months SET built = 0)
SELECT dossier::text FROM one
"""


# A month of which no event tells.
MADE_UP = """
WITH place AS (
  INSERT INTO months (key, unit, month, moved, built, adopted)
  SELECT 1, min(unit), date '1999-05-01', 1, 1, max(adopted) FROM months RETURNING unit, month
), moved AS (INSERT INTO month_moves SELECT 1, month, 1 FROM place)
INSERT INTO month_cells (definition, unit, month, class, n, assisted)
SELECT 'online_handling@1', unit, month, 1, 1, 0 FROM place
"""


async def test_verify_ends_with_1_and_names_the_dossier_and_the_month_that_were_altered(
    stack: Stack,
) -> None:
    owner = await asyncpg.connect(stack.postgres.dsn(database="metrics"))
    altered = await owner.fetchrow(TAKEN_OUT)
    await owner.execute(MADE_UP)
    await owner.close()
    done = await motcua("verify", "--json", data=stack.data_dir)
    assert (done.code, "differ" in done.err) == (1, True), done.err
    assert {each.name for each in DEFINITIONS}.isdisjoint(done.document["not_verified"])
    assert (done.document["equal"], done.document["figures"] > 1000) == (False, True)
    differences = done.document["differences"]
    named = {item["id"] for each in differences for item in each["items"]}
    dossiers = {name for name in named if name.startswith("dossiers/")}
    assert dossiers == {f"dossiers/{altered['dossier']}"}  # and the service that it was active in
    considered = [
        each["numbers"]["considered"] for each in differences if each["period"] == "1999-05"
    ]
    assert {"recomputed": 0, "service": 1} in considered


async def test_verify_ends_with_1_when_a_stream_was_lost(stack: Stack) -> None:
    await (service := stack.services["submissions"]).stop()  # its relay would publish all again
    bus = await Bus.connect(stack.nats_url("submissions"))
    await bus.delete_stream("submissions")
    await bus.ensure_stream("submissions")
    await bus.close()
    async with answered(stack, "submissions"):
        done = await motcua("verify", data=stack.data_dir)
    await service.start()
    assert (done.code, done.out) == (1, "")
    assert "submissions ends at 0, and metrics has applied it up to" in done.err


async def test_a_directory_with_something_else_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    done = await motcua("rates", data=tmp_path)
    assert done.code == 3
    assert "choose another with --data" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
