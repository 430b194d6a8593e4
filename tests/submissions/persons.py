"""Applicants with names of their own, and the calls about their personal data.

Promises that no two applicants have a word in common. Must not assert.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import asyncpg

from motcua.submissions.v1 import personal_data_pb2 as api
from tests.submissions.house import House

CITIZEN, TAX = api.IdentityNumber.KIND_CITIZEN, api.IdentityNumber.KIND_TAX
PHONE, ADDRESS = api.Contact.KIND_PHONE, api.Contact.KIND_ADDRESS
NONE, SEALED = api.PersonalData.STATE_NONE, api.PersonalData.STATE_SEALED
ERASED = api.PersonalData.STATE_ERASED


class Person:
    """Somebody whose every value can be looked for."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self.full_name = f"Nguyễn Thị {self.id}"
        self.values = [self.full_name, f"07{self.id[:10]}", f"+84{self.id[10:20]}", self.id]
        self.applicant = api.Applicant(
            full_name=self.full_name,
            identity_numbers=[{"kind": CITIZEN, "number": self.values[1]}],
            contacts=[{"kind": PHONE, "value": self.values[2]}],
        )
        self.form = json.dumps({"họ tên mẹ": f"Trần {self.id}"}, ensure_ascii=False).encode()

    @property
    def sealed(self) -> dict[str, Any]:
        """What goes into SubmitDossier."""
        return {"applicant": self.applicant, "form": self.form}


async def get(
    house: House, name: str, *, role: str = "officer", unit: str = "*", subject: str = "",
    purpose: str = "thẩm tra hồ sơ", **fields: Any,
) -> api.PersonalData:  # fmt: skip
    """Open what is sealed for a dossier."""
    request = api.GetPersonalDataRequest(name=name, purpose=purpose, **fields)
    return await house.persons.GetPersonalData(request, **house.caller(role, unit, subject))


async def erase(
    house: House, name: str, *, unit: str = "*", subject: str = "officer.test", **fields: Any
) -> api.PersonalData:
    """A leader's order."""
    usual = {"reason_code": "ordered-by-court", "request_id": str(uuid.uuid4())}
    request = api.EraseDossierRequest(name=name, **(usual | fields))
    return await house.persons.EraseDossier(request, **house.caller("leader", unit, subject))


async def readings(
    house: House, *, subtree: str = "", dossier: str = "", size: int = 1000
) -> list[api.Reading]:
    """All pages, one after the other."""
    found: list[api.Reading] = []
    token = ""
    while True:
        request = api.ListReadingsRequest(
            subtree=subtree, dossier=dossier, page_size=size, page_token=token
        )
        answer = await house.persons.ListReadings(request, **house.caller("inspector"))
        found += answer.readings
        if not (token := answer.next_page_token):
            return found


async def run(house: House, statement: str, *values: object) -> list[Any]:
    """A statement as the owner of the tables."""
    connection = await asyncpg.connect(house.database.owner_dsn)
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


async def everything(house: House) -> dict[str, list[Any]]:
    """Every row of every table: what a dump of the database holds."""
    tables = await run(house, "select tablename from pg_tables where schemaname = 'public'")
    return {name: await run(house, f'select * from "{name}"') for (name,) in tables}


def holding(tables: dict[str, list[Any]], values: list[str]) -> list[str]:
    """The tables any of whose values has one of these texts in it, as text or as bytes."""
    return [
        name
        for name, rows in tables.items()
        if any(_in(each, text) for row in rows for each in row.values() for text in values)
    ]


def _in(value: Any, text: str) -> bool:
    return text.encode() in value if isinstance(value, bytes) else text in str(value)
