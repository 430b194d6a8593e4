"""What an item of a batch weighs, by the contract alone.

Given lists within lists, when an item is weighed, then every entry counts.
"""

from __future__ import annotations

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.access import access_of
from services.chassis.limits.callers import cost_of_part, items_in
from services.chassis.limits.weight import entries, weight_of

METHODS = api.DESCRIPTOR.services_by_name["DossierService"].methods_by_name


def record(steps: int, *, documents: int = 0) -> api.DossierRecord:
    made = api.DossierRecord(key="k")
    for _ in range(steps):
        made.steps.add(documents=[str(n) for n in range(documents)])
    return made


def test_what_lists_hold_is_counted_at_any_depth() -> None:
    assert entries(api.DossierRecord(key="k")) == 0
    assert entries(record(3)) == 3
    assert entries(record(3, documents=4)) == 15
    nested = Value(list_value=ListValue(values=[Value(list_value=ListValue(values=[Value()]))]))
    assert entries(nested) == 2
    assert entries(Struct(fields={"a": Value(), "b": Value()})) == 2  # of a map, its pairs


def test_a_record_of_a_thousand_steps_weighs_a_hundred() -> None:
    assert [weight_of(record(n)) for n in (0, 9, 10, 981)] == [1, 1, 2, 99]
    assert weight_of("units/1") == 1


def test_a_batch_costs_what_its_items_hold() -> None:
    access = access_of(METHODS["BackfillDossiers"])
    light = api.BackfillDossiersRequest(records=[record(1)] * 45)
    heavy = api.BackfillDossiersRequest(records=[record(981)] * 45)
    assert items_in(access, light) == 45
    assert cost_of_part(access, heavy, heavy.ByteSize()) == 45 * 99
