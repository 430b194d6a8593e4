"""What a request must look like, seen through the server, and what each violation is called.

Promises that a refused request runs nothing, and that no refusal repeats what was sent.
"""

import gzip
import unicodedata
import zlib
from typing import Any

import grpc
import pytest

from services.chassis.decoding import inflated
from services.chassis.validation import compiled, compiled_validator
from tests.chassis.echo import Echo, contract, counted, message, refused, request, running

VIOLATIONS: dict[str, tuple[dict[str, Any], str, str]] = {
    "missing": ({"text": ""}, "FIELD_REQUIRED", "text"),
    "missing message": ({"place": None}, "FIELD_REQUIRED", "place"),
    "missing inside": ({"place": {"label": "x"}}, "FIELD_REQUIRED", "place.unit"),
    "missing in a list": (
        {"places": [{"unit": "a"}, {"label": "x"}]},
        "FIELD_REQUIRED",
        "places[1].unit",
    ),
    "missing deep inside": ({"inner": {"text": "x"}}, "FIELD_REQUIRED", "inner.place"),
    "over-long": ({"text": "đ" * 201}, "TEXT_TOO_LONG", "text"),
    "over-long by its own bound": ({"code": "a" * 9}, "TEXT_TOO_LONG", "code"),
    "over-long though optional": ({"note": "a" * 201}, "TEXT_TOO_LONG", "note"),
    "non-NFC": ({"text": unicodedata.normalize("NFD", "Hà Nội")}, "TEXT_NOT_NFC", "text"),
    "NUL": ({"text": "a\0b"}, "TEXT_HAS_CONTROLS", "text"),
    "line break": ({"text": "a\nb"}, "TEXT_HAS_CONTROLS", "text"),
    "nothing to be seen": ({"text": "\u3164\u034f"}, "TEXT_HAS_CONTROLS", "text"),
    "hidden tag": ({"text": "a\U000e0041"}, "TEXT_HAS_CONTROLS", "text"),
    "reordering mark": ({"text": "a\u202eb"}, "TEXT_HAS_CONTROLS", "text"),
    "control in a map": ({"labels": {"a\tb": "x"}}, "TEXT_HAS_CONTROLS", "labels[]"),
    "over-long in what is looked for": (
        {"sought": unicodedata.normalize("NFD", "ợ" * 201)},
        "TEXT_TOO_LONG",
        "sought",
    ),
    "control in what is looked for": ({"sought": "a\0b"}, "TEXT_HAS_CONTROLS", "sought"),
    "wrong form": ({"code": "A1"}, "TEXT_MALFORMED", "code"),
    "right form, then a line break": ({"code": "abc\n"}, "TEXT_HAS_CONTROLS", "code"),
    "unknown enum number": ({"colour": 7}, "ENUM_UNKNOWN", "colour"),
    "unknown enum number in a list": ({"colours": [1, 9]}, "ENUM_UNKNOWN", "colours[1]"),
    "time before year 1": ({"time": {"seconds": -(10**12)}}, "TIME_INVALID", "time"),
    "time on the first day of all": ({"time": {"seconds": -62135596800}}, "TIME_INVALID", "time"),
    "any time, but none": ({"written": {"seconds": 253402300800}}, "TIME_INVALID", "written"),
    "any time with too many nanos": ({"written": {"nanos": 10**9}}, "TIME_INVALID", "written"),
    "time with too many nanos": ({"time": {"nanos": 10**9}}, "TIME_INVALID", "time"),
    "no real date": ({"date": {"year": 2026, "month": 2, "day": 29}}, "TIME_INVALID", "date"),
    "date without a day": ({"date": {"year": 2026, "month": 2}}, "TIME_INVALID", "date"),
}


@pytest.mark.parametrize("seconds", [-62135596800, 253402300799])
async def test_any_time_may_be_a_word_for_none_where_the_contract_says_so(seconds: int) -> None:
    async with running(echo := Echo()) as client:
        await client.call("Ask", request(written={"seconds": seconds, "nanos": 999_999_999}))
    assert echo.ran == 1


async def test_a_request_id_is_named_with_the_other_fields_at_fault() -> None:
    async with running(echo := Echo()) as client:
        said = await refused(client.call("Ask", request(text="", code="A", request_id="7")))
    found = {each.field: each.reason for each in said.violations}
    assert found == {
        "text": "FIELD_REQUIRED", "code": "TEXT_MALFORMED", "request_id": "REQUEST_ID_INVALID"
    }  # fmt: skip
    assert echo.ran == 0


