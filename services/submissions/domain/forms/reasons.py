"""Why a filled-in form is refused; of a schema that it does not satisfy, a reason for each keyword.

The values in the words are the schema's own: its limits, types and names. Must not repeat a value
of the form.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason

FIELD = "form"  # of the request
TYPES = {
    "string": "văn bản",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "đúng hoặc sai",
    "array": "danh sách",
    "object": "đối tượng",
    "null": "để trống",
}


class FormReason(Reason):
    """Why a filled-in form is refused."""

    FORM_TOO_LARGE = (
        Kind.INVALID,
        "Dữ liệu biểu mẫu lớn hơn {most} KiB.",
        "The form data is larger than {most} KiB.",
    )
    FORM_INVALID = (
        Kind.INVALID,
        "Dữ liệu biểu mẫu phải là một đối tượng JSON, mã hóa UTF-8.",
        "The form data must be a JSON object in UTF-8.",
    )
    FORM_TOO_DEEP = (
        Kind.INVALID,
        "Dữ liệu biểu mẫu lồng nhau quá {most} cấp.",
        "The form data is nested more than {most} levels deep.",
    )
    FORM_TOO_MANY_VALUES = (
        Kind.INVALID,
        "Dữ liệu biểu mẫu có quá {most} giá trị.",
        "The form data has more than {most} values.",
    )
    FORM_NAME_REPEATED = (
        Kind.INVALID,
        "Trong dữ liệu biểu mẫu có một tên xuất hiện hai lần trong cùng một đối tượng.",
        "A name stands twice in one object of the form data.",
    )
    FORM_NUMBER_INVALID = (
        Kind.INVALID,
        "Dữ liệu biểu mẫu có một số mà máy không biểu diễn được.",
        "The form data has a number that no machine keeps.",
    )
    FORM_TEXT_INVALID = (
        Kind.INVALID,
        "Dữ liệu biểu mẫu có văn bản chứa ký tự NUL hoặc nửa ký tự (mã thay thế lẻ).",
        "The form data has a text with a NUL, or with half a letter (a lone surrogate).",
    )
    FORM_MISSING = (
        Kind.INVALID,
        "Nộp trực tuyến phải có dữ liệu biểu mẫu của thủ tục.",
        "An online filing needs the data of the service's form.",
    )
    FORM_SCHEMA_UNUSABLE = (
        Kind.INTERNAL,
        "Biểu mẫu của {service} không kiểm tra được; hãy báo người vận hành.",
        "The form of {service} cannot be checked; tell the operators.",
    )
    FORM_FIELD_MISSING = (
        Kind.INVALID,
        "Mục {path}: bắt buộc phải có.",
        "{path}: is required.",
    )
    FORM_RULE_BROKEN = (
        Kind.INVALID,
        "Mục {path}: không thỏa quy tắc “{rule}” của biểu mẫu.",
        "{path}: breaks the form's rule {rule}.",
    )
    FORM_TYPE_WRONG = (
        Kind.INVALID,
        "Mục {path}: phải là {limit_vi}.",
        "{path}: must be of type {limit}.",
    )
    FORM_VALUE_NOT_LISTED = (
        Kind.INVALID,
        "Mục {path}: không thuộc các giá trị mà biểu mẫu cho phép.",
        "{path}: is none of the values that the form allows.",
    )
    FORM_VALUE_OTHER = (
        Kind.INVALID,
        "Mục {path}: không phải là giá trị mà biểu mẫu quy định.",
        "{path}: is not the value of the form.",
    )
    FORM_TEXT_TOO_SHORT = (
        Kind.INVALID,
        "Mục {path}: phải có ít nhất {limit} ký tự.",
        "{path}: needs at least {limit} characters.",
    )
    FORM_TEXT_TOO_LONG = (
        Kind.INVALID,
        "Mục {path}: dài quá {limit} ký tự.",
        "{path}: has more than {limit} characters.",
    )
    FORM_TEXT_MALFORMED = (
        Kind.INVALID,
        "Mục {path}: không đúng dạng quy định: {limit}.",
        "{path}: does not have the form {limit}.",
    )
    FORM_FORMAT_WRONG = (
        Kind.INVALID,
        "Mục {path}: không đúng định dạng “{limit}”.",
        "{path}: does not have the format {limit}.",
    )
    FORM_NUMBER_TOO_SMALL = (
        Kind.INVALID,
        "Mục {path}: phải từ {limit} trở lên.",
        "{path}: must be {limit} or more.",
    )
    FORM_NUMBER_TOO_LARGE = (
        Kind.INVALID,
        "Mục {path}: không được quá {limit}.",
        "{path}: must be {limit} or less.",
    )
    FORM_NUMBER_NOT_ABOVE = (
        Kind.INVALID,
        "Mục {path}: phải lớn hơn {limit}.",
        "{path}: must be more than {limit}.",
    )
    FORM_NUMBER_NOT_BELOW = (
        Kind.INVALID,
        "Mục {path}: phải nhỏ hơn {limit}.",
        "{path}: must be less than {limit}.",
    )
    FORM_NUMBER_NOT_MULTIPLE = (
        Kind.INVALID,
        "Mục {path}: phải là bội số của {limit}.",
        "{path}: must be a multiple of {limit}.",
    )
    FORM_ITEMS_TOO_FEW = (
        Kind.INVALID,
        "Mục {path}: phải có ít nhất {limit} mục.",
        "{path}: needs {limit} items.",
    )
    FORM_ITEMS_TOO_MANY = (
        Kind.INVALID,
        "Mục {path}: có quá {limit} mục.",
        "{path}: has more than {limit} items.",
    )
    FORM_ITEMS_REPEATED = (
        Kind.INVALID,
        "Mục {path}: có mục bị lặp lại.",
        "{path}: has an item twice.",
    )
    FORM_ITEMS_NOT_MATCHING = (
        Kind.INVALID,
        "Mục {path}: số mục thỏa điều kiện của biểu mẫu không đúng.",
        "{path}: does not have as many items of a kind as the form asks for.",
    )
    FORM_FIELDS_TOO_FEW = (
        Kind.INVALID,
        "Mục {path}: phải có ít nhất {limit} trường.",
        "{path}: needs at least {limit} fields.",
    )
    FORM_FIELDS_TOO_MANY = (
        Kind.INVALID,
        "Mục {path}: có quá {limit} trường.",
        "{path}: has more than {limit} fields.",
    )
    FORM_FIELD_UNKNOWN = (
        Kind.INVALID,
        "Mục {path}: có trường mà biểu mẫu không có.",
        "{path}: has a field that the form does not have.",
    )
    FORM_FIELD_UNEXPECTED = (
        Kind.INVALID,
        "Mục {path}: có trường mà biểu mẫu không cho phép ở đây.",
        "{path}: has a field that the form does not allow here.",
    )
    FORM_ITEM_UNEXPECTED = (
        Kind.INVALID,
        "Mục {path}: có mục mà biểu mẫu không cho phép.",
        "{path}: has an item that is not allowed.",
    )
    FORM_NAME_MALFORMED = (
        Kind.INVALID,
        "Mục {path}: có trường với tên không đúng dạng quy định.",
        "{path}: has a field with a name that the form does not allow.",
    )
    FORM_VALUE_NOT_ALLOWED = (
        Kind.INVALID,
        "Mục {path}: không được phép có.",
        "{path}: is not allowed.",
    )
    FORM_NO_ALTERNATIVE = (
        Kind.INVALID,
        "Mục {path}: không thỏa trường hợp nào của biểu mẫu.",
        "{path}: satisfies none of the form's alternatives.",
    )
    FORM_NOT_ONE_ALTERNATIVE = (
        Kind.INVALID,
        "Mục {path}: phải thỏa đúng một trường hợp của biểu mẫu.",
        "{path}: must satisfy exactly one of the form's alternatives.",
    )
    FORM_EXCLUDED = (
        Kind.INVALID,
        "Mục {path}: bị biểu mẫu loại trừ.",
        "{path}: is excluded by the form.",
    )


PATHS = {"vi": "Mục {path}: ", "en": "{path}: "}  # with which the words of a violation begin
KEYWORDS: Mapping[str, FormReason] = {
    "required": FormReason.FORM_FIELD_MISSING,
    "dependentRequired": FormReason.FORM_FIELD_MISSING,
    "type": FormReason.FORM_TYPE_WRONG,
    "enum": FormReason.FORM_VALUE_NOT_LISTED,
    "const": FormReason.FORM_VALUE_OTHER,
    "minLength": FormReason.FORM_TEXT_TOO_SHORT,
    "maxLength": FormReason.FORM_TEXT_TOO_LONG,
    "pattern": FormReason.FORM_TEXT_MALFORMED,
    "format": FormReason.FORM_FORMAT_WRONG,
    "minimum": FormReason.FORM_NUMBER_TOO_SMALL,
    "maximum": FormReason.FORM_NUMBER_TOO_LARGE,
    "exclusiveMinimum": FormReason.FORM_NUMBER_NOT_ABOVE,
    "exclusiveMaximum": FormReason.FORM_NUMBER_NOT_BELOW,
    "multipleOf": FormReason.FORM_NUMBER_NOT_MULTIPLE,
    "minItems": FormReason.FORM_ITEMS_TOO_FEW,
    "maxItems": FormReason.FORM_ITEMS_TOO_MANY,
    "uniqueItems": FormReason.FORM_ITEMS_REPEATED,
    "contains": FormReason.FORM_ITEMS_NOT_MATCHING,
    "minProperties": FormReason.FORM_FIELDS_TOO_FEW,
    "maxProperties": FormReason.FORM_FIELDS_TOO_MANY,
    "additionalProperties": FormReason.FORM_FIELD_UNKNOWN,
    "unevaluatedProperties": FormReason.FORM_FIELD_UNEXPECTED,
    "unevaluatedItems": FormReason.FORM_ITEM_UNEXPECTED,
    "propertyNames": FormReason.FORM_NAME_MALFORMED,
    "false": FormReason.FORM_VALUE_NOT_ALLOWED,
    "anyOf": FormReason.FORM_NO_ALTERNATIVE,
    "oneOf": FormReason.FORM_NOT_ONE_ALTERNATIVE,
    "not": FormReason.FORM_EXCLUDED,
}


class Violation(NamedTuple):
    """A rule that a form breaks: the place as a JSON pointer (of names that the schema has; `*` for
    any other), the keyword, and what the schema says there, where that helps.
    """

    pointer: str
    keyword: str
    limits: tuple[str, ...] = ()

    def refusal(self) -> Refusal:
        """As an answer says it; its field is `form#` with the pointer."""
        why = KEYWORDS.get(self.keyword, FormReason.FORM_RULE_BROKEN)
        values = {
            "path": f"#{self.pointer}",
            "rule": self.keyword,
            "limit": ", ".join(self.limits),
            "limit_vi": ", ".join(TYPES.get(each, each) for each in self.limits),
        }
        used = {name: value for name, value in values.items() if f"{{{name}}}" in why.vi + why.en}
        return Refusal(why, field=f"{FIELD}#{self.pointer}", values=used)


def briefly(refusal: Refusal, language: Literal["vi", "en"]) -> str:
    """A violation in words without its place, for who shows them at the field.

    Example: "Mục #/mother/name: bắt buộc phải có." is "Bắt buộc phải có." there.
    """
    message = refusal.message(language)
    message = message.removeprefix(PATHS[language].format(path=refusal.values.get("path", "")))
    return message[:1].upper() + message[1:]
