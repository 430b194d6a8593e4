"""The slip of a dossier: what a citizen takes home, in Vietnamese and English.

Example: "Ngày hẹn trả kết quả / Result promised for: 17:00, 06/03/2026". Times are local; of a
whole day, the day itself is still on time. What has no known name is called by its id.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from motcua.catalog.v1.events_pb2 import ServiceContent, Text
from motcua.submissions.v1 import slips_pb2 as api
from motcua.submissions.v1.events_pb2 import DossierSubmitted, Due
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.instants import instant, stamp_known
from services.submissions.domain.moments import LOCAL

_PAGE = re.compile(r"https?://[^\s{}]+\{number\}[^\s{}]*")
NUMBER = "{number}"  # where the setting of the tracking page has the dossier's number


class SlipSettings(NamedTuple):
    """What the house sets: whom citizens ask, and the page on which they track a dossier."""

    contact: str = ""
    tracking_page: str = ""


class SlipInputs(NamedTuple):
    """What a slip shows that is not in the dossier's own facts."""

    content: ServiceContent  # of the dossier's service version
    units: Mapping[str, Text]
    documents: Iterable[str]  # codes of those that have a file
    settings: SlipSettings = SlipSettings()
    applicant: str = ""


def slip(dossier: Dossier, inputs: SlipInputs) -> api.Slip:
    """All of it but the QR code."""
    offering = dossier.offering
    found = api.Slip(
        dossier=dossier.name,
        number=dossier.number,
        receiving_unit=dossier.receiving_unit,
        receiving_unit_name=_unit(dossier.receiving_unit, inputs),
        submit_time=stamp_known(dossier.submitted_at),
        accept_time=stamp_known(dossier.accepted_at),
        promised=dossier.promised,
        documents=_documents(dossier, inputs),
        fee_waived=dossier.fee_waived,
        contact=inputs.settings.contact,
        tracking_address=tracking_address(inputs.settings.tracking_page, dossier.number),
        applicant=inputs.applicant,
    )
    if offering is not None:
        found.service, found.competent_unit = offering.service, offering.unit
        found.service_name.CopyFrom(_named(inputs.content.display_name, offering.service))
        found.competent_unit_name.CopyFrom(_unit(offering.unit, inputs))
        if offering.HasField("fee"):
            found.fee = offering.fee
    found.lines.extend(_lines(found))
    return found


def units_of(dossier: Dossier) -> list[str]:
    """Those that a slip names."""
    competent = dossier.offering.unit if dossier.offering else ""
    return sorted({dossier.receiving_unit, competent} - {""})


def tracking_page(setting: str) -> str:
    """The setting of the tracking page: an address with `{number}` in it, once; else ValueError."""
    if not _PAGE.fullmatch(setting):
        raise ValueError(f"a tracking page is written https://…{NUMBER}…")
    return setting


def tracking_address(page: str, number: str) -> str:
    """The page on which a dossier is tracked; "" where no page is set, or there is no number."""
    return page.replace(NUMBER, quote(number, safe="")) if number else ""


def _documents(dossier: Dossier, inputs: SlipInputs) -> Iterator[api.SlipDocument]:
    """In the order of the service version, others after them."""
    event = (each.message for each in dossier.entries)
    received = {*inputs.documents}
    for each in event:
        if isinstance(each, DossierSubmitted):
            received.update(each.documents)
    names = {each.code: each.name for each in inputs.content.documents}
    order = {code: n for n, code in enumerate(names)}
    for code in sorted(received, key=lambda code: (order.get(code, len(order)), code)):
        yield api.SlipDocument(code=code, display_name=_named(names.get(code, Text()), code))


def _lines(slip: api.Slip) -> Iterator[api.SlipLine]:
    """What is printed, line by line; of what is not known, no line."""
    yield from _line("Số hồ sơ", "Dossier number", slip.number)
    yield from _line("Người nộp hồ sơ", "Applicant", slip.applicant)
    yield from _texts("Thủ tục", "Service", slip.service_name)
    yield from _texts("Nơi tiếp nhận", "Received by", slip.receiving_unit_name)
    if slip.competent_unit != slip.receiving_unit:
        yield from _texts("Cơ quan giải quyết", "Competent unit", slip.competent_unit_name)
    for vi, en, field in (
        ("Nộp lúc", "Submitted at", "submit_time"),
        ("Tiếp nhận lúc", "Accepted at", "accept_time"),
    ):
        if slip.HasField(field):
            yield from _line(vi, en, _minute(instant(getattr(slip, field))))
    if slip.HasField("promised"):
        yield from _line("Ngày hẹn trả kết quả", "Result promised for", _until(slip.promised))
    documents = [each.display_name for each in slip.documents]
    joined = ("; ".join(in_language(each, of) for each in documents) for of in ("vi", "en"))
    yield from _line("Giấy tờ đã nhận", "Documents received", *joined)
    yield from _line("Phí, lệ phí", "Fee", *_fee(slip))
    yield from _line("Liên hệ", "Contact", slip.contact)
    yield from _line("Tra cứu tại", "Track it at", slip.tracking_address)


def _line(vi: str, en: str, value: str, in_english: str | None = None) -> Iterator[api.SlipLine]:
    if value:
        english = value if in_english is None else in_english
        yield api.SlipLine(label=Text(vi=vi, en=en), value=Text(vi=value, en=english))


def _texts(vi: str, en: str, text: Text) -> Iterator[api.SlipLine]:
    yield from _line(vi, en, in_language(text, "vi"), in_language(text, "en"))


def _fee(slip: api.Slip) -> tuple[str, str]:
    if not slip.HasField("fee"):
        return "", ""
    if slip.fee_waived:
        return "được miễn", "waived"
    if not slip.fee:
        return "không thu", "none"
    return f"{slip.fee:,} đồng".replace(",", "."), f"VND {slip.fee:,}"


def _minute(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%H:%M, %d/%m/%Y}"


def _until(due: Due) -> str:
    """The last instant on time; of a whole day, the day."""
    at = instant(due.time)
    if due.end_of_day:
        return f"{(at - timedelta(seconds=1)).astimezone(LOCAL):%d/%m/%Y}"
    return _minute(at)


def _unit(unit: str, inputs: SlipInputs) -> Text:
    return _named(inputs.units.get(unit, Text()), unit)


def _named(text: Text, name: str) -> Text:
    """A name; where there is none, the last part of the resource's."""
    return text if text.ListFields() else Text(vi=name.rpartition("/")[2])


def in_language(text: Text, language: str) -> str:
    """In Vietnamese or in English, else in whichever language there is."""
    own, beside = (text.vi, text.en) if language == "vi" else (text.en, text.vi)
    return str(own or beside or text.other)