@pytest.mark.parametrize("kind", list(VIOLATIONS))
async def test_a_violation_is_named_with_its_field_in_both_languages(kind: str) -> None:
    changes, reason, field = VIOLATIONS[kind]
    async with running(echo := Echo()) as client:
        said = await refused(client.call("Ask", request(**changes)))
    assert (said.code, said.reason) == (grpc.StatusCode.INVALID_ARGUMENT, reason)
    assert said.fields == [field]
    assert field in said.words["vi"]
    assert field in said.words["en"]
    assert said.words["vi"] != said.words["en"]
    assert said.info.domain == "motcua"
    assert echo.ran == 0


SOUND: dict[str, dict[str, Any]] = {
    "longest, in Vietnamese": {"text": "ợ" * 200},
    "a space that does not break": {"text": "Hà\u00a0Nội"},
    "absent optional text has no form": {"code": ""},
    "looked for, longest in letters": {"sought": unicodedata.normalize("NFD", "ợ" * 200)},
    "looked for, typed in any way": {"sought": unicodedata.normalize("NFD", "Hà\u200b Nội\ufeff")},
    "known enum number": {"colour": 1, "colours": [0, 1]},
    "last instant": {"time": {"seconds": 253402214399, "nanos": 999999999}},
    "leap day": {"date": {"year": 2028, "month": 2, "day": 29}},
    "what only the server writes is ignored": {"etag": "\0" * 1000},
    "itself, inside": {"inner": {"text": "x", "place": {"unit": "units/a"}}},
    "almost 4 MiB": {"long_text": "a" * (4 * 1024 * 1024 - 100)},
}


@pytest.mark.parametrize("kind", list(SOUND))
async def test_what_is_allowed_passes(kind: str) -> None:
    async with running(Echo()) as client:
        answer = await client.call("Ask", request(**SOUND[kind]))
    assert answer.text == SOUND[kind].get("text", "xin chào")


BAD_BYTES = {
    "malformed": b"\xff\xff\xff",
    "truncated": b"\x0a\x05ab",
    "invalid UTF-8": b"\x0a\x02\xff\xfe",
    "surrogates": b"\x0a\x03\xed\xa0\x80",
    "nested without end": b"\x5a\x80\x01" * 300,
}


