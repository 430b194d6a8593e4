"""The demo's catalogue: a district, its communes and wards, its services, and its working calendar.

Every name is invented; the calendar is Vietnam's. The same month makes the same catalogue.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from datetime import date

from motcua.catalog.v1 import events_pb2 as facts
from services.console.commands.calendar import SWAPPED
from services.console.importing.plans import (
    CalendarPlan,
    CataloguePlan,
    DeskPlan,
    OfferingPlan,
    OfficerPlan,
    ServicePlan,
    TargetPlan,
    UnitPlan,
)
from services.console.portal import workdays
from services.console.text import slug

ROOT = "song-van"
SINCE = date(2024, 1, 1)  # the same in every run; coverage is shown and verified from then on
REASON = "Danh mục có từ trước khi dùng Motcua"
CALENDAR = "vn"
HOURS = "07:30-11:30,13:00-17:00"

TARGETS = [
    TargetPlan("online", "online_handling", ROOT, 60, "Hồ sơ nộp trực tuyến", "Filed online"),
    TargetPlan("on-time", "on_time.ended", ROOT, 95, "Trả kết quả đúng hạn", "Results on time"),
    TargetPlan(
        "level-3", "coverage.l3l4", ROOT, 80, "Dịch vụ mức độ 3, 4", "Services at level 3 or 4",
        by=date(2025, 12, 31),
    ),
]  # fmt: skip
# 63 services at level 3, as the report of 2019 has it, and some of each other level.
LEVELS = [3] * 63 + [4] * 6 + [2] * 7 + [1] * 5 + [0] * 4

FIRST = ("An", "Bình", "Cẩm", "Đông", "Hòa", "Liên", "Minh", "Phú")
SECOND = ("Lạc", "Thịnh", "Khê", "Sơn", "Trung")

CIVIL_ACTIONS = {
    "Đăng ký": "Register",
    "Đăng ký lại": "Register again",
    "Cấp trích lục": "Copy of the entry of",
}
CIVIL_MATTERS = {
    "khai sinh": "a birth",
    "kết hôn": "a marriage",
    "khai tử": "a death",
    "giám hộ": "a guardianship",
    "chấm dứt giám hộ": "the end of a guardianship",
    "nhận cha, mẹ, con": "a recognition of parent and child",
    "nuôi con nuôi": "an adoption",
    "thay đổi hộ tịch": "a change of civil status",
    "khai sinh có yếu tố nước ngoài": "a birth with a foreign element",
    "kết hôn có yếu tố nước ngoài": "a marriage with a foreign element",
}
PERMIT_ACTIONS = {
    "Cấp": "Issue",
    "Cấp lại": "Issue again",
    "Cấp đổi": "Exchange",
    "Gia hạn": "Extend",
    "Điều chỉnh": "Amend",
}
PERMIT_MATTERS = {
    "giấy phép xây dựng nhà ở riêng lẻ": "a permit to build a house",
    "giấy chứng nhận đăng ký hộ kinh doanh": "a certificate of a household business",
    "giấy phép bán lẻ rượu": "a licence to sell alcohol",
    "giấy phép bán lẻ thuốc lá": "a licence to sell tobacco",
    "giấy chứng nhận quyền sử dụng đất": "a land-use certificate",
    "giấy chứng nhận an toàn thực phẩm": "a food safety certificate",
    "giấy phép kinh doanh karaoke": "a licence for a karaoke house",
    "giấy phép môi trường": "an environmental permit",
    "giấy xác nhận mức độ khuyết tật": "a certificate of disability",
    "giấy phép hoạt động trường mẫu giáo tư thục": "a licence for a private kindergarten",
    "giấy phép khai thác nước dưới đất": "a permit to draw groundwater",
}

# What the steps of every service are called in the facts of its dossiers.
RECEIVE, EXAMINE, DECIDE, RETURN = "tiep-nhan", "tham-dinh", "phe-duyet", "tra-ket-qua"
STEPS = {
    RECEIVE: ("Tiếp nhận hồ sơ", "Receive the dossier"),
    EXAMINE: ("Thẩm định", "Examine"),
    DECIDE: ("Phê duyệt", "Decide"),
    RETURN: ("Trả kết quả", "Return the result"),
}
DOCUMENTS = {
    "to-khai": ("Tờ khai", "Application form"),
    "can-cuoc": ("Bản sao căn cước", "Copy of the identity card"),
}
WORKING_DAYS = (3, 5, 10, 15)
FEES = {"ho-tich": 8_000, "cap-phep": 100_000}  # đồng
YEARS_KEPT = 10


def plan(rng: random.Random, month: date) -> CataloguePlan:
    """Civil matters at the communes, permits at the district, as it stands in a local month."""
    communes = list(units())
    levels = LEVELS.copy()
    rng.shuffle(levels)
    civil = list(services(CIVIL_ACTIONS, CIVIL_MATTERS, "ho-tich"))
    permits = list(services(PERMIT_ACTIONS, PERMIT_MATTERS, "cap-phep"))
    known = dict(zip([each.id for each in [*civil, *permits]], levels, strict=True))
    offered = [(each.id, ROOT) for each in permits]
    offered += [
        (civil[(place * 5 + step) % len(civil)].id, commune.id)
        for place, commune in enumerate(communes)
        for step in range(5)
    ]
    return CataloguePlan(
        units=[UnitPlan(ROOT, "district", "Huyện Sông Vân", "Song Van district"), *communes],
        services=[*civil, *permits],
        offerings=[OfferingPlan(*pair, known[pair[0]], sure=is_sure(*pair)) for pair in offered],
        effective=SINCE,
        reason=REASON,
        officers=[
            OfficerPlan(each, unit)
            for unit in (ROOT, *(commune.id for commune in communes))
            for each in officers(unit)
        ]
        + [OfficerPlan(f"ld-{unit}", unit, leads=True) for unit in (ROOT, *led(communes))],
        targets=TARGETS,
        desks=[DeskPlan(ROOT, desk=ROOT)],  # every desk of the district receives for all of it
        calendar=calendar(month.year + 1),
    )


def units() -> Iterator[UnitPlan]:
    """Forty communes, every fifth of them a ward."""
    for number, (second, first) in enumerate(itertools.product(SECOND, FIRST)):
        name = f"{first} {second}"
        ward = number % 5 == 0
        yield UnitPlan(
            id=slug(name),
            kind="ward" if ward else "commune",
            vi=f"{'Phường' if ward else 'Xã'} {name}",
            en=f"{name} {'ward' if ward else 'commune'}",
            parent=ROOT,
            code=f"{10001 + 3 * number:05}",
        )


def services(actions: dict[str, str], matters: dict[str, str], field: str) -> Iterator[ServicePlan]:
    """Every action on every matter."""
    for (matter, of), (action, do) in itertools.product(matters.items(), actions.items()):
        name = f"{action} {matter}"
        yield service(slug(name)[:64].strip("-"), name, f"{do} {of}", field)


def service(name: str, vi: str, en: str, field: str) -> ServicePlan:
    """With all that its dossiers need: steps, documents, a processing time, a fee."""
    days = WORKING_DAYS[len(name) % len(WORKING_DAYS)]
    return ServicePlan(
        name,
        vi,
        en,
        ROOT,
        field,
        steps=[facts.Step(code=code, title=text(*of)) for code, of in STEPS.items()],
        processing_times=[
            facts.ProcessingTime(
                amount=days,
                unit=facts.TIME_UNIT_WORKING_DAY,
                pause_policy=facts.PAUSE_POLICY_SHIFT,
            )
        ],
        documents=[
            facts.RequiredDocument(code=code, name=text(*of)) for code, of in DOCUMENTS.items()
        ],
        fees=[facts.FeeLine(code="le-phi", name=text("Lệ phí", "Fee"), amount=FEES[field])],
        retention_years=YEARS_KEPT,
    )


def text(vi: str, en: str) -> facts.Text:
    """In both languages."""
    return facts.Text(vi=vi, en=en)


def calendar(last: int) -> CalendarPlan:
    """Vietnam's public holidays and swapped days, up to a year, as `calendar seed` records them."""
    swaps = workdays.read_swaps(SWAPPED)
    first = workdays.founding(CALENDAR, weekdays=range(1, 6), hours=HOURS)
    years = range(SINCE.year, last + 1)
    later = [workdays.year_of(CALENDAR, year, swaps) for year in years]
    return CalendarPlan(CALENDAR, ROOT, [first, *later])


def is_sure(service: str, unit: str) -> bool:
    """Some offices never said what they cannot do."""
    return sum((service + unit).encode()) % 9 != 0


def led(communes: Sequence[UnitPlan]) -> list[str]:
    """The units with a leader of their own; for the others the district's answers."""
    return [each.id for each in communes if each.kind == "ward"]


def officers(unit: str) -> list[str]:
    """Pseudonymous, some at every unit."""
    return [f"cb-{unit}-{number}" for number in range(1, 5)]
