"""Alerts fire when they should, each has its runbook, and reads what the services count.

A rule that reads a metric which nobody counts never fires, and nobody notices.
"""

import json
import re
import subprocess
import unicodedata
from pathlib import Path

import click
import pytest

from services.console.__main__ import main as console
from tests.deploy.alert_cases import CASES, SCRAPED, Case
from tests.deploy.promql import ROOT, RULES, labels_in, metrics_in, rules, unknown
from tests.deploy.promtool import promtool

ALERTS = {rule["alert"]: rule for rule in rules() if "alert" in rule}
RUNBOOKS = ROOT / "docs" / "runbooks"
WATCHED = ("watching", "files")  # pages of docs/operating with metrics


@pytest.fixture
def program() -> Path:
    found = promtool()
    if not found:
        pytest.skip("no promtool here, and Debian's package of prometheus cannot be had")
    return found


def as_test(case: Case) -> dict[str, object]:
    fires = [{"labels": f'{{alertname="{each}"}}', "value": 1} for each in sorted(case.alerts)]
    asked = 'group by (alertname) (ALERTS{alertstate="firing"})'
    return {
        "interval": "1m",
        "input_series": [
            {"series": name, "values": each} for name, each in (SCRAPED | case.series).items()
        ],
        "promql_expr_test": [{"expr": asked, "eval_time": f"{case.minute}m", "exp_samples": fires}],
    }


def test_each_fires_when_it_should_and_no_other(program: Path, tmp_path: Path) -> None:
    assert ALERTS.keys() == {alert for case in CASES for alert in case.alerts}
    files = list(map(str, RULES))
    tests = {"rule_files": files, "evaluation_interval": "2m", "tests": list(map(as_test, CASES))}
    written = tmp_path / "tests.yaml"
    written.write_text(json.dumps(tests), encoding="utf-8")
    ran = subprocess.run(
        [program, "test", "rules", written], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ALERTS)
def test_each_says_the_same_in_vietnamese_and_english(name: str) -> None:
    said = ALERTS[name]["annotations"]
    assert unicodedata.is_normalized("NFC", said["summary_vi"])
    assert unicodedata.normalize("NFD", said["summary_vi"]) != said["summary_vi"]
    values = re.compile(r"\{\{.*?\}\}")
    assert sorted(values.findall(said["summary_vi"])) == sorted(values.findall(said["summary"]))


def test_each_reads_what_the_services_count() -> None:
    assert not unknown(rule["expr"] for rule in rules())


def test_the_console_reads_what_the_services_count() -> None:
    modules = [
        ROOT / "services" / "console" / folder / "health.py" for folder in ("portal", "display")
    ]
    read = {name for each in modules for name in re.findall(r'"(motcua_\w+)"', each.read_text())}
    assert len(read) > 10
    assert not unknown(read)


@pytest.mark.parametrize(
    ("expression", "metrics", "labels"),
    [
        ('sum by (job) (rate(a_total{code="X{b}"}[5m])) > 3', {"a_total"}, {"job", "code"}),
        ("a:b > on (slo) group_left () 14.4 * c and d offset 5m", {"a:b", "c", "d"}, {"slo"}),
        ("time() - max(motcua_x > 0) > 7.2e3", {"motcua_x"}, set()),
    ],
)
def test_names_are_found_in_expressions(
    expression: str, metrics: set[str], labels: set[str]
) -> None:
    assert (metrics_in(expression) - {"5m"}, labels_in(expression)) == (metrics, labels)


def base(name: str) -> str:
    """A metric's name without what its samples add."""
    return re.sub("_(total|bucket|count|sum)$", "", name)


def behind(expression: str) -> set[str]:
    """The metrics that an alert reads, also by way of recordings."""
    found = metrics_in(expression)
    recorded = {rule["expr"] for rule in rules() if rule.get("record") in found}
    return {base(name) for name in found}.union(*map(behind, recorded))


def test_the_tables_of_metrics_name_the_alerts_that_read_each() -> None:
    pages = [(ROOT / "docs/operating" / f"{each}.md").read_text("utf-8") for each in WATCHED]
    rows = re.findall(r"^\| (`motcua_.*?) \| .* \|(.*)\|$", "".join(pages), re.MULTILINE)
    assert len(rows) > 40
    read = {name: behind(rule["expr"]) for name, rule in ALERTS.items()}
    for metrics, cell in rows:
        names = {base(each) for each in re.findall(r"`(motcua_\w+)", metrics)}
        assert set(re.findall(r"\[(\w+)\]\(\.\./runbooks/\1\.md\)", cell)) == {
            alert for alert, found in read.items() if found & names
        }, metrics


def test_each_has_a_runbook_and_each_runbook_an_alert() -> None:
    pages = {path.stem for path in RUNBOOKS.glob("*.md")} - {"README"}
    assert pages == ALERTS.keys()
    listed = re.findall(
        r"^\| \[(\w+)\]\(\1\.md\) \| (page|ticket) \|",
        (RUNBOOKS / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert dict(listed) == {name: rule["labels"]["severity"] for name, rule in ALERTS.items()}


@pytest.mark.parametrize("name", ALERTS)
def test_a_runbook_says_what_mends_it_by_commands_that_there_are(name: str) -> None:
    page = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")
    assert ALERTS[name]["annotations"]["runbook"] == f"docs/runbooks/{name}.md"
    parts = re.findall(r"^\*\*(.*?)\.?\*\*", page, re.MULTILINE)
    assert parts == ["Symptom", "What it means", "What to do"]
    assert re.search(r"^1\. ", page, re.MULTILINE)
    there = set(console.list_commands(click.Context(console)))
    assert set(re.findall(r"\./motcua ([a-z-]+)", page)) <= there
    for link in re.findall(r"\]\(([^)#]+)", page):
        assert (RUNBOOKS / link).exists(), link