@pytest.mark.parametrize("kind", list(BAD_BYTES))
async def test_bytes_that_cannot_be_read_are_refused_with_a_reason(kind: str) -> None:
    async with running(echo := Echo()) as client:
        said = await refused(client.call("Say", BAD_BYTES[kind]))
    assert (said.code, said.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_MALFORMED")
    assert echo.ran == 0


@pytest.mark.parametrize("megabytes", [5, 15])
async def test_a_message_above_the_limit_is_refused_by_the_transport(megabytes: int) -> None:
    before = counted("REQUEST_TOO_LARGE")
    async with running(echo := Echo()) as client:
        large = request(long_text="a" * (megabytes * 1024 * 1024))
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await client.call("Say", large)
        assert (await client.call("Say", request())).text == "xin chào"
    assert failed.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "larger than max" in str(failed.value.details())
    assert counted("REQUEST_TOO_LARGE") == before + 1
    assert echo.ran == 1


COMPRESSIONS = [grpc.Compression.Gzip, grpc.Compression.Deflate]


@pytest.mark.parametrize("how", COMPRESSIONS)
async def test_a_compressed_message_is_read(how: grpc.Compression) -> None:
    async with running(Echo()) as client:
        answer = await client.call("Say", request(long_text="ă" * 100_000), compression=how)
    assert answer.text == "xin chào"


@pytest.mark.parametrize("how", COMPRESSIONS)
@pytest.mark.parametrize("megabytes", [5, 60])
async def test_a_compressed_message_counts_as_what_it_holds(
    megabytes: int, how: grpc.Compression
) -> None:
    async with running(echo := Echo()) as client:
        large = request(long_text="a" * (megabytes * 1024 * 1024))
        said = await refused(client.call("Say", large, compression=how))
    assert (said.code, said.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "REQUEST_TOO_LARGE")
    assert said.info.metadata == {"most": "4096"}
    assert echo.ran == 0


@pytest.mark.parametrize("how", [None, *COMPRESSIONS])
async def test_without_a_token_64_kib_are_enough(how: grpc.Compression | None) -> None:
    async with running(echo := Echo()) as client:
        larger = request(long_text="a" * (64 * 1024 + 1))
        said = await refused(client.call("Ask", larger, auth=None, compression=how))
        almost = request(long_text="a" * (63 * 1024))
        await client.call("Ask", almost, auth=None, compression=how)
    assert (said.code, said.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "REQUEST_TOO_LARGE")
    assert said.info.metadata == {"most": "64"}
    assert echo.ran == 1


def test_a_compressed_message_that_was_cut_off_is_malformed() -> None:
    with pytest.raises(zlib.error):
        inflated(gzip.compress(b"a" * 1000)[:-12], 4096)


async def test_all_violations_are_named_at_once_each_with_its_field() -> None:
    wrong = {
        "text": "",
        "place": {"label": "x\0"},
        "places": [{"unit": "a"}, {"label": "a" * 201}],
        "colours": [1, 9, 8],
        "code": "A",
        "inner": {"text": "x", "place": {}},
        "labels": {"a": "a" * 201},
        "date": {"year": 1},
    }
    async with running(echo := Echo()) as client:
        said = await refused(client.call("Ask", request(**wrong)))
    assert echo.ran == 0
    assert (said.code, said.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "FIELD_REQUIRED")
    assert [f"{each.reason} {each.field}" for each in said.violations] == [
        "FIELD_REQUIRED text",
        "FIELD_REQUIRED place.unit",
        "TEXT_HAS_CONTROLS place.label",
        "FIELD_REQUIRED places[1].unit",
        "TEXT_TOO_LONG places[1].label",
        "ENUM_UNKNOWN colours[1]",
        "ENUM_UNKNOWN colours[2]",
        "TEXT_MALFORMED code",
        "TIME_INVALID date",
        "TEXT_TOO_LONG labels[]",
        "FIELD_REQUIRED inner.place.unit",
    ]
    for each in said.violations:
        assert each.field in each.description
        assert each.field in each.localized_message.message
        assert each.localized_message.locale == "vi"
    assert "violations" not in said.info.metadata


@pytest.mark.parametrize("field", ["places", "colours", "labels"])
async def test_a_list_that_is_too_long_is_not_looked_at(field: str) -> None:
    items: dict[str, Any] = {
        "places": [{}] * 5001,
        "colours": [9] * 5001,
        "labels": {f"{number}\0": "x" for number in range(5001)},
    }
    async with running(Echo()) as client:
        said = await refused(client.call("Say", request(**{field: items[field]})))
    assert (said.reason, said.fields) == ("LIST_TOO_LONG", [field])
    assert said.info.metadata == {"most": "5000"}


@pytest.mark.parametrize("number", [60, 5000])
async def test_more_violations_than_an_error_can_carry_are_counted(number: int) -> None:
    async with running(Echo()) as client:
        said = await refused(client.call("Say", request(places=[{}] * number)))
    assert said.violations[0].field == "places[0].unit"
    assert 10 < len(said.violations) < 60
    assert 60 <= int(said.info.metadata["violations"]) <= 200


def test_a_message_type_that_contains_itself_is_compiled_once() -> None:
    known: dict[str, Any] = {}
    kind = contract().message_types_by_name["SayRequest"]
    validate = compiled_validator(kind, known)
    assert compiled_validator(kind, known) is validate
    assert not validate(request(inner={"text": "x", "place": {"unit": "units/a"}}))


def test_a_required_bool_without_presence_is_found_at_start_up() -> None:
    from google.api import field_behavior_pb2 as behavior
    from google.protobuf import descriptor_pb2, descriptor_pool

    file = descriptor_pb2.FileDescriptorProto(name="flag.proto", package="flag", syntax="proto3")
    field = file.message_type.add(name="Flag").field.add(name="on", number=1, type=8, label=1)
    field.options.Extensions[behavior.field_behavior].append(behavior.REQUIRED)
    pool = descriptor_pool.Default()
    pool.Add(file)
    with pytest.raises(TypeError, match=r"flag.Flag.on"):
        compiled(pool.FindMessageTypeByName("flag.Flag"))


def test_every_violation_is_tried() -> None:
    named = {field.partition(".")[0].partition("[")[0] for _, _, field in VIOLATIONS.values()}
    fields = {each.name for each in message("SayRequest").DESCRIPTOR.fields}
    assert fields - named == {
        "etag",
        "full_name",
        "home",
        "long_text",
        "page_size",
        "request_id",
    }
