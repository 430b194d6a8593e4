"""What `asserted` and `inspections` read from files and show, for programs and for people.

No service: the answers are made here.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.metrics.v1 import statement_events_pb2 as events
from motcua.metrics.v1 import statements_pb2 as api
from services.console.display import statements
from services.console.importing import statement_files
from services.console.importing.keys import MappingError
from services.console.reading.comparison.receipt_file import receipts_in
from tests.e2e.test_publications_shown import documented, rate

DOCS = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(\[\[(?:figure|inspection)\]\]\n.*?)```", DOCS, re.DOTALL)
RECORDED = Timestamp(seconds=1_775_000_000)
RECEIPT = """[{"definition": "online_handling", "version": 1,
    "positions": [{"stream": "catalog", "position": "7"}]}]"""


def read(where: Path, text: str) -> Path:
    path = where / "stated.toml"
    path.write_text(text, encoding="utf-8")
    (where / "march.json").write_text(RECEIPT, encoding="utf-8")
    return path


def test_the_examples_of_the_page_are_files(tmp_path: Path) -> None:
    figure, inspection = EXAMPLES
    path = read(tmp_path, figure)
    [asserted] = statement_files.assertions(path)
    assert (asserted.figure.value, asserted.figure.unit) == ("95.1", "units/thuong-tin")
    assert asserted.figure.measure == events.AssertedFigure.MEASURE_PERCENT
    assert (asserted.figure.start_date.year, asserted.figure.end_date.year) == (2019, 2020)
    assert statement_files.assertions(path)[0].request_id == asserted.request_id
    [inspected] = statement_files.inspections(read(tmp_path, inspection), receipts_in)
    [finding] = inspected.report.findings
    assert (finding.code, finding.remedy_by_date.month) == ("late-entry", 7)
    assert [each.positions[0].position for each in inspected.report.receipts] == [7]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "FIGURE"', 'kind = "TABLE"', "figure 1.kind: 'TABLE' is none of FIGURE, SURVEY"),
        ('period = "2019"', 'period = "last year"', "figure 1.period: 'last year' is not a period"),
        ("source_date = 2019-11-15", "", "figure 1.source_date is missing"),
        ('value = "95.1"', "value = 95.1", "figure 1.value must be of type str"),
        ('value = "95.1"', 'number = "95.1"', "unknown key 'number' in .figure 1."),
        ("[[figure]]", "[[figures]]", "unknown key 'figures'"),
    ],
)
def test_a_mistake_in_a_file_names_its_key(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(MappingError, match=message):
        statement_files.assertions(read(tmp_path, EXAMPLES[0].replace(old, new, 1)))


def printed(tmp_path: Path) -> api.CompareAssertionResponse:
    [request] = statement_files.assertions(read(tmp_path, EXAMPLES[0]))
    beside = api.AssertionComparison(
        rate=rate(1), agreement=api.AssertionComparison.AGREEMENT_DIFFERS, difference="-84.0"
    )
    assertion = api.Assertion(
        name="assertions/a", figure=request.figure, state=api.Assertion.STATE_RECORDED,
        record_time=RECORDED, position=4,
    )  # fmt: skip
    return api.CompareAssertionResponse(assertion=assertion, comparisons=[beside])


def inspected(tmp_path: Path) -> api.Inspection:
    [request] = statement_files.inspections(read(tmp_path, EXAMPLES[1]), receipts_in)
    found = api.Inspection(
        name="inspections/i", report=request.report, state=api.Inspection.STATE_RECORDED,
        record_time=RECORDED,
    )  # fmt: skip
    found.report.findings.add(code="files", text="t")
    found.remedies.add(finding="late-entry", date=Date(year=2026, month=6, day=2))
    return found


def test_documents_have_the_documented_fields(tmp_path: Path) -> None:
    assertion = statements.assertion_document(printed(tmp_path))
    inner = {"agreement", "difference", "rate", "assertions"}
    assert set(assertion) == documented("asserted") - inner
    assert (assertion["value"], assertion["measure"], assertion["sample"]) == (
        "95.1",
        "percent",
        None,
    )
    [beside] = assertion["comparisons"]
    assert (beside["agreement"], beside["rate"]["numerator"]) == ("differs", 1)
    inspection = statements.inspection_document(inspected(tmp_path))
    inner = {"code", "text", "remedy_by", "remedied", "definition", "version", "digest"}
    assert set(inspection) == documented("inspections") - inner - {"inspections"}
    assert [each["remedied"] for each in inspection["findings"]] == ["2026-06-02", None]
    assert [each["remedy_by"] for each in inspection["findings"]] == ["2026-07-01", None]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("C.UTF-8", ("differs", "1/9 11.1%", "-84.0")),
        ("vi_VN.UTF-8", ("khác", "1/9 11,1\u00a0%", "-84,0")),
    ],
)
def test_people_see_the_printed_number_beside_each_rate(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv("LC_ALL", lang)
    statements.show_assertions([printed(tmp_path)], False)
    statements.show_inspections([inspected(tmp_path)], False)
    shown = capsys.readouterr().out
    for part in ("95.1%", "95,1%", "online_handling@1", *words, "late-entry"):
        assert part in shown
