"""A report as CSV: a line a figure, the numbers of its receipt in columns.

No name becomes a formula in a spreadsheet.
"""

import csv
import io

from google.protobuf.json_format import ParseDict

from motcua.metrics.v1 import published_pb2 as api
from services.console.reporting.content import Content
from services.formulas import escaped_row
from services.published_rows import COLUMNS, row


def as_csv(content: Content) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets want it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    names = {name: texts.get("vi", "") for name, texts in content["names"].items()}
    for stated in content["figures"]:
        found = row(ParseDict(stated, api.PublishedFigure()), names)
        writer.writerow(escaped_row(found[name] for name in COLUMNS))
    return written.getvalue().encode("utf-8-sig")
