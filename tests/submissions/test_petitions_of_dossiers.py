"""The dossier that a petition names: it is there, and nothing else is asked of it.

Promises that a portal does not learn in this way which records another system has.
"""

from __future__ import annotations

from services.submissions.api.linking import name_of
from tests.submissions.house import House, refused
from tests.submissions.petition_client import Petitions
from tests.submissions.test_records_served import record


async def test_a_petition_names_a_dossier_that_is_there(house: House) -> None:
    petitions = await Petitions(house).opened()
    dossier = (await house.submit()).dossier.name  # of another ward
    named = await petitions.submit(dossier=dossier)
    assert named.petition.dossier == dossier
    nobody = dossier[:-1] + ("0" if dossier[-1] != "0" else "1")
    why = await refused(petitions.submit(dossier=nobody))
    assert (why.reason, why.field) == ("DOSSIER_UNKNOWN", "dossier")


async def test_a_portal_does_not_learn_of_a_record_whose_name_it_can_make(house: House) -> None:
    petitions = await Petitions(house).opened()
    await house.backfill([record("k")], source="asked-about")
    there, nowhere = (name_of("asked-about", key) for key in ("k", "none"))
    whys = [await refused(petitions.submit(dossier=each)) for each in (there, nowhere)]
    assert whys[0] == whys[1]
    assert whys[0].reason == "DOSSIER_UNKNOWN"
    officer = await petitions.submit(role="officer", dossier=there)
    assert officer.petition.dossier == there
