"""The slip of a dossier: its words line by line, and what is on it when it is asked for over gRPC.

Promises that no slip has a secret, and none a name unless somebody says what for.
"""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
import segno

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import personal_data_pb2 as personal
from motcua.submissions.v1 import slips_pb2 as api
from motcua.submissions.v1.submissions_pb2 import Proof
from services.submissions.domain.slips import (
    SlipInputs,
    SlipSettings,
    slip,
    tracking_address,
    tracking_page,
)
from tests.submissions.house import OFFICER, House, refused
from tests.submissions.live_dossier import OFFERING, VERSION, LiveDossier

NAME = "Nguyễn Thị Bình"
CONTENT = catalog.ServiceContent(
    display_name=catalog.Text(vi="Đăng ký khai sinh", en="Birth registration"),
    documents=[
        catalog.RequiredDocument(code="CT02", name=catalog.Text(vi="Giấy chứng sinh")),
        catalog.RequiredDocument(code="CT01", name=catalog.Text(vi="Tờ khai", en="Declaration")),
    ],
)


def known(**changed: Any) -> SlipInputs:
    usual: dict[str, Any] = {
        "content": CONTENT,
        "units": {"units/desk": catalog.Text(vi="Một cửa", en="One-stop office")},
        "documents": ["CT01", "X", "CT02"],
        "settings": SlipSettings("1022", "https://city.example/track?number={number}"),
    }
    return SlipInputs(**(usual | changed))


def lines(found: api.Slip) -> dict[str, tuple[str, str, str]]:
    return {each.label.vi: (each.label.en, each.value.vi, each.value.en) for each in found.lines}


def test_a_slip_has_its_lines_in_both_languages() -> None:
    dossier = LiveDossier(number="desk-260302-0001", receiving_unit="units/desk")
    dossier.do("accept")
    found = lines(slip(dossier.state, known()))
    assert found["Số hồ sơ"] == ("Dossier number", "desk-260302-0001", "desk-260302-0001")
    assert found["Thủ tục"] == ("Service", "Đăng ký khai sinh", "Birth registration")
    assert found["Nơi tiếp nhận"] == ("Received by", "Một cửa", "One-stop office")
    assert found["Giấy tờ đã nhận"] == (
        "Documents received",
        "Giấy chứng sinh; Tờ khai; X",
        "Giấy chứng sinh; Declaration; X",
    )
    assert found["Liên hệ"] == ("Contact", "1022", "1022")
    promised = "17:00, 06/03/2026"  # four working days from Monday
    assert found["Ngày hẹn trả kết quả"] == ("Result promised for", promised, promised)
    assert "Người nộp hồ sơ" not in found
    assert all(
        label and en and value and value_en for label, (en, value, value_en) in found.items()
    )


@pytest.mark.parametrize(
    ("fee", "waived", "words"),
    [
        (None, False, None),
        (0, False, ("không thu", "none")),
        (1_250_000, False, ("1.250.000 đồng", "VND 1,250,000")),
        (1_250_000, True, ("được miễn", "waived")),
    ],
)
def test_a_fee_is_in_dong_and_its_own_absence_is_no_line(
    fee: int | None, waived: bool, words: tuple[str, str] | None
) -> None:
    offering = replace(OFFERING, versions=(VERSION._replace(fee=fee),))
    dossier = LiveDossier(offering=offering)
    if waived:
        dossier.do("waive")
    found = lines(slip(dossier.state, known()))
    assert found.get("Phí, lệ phí", (None,))[1:] == (words or ())


def test_the_tracking_page_has_the_number_and_nothing_else() -> None:
    page = tracking_page("https://city.example/{number}?from=slip")
    assert tracking_address(page, "a b/7&x") == "https://city.example/a%20b%2F7%26x?from=slip"
    assert tracking_address("", "7") == tracking_address(page, "") == ""
    for wrong in ("city.example/{number}", "https://city.example/", "https://{number}/{secret}"):
        with pytest.raises(ValueError, match="tracking page"):
            tracking_page(wrong)


async def get(house: House, role: str = "officer", unit: str = "*", **fields: Any) -> api.Slip:
    return await house.slips.GetSlip(api.GetSlipRequest(**fields), **house.caller(role, unit))


async def filed(house: House) -> Any:
    return await house.submit(applicant=personal.Applicant(full_name=NAME))


