"""A service, an offering and a unit with every field filled, as a catalogue would answer them.

Promises names that are invented. Not a test itself.
"""

from __future__ import annotations

from datetime import UTC, datetime

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console.instants import to_timestamp

SINCE = to_timestamp(datetime(2025, 6, 30, 17, tzinfo=UTC))


def text(vi: str, en: str = "") -> facts.Text:
    return facts.Text(vi=vi, en=en)


UNIT = api.Unit(
    name="units/xã-thử",  # ids may hold any letter
    parent="units/tinh-thu",
    code="00004",
    kind="commune",
    display_name=text("Xã Thử", "Thu Commune"),
    state="STATE_OPEN",
    opening_time=SINCE,
)

SERVICE = api.Service(
    name="services/khai-sinh",
    state="STATE_PUBLISHED",
    version=3,
    codes=[facts.ServiceCode(system="national", value="1.004194")],
    display_name=text("Đăng ký khai sinh", "Register a birth"),
    description=text("Đăng ký khai sinh cho trẻ em."),
    field="Hộ tịch",
    authority=UNIT.name,
    fees=[
        facts.FeeLine(code="LP", name=text("Lệ phí", "Fee"), amount=50_000),
        facts.FeeLine(amount=0),
    ],
    written_result=True,
    one_stop=True,
    legal_bases=[
        facts.LegalBasis(
            number="60/2014/QH13", title=text("Luật Hộ tịch"), url="https://luat.vn/60"
        ),
        facts.LegalBasis(number="123/2015/NĐ-CP", url="not an address"),
    ],
    steps=[
        facts.Step(title=text("Nộp hồ sơ", "File"), actor="citizen"),
        facts.Step(title=text("Trả")),
    ],
    documents=[facts.RequiredDocument(name=text("Giấy chứng sinh"), originals=1)],
    forms=[facts.Form(code="TK1", name=text("Tờ khai"), url="https://bieu-mau.vn/tk1.docx")],
    processing_times=[
        facts.ProcessingTime(amount=5, unit="TIME_UNIT_WORKING_DAY"),
        facts.ProcessingTime(channel="CHANNEL_ONLINE", amount=8, unit="TIME_UNIT_WORKING_HOUR"),
    ],
    payment_channels=["CHANNEL_ONLINE"],
    delivery_channels=["CHANNEL_POST", "CHANNEL_IN_PERSON"],
    url="https://dichvucong.vn/khai-sinh",
    effective_time=SINCE,
)

BARE = api.Service(
    name="services/bare",
    state="STATE_PUBLISHED",
    version=1,
    display_name=text("Thủ tục trần"),
    authority="units/nobody-knows",
)

OFFERING = api.Offering(
    name=f"{SERVICE.name}/offerings/xã-thử",
    unit=UNIT.name,
    state="STATE_OPEN",
    capabilities=[
        facts.RecordedCapability(
            capability="CAPABILITY_FILE_ONLINE", state="CAPABILITY_STATE_YES", evidence="12/QĐ"
        ),
        facts.RecordedCapability(
            capability="CAPABILITY_FILE_OFFLINE", state="CAPABILITY_STATE_YES"
        ),
        facts.RecordedCapability(
            capability="CAPABILITY_PAY_ONLINE", state="CAPABILITY_STATE_UNKNOWN"
        ),
    ],
    assessment=api.Assessment(
        effective_time=SINCE, level=3, earned=3, attainable=4, extent="EXTENT_PARTIAL"
    ),
    level_rule="vn.levels@1",
    effective_time=SINCE,
)

POINTS = api.Offering(
    name=f"{BARE.name}/offerings/xã-thử",
    unit=UNIT.name,
    state="STATE_OPEN",
    assessment=api.Assessment(effective_time=SINCE, verdict="VERDICT_NOT_FULLY_ONLINE"),
    level_rule="six_points@1",
    effective_time=SINCE,
)