async def test_a_slip_is_asked_for_by_name_or_with_number_and_secret(house: House) -> None:
    answer = await filed(house)
    number = answer.dossier.number
    by_name = await get(house, name=answer.dossier.name)
    assert (by_name.number, by_name.receiving_unit) == (number, "units/ward")
    assert by_name.tracking_address == f"https://city.example/track?number={number}"
    assert answer.secret not in str(by_name)
    assert NAME not in str(by_name)
    proof = Proof(number=number, secret=answer.secret)
    assert await get(house, "portal", proof=proof) == by_name
    why = await refused(get(house, "portal", proof=Proof(number=number, secret="wrong")))
    assert why.reason == "NUMBER_OR_SECRET_WRONG"
    why = await refused(get(house, unit="units/other", name=answer.dossier.name))
    assert why.reason == "DOSSIER_UNKNOWN"
    drawn, expected = io.BytesIO(), segno.make_qr(by_name.tracking_address, error="m")
    expected.save(drawn, kind="svg", scale=4, border=4)
    assert by_name.qr_svg.encode() == drawn.getvalue()
    root = ElementTree.fromstring(by_name.qr_svg)  # noqa: S314 — our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert int(root.attrib["width"]) == 4 * (len(expected.matrix) + 8)


async def test_a_name_is_on_it_for_a_purpose_that_is_recorded(house: House) -> None:
    dossier = (await filed(house)).dossier.name
    named = await get(house, "officer", name=dossier, purpose="print the slip")
    assert named.applicant == NAME
    assert ("Người nộp hồ sơ", NAME) in {(each.label.vi, each.value.en) for each in named.lines}
    why = await refused(get(house, "leader", name=dossier, purpose="print"))
    readings = await house.persons.ListReadings(
        personal.ListReadingsRequest(dossier=dossier), **house.caller("inspector")
    )
    assert [each.purpose for each in readings.readings] == ["print the slip"]
    assert why.reason in {"OFFICER_NOT_ON_DUTY", "NOT_PERMITTED"}


async def test_number_and_secret_open_no_name(house: House) -> None:
    answer = await filed(house)
    proof = Proof(number=answer.dossier.number, secret=answer.secret)
    asked = api.GetSlipRequest(proof=proof, purpose="print the slip")
    other = house.caller("portal", subject="another.portal")
    why = await refused(house.slips.GetSlip(asked, **other))
    asked_too = personal.GetPersonalDataRequest(name=answer.dossier.name, purpose="print the slip")
    assert why == await refused(house.persons.GetPersonalData(asked_too, **other))
    assert why.reason == "DOSSIER_UNKNOWN"
    readings = await house.persons.ListReadings(
        personal.ListReadingsRequest(dossier=answer.dossier.name), **house.caller("inspector")
    )
    assert list(readings.readings) == []
    assert (await get(house, "portal", proof=proof, purpose="print")).applicant == NAME


async def test_units_and_service_are_called_as_the_catalogue_says(house: House) -> None:
    unit, service = f"units/{uuid.uuid4().hex}", f"services/{uuid.uuid4().hex}"
    catalogue = house.catalogue
    opened = catalog.UnitOpened(
        unit=unit, display_name=catalog.Text(vi="Phường Cũ"), effective_time={"seconds": 1}
    )
    renamed = catalog.UnitRenamed(
        unit=unit, display_name=catalog.Text(vi="Phường Mới", en="New Ward"),
        effective_time={"seconds": 1_600_000_000},
    )  # fmt: skip
    later = catalog.UnitRenamed(
        unit=unit,
        display_name=catalog.Text(vi="Mai sau"),
        effective_time={"seconds": 4_000_000_000},
    )
    await catalogue.publish(unit, opened, renamed, later)
    withdrawn = catalog.UnitRenamed(
        unit=unit,
        display_name=catalog.Text(vi="Chưa từng"),
        effective_time={"seconds": 1_700_000_000},
    )
    await catalogue.publish(unit, withdrawn, catalog.UnitChangeWithdrawn(unit=unit, version=4))
    await catalogue.officer(unit, OFFICER)
    published = catalog.ServicePublished(
        service=service, version=1, content=CONTENT, effective_time={"seconds": 1}
    )
    await catalogue.publish(service, published)
    offering = f"{service}/offerings/{unit.removeprefix('units/')}"
    position = await catalogue.offering(offering)
    answer = await house.submit(
        offering=offering,
        receiving_unit=unit,
        documents=["CT02", "CT01"],
        catalog_position=position,
    )
    found = await get(house, name=answer.dossier.name)
    assert found.receiving_unit_name.vi == "Phường Mới"
    assert found.service_name.en == "Birth registration"
    assert [each.code for each in found.documents] == ["CT02", "CT01"]
