"""What is wrong with a row before it is sent: its line, its column, a stable reason and words.

Promises Vietnamese and English for every ground. Must not decide what is wrong.
"""

from typing import NamedTuple

REFUSED, NOTED = "refused", "noted"
LONGEST = 200  # of a value in words


class Ground(NamedTuple):
    """A kind of fault; the texts are templates over its values."""

    code: str
    vi: str
    en: str


class Fault(NamedTuple):
    """One row that was refused, here or by the service, or one that needs a look."""

    line: int | str  # where a file has no lines, or a dossier has several: which
    kind: str
    key: str
    field: str
    reason: str
    vi: str
    en: str
    effect: str = REFUSED
    file: str = ""
    also: tuple["Fault", ...] = ()  # what else is wrong with the same row


class Faulty(Exception):  # noqa: N818 - it is an answer about a row, not an error of ours
    """Raised where a cell cannot be used; whoever knows the row makes a fault of it."""

    def __init__(
        self, ground: Ground, *, field: str = "", effect: str = REFUSED, **values: object
    ) -> None:
        super().__init__(ground.code)
        self.ground = ground
        self.field = field
        self.effect = effect
        self.values = values

    def at(self, field: str) -> "Faulty":
        """The same, said of a column."""
        return Faulty(self.ground, field=field, effect=self.effect, **self.values)


class Unusable(str):
    """The text of a cell that does not say what the cell means; who reads it is told why."""

    def __new__(cls, text: str, faulty: Faulty) -> "Unusable":
        found = super().__new__(cls, text)
        found.faulty = faulty
        return found

    faulty: Faulty


def shortened(value: object) -> object:
    """A value as people can read it, whatever stood in the cell."""
    text = str(value)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else value


def fault(  # noqa: PLR0917 - a row has that many sides
    found: Faulty, line: int | str, kind: str = "", key: str = "", effect: str = "", file: str = ""
) -> Fault:
    """What was found, said of a row."""
    code, vi, en = found.ground
    values = {name: shortened(value) for name, value in found.values.items()}
    words = (vi.format_map(values), en.format_map(values))
    return Fault(line, kind, key, found.field, code, *words, effect or found.effect, file)


CELLS_UNEVEN = Ground(
    "CELLS_UNEVEN",
    "Dòng có {cells} ô, trong khi tiêu đề có {heading} ô.",
    "The line has {cells} cells, the heading has {heading}.",
)
LINE_UNREADABLE = Ground(
    "LINE_UNREADABLE",
    "Không đọc được dòng này: {problem}.",
    "The line cannot be read: {problem}.",
)
# The same kind of fault in words that both languages have.
CELL_TOO_LONG = Ground(
    "LINE_UNREADABLE",
    "Không đọc được dòng này: có ô dài hơn {most} ký tự.",
    "The line cannot be read: a cell has more than {most} characters.",
)
ENCODING_OTHER = Ground(
    "LINE_UNREADABLE",
    "Không đọc được dòng này: có ký tự không phải {encoding}.",
    "The line cannot be read: it is not text in {encoding}.",
)
NUL_WITHIN = Ground(
    "LINE_UNREADABLE",
    "Không đọc được dòng này: có ký tự rỗng (NUL); kiểm tra bảng mã của tệp.",
    "The line cannot be read: it holds a NUL; is the encoding right?",
)
QUOTES_OPEN = Ground(
    "LINE_UNREADABLE",
    "Không đọc được dòng này và các dòng trong cùng ô: dấu ngoặc kép không khớp.",
    "The line cannot be read, nor what lies in the same cell: its quotation marks do not match.",
)
FORMULA_WITHOUT_VALUE = Ground(
    "FORMULA_WITHOUT_VALUE",
    "Ô {cell} là công thức chưa được tính; hãy mở và lưu lại tệp bằng phần mềm bảng tính.",
    "The cell {cell} is a formula without a value; open the workbook in a spreadsheet and save it.",
)
CELL_BROKEN = Ground(
    "CELL_BROKEN",
    "Ô bảng tính báo lỗi {value}.",
    "The spreadsheet itself has an error here: {value}.",
)
NUMBER_ROUNDED = Ground(
    "NUMBER_ROUNDED",
    "Bảng tính đã làm tròn số {value}, vì có hơn 15 chữ số; hãy định dạng cột là văn bản.",
    "The spreadsheet rounded {value}, which has more than 15 digits; format the column as text.",
)
NUMBER_FORMATTED = Ground(
    "NUMBER_FORMATTED",
    "Không rõ ô hiển thị số {value} thế nào với định dạng {form}; hãy định dạng cột là văn bản.",
    "How the number {value} is shown is not known for {form}; format the column as text.",
)
ROWS_HIDDEN = Ground(
    "ROWS_HIDDEN",
    "Bảng có {count} dòng bị ẩn; các dòng đó cũng được đọc.",
    "{count} rows of the sheet are hidden; they are read, too.",
)
VALUE_MISSING = Ground(
    "VALUE_MISSING",
    "Thiếu giá trị bắt buộc.",
    "A value is needed here, and the cell is empty.",
)
VALUE_UNLISTED = Ground(
    "VALUE_UNLISTED",
    "Giá trị {value!r} không có trong tệp ánh xạ hoặc danh mục.",
    "{value!r} is not listed in the mapping file, nor one of the contract's values.",
)
ID_MALFORMED = Ground(
    "ID_MALFORMED",
    "Mã {value!r} phải có 1 đến 64 ký tự, không có dấu / và khoảng trắng.",
    "The id {value!r} must be 1 to 64 characters without slash and space.",
)
NUMBER_MALFORMED = Ground(
    "NUMBER_MALFORMED",
    "{value!r} không phải là số nguyên.",
    "{value!r} is not a whole number.",
)
LIST_DAYS_DIFFER = Ground(
    "LIST_DAYS_DIFFER",
    "Dòng này ghi danh sách ngày {day}, các dòng trước ghi ngày {other}.",
    "The line says that the list is of {day}, those before it of {other}.",
)
MISSING_IN_LIST = Ground(
    "MISSING_IN_LIST",
    "Có hiệu lực ngày {day} nhưng không có trong danh sách; --close-missing đóng từ ngày đó.",
    "In force on {day}, and not in the list; --close-missing ends it as of that day.",
)
# The same, where the very run is to end it, and where that was asked and must not be.
MISSING_AND_ENDED = Ground(
    "MISSING_IN_LIST",
    "Có hiệu lực ngày {day} nhưng không có trong danh sách; đóng từ ngày đó.",
    "In force on {day}, and not in the list; it ends as of that day.",
)
MISSING_AND_KEPT = Ground(
    "MISSING_IN_LIST",
    "Có hiệu lực ngày {day} nhưng không có trong danh sách; chưa đóng.",
    "In force on {day}, and not in the list; it is not ended.",
)
UNIT_NOT_FOUND = Ground(
    "UNIT_NOT_FOUND",
    "Không có đơn vị {value!r} trong phạm vi {place!r}.",
    "There is no unit {value!r} below {place!r}.",
)
# The same, looked for anywhere.
UNIT_NOWHERE = Ground(
    "UNIT_NOT_FOUND",
    "Danh mục không có đơn vị {value!r}.",
    "There is no unit {value!r} in the catalogue.",
)
UNIT_AMBIGUOUS = Ground(
    "UNIT_AMBIGUOUS",
    "{value!r} có thể là một trong các đơn vị: {units}; hãy nêu đơn vị cấp trên (within).",
    "{value!r} can be each of these units: {units}; say below which one it lies (within).",
)
NUMBER_FRACTION = Ground(
    "NUMBER_FRACTION",
    "{value!r} có phần lẻ; số đếm phải là số nguyên và không được làm tròn.",
    "{value!r} has a fraction; a count is a whole number, and nothing is rounded.",
)
SHARE_MALFORMED = Ground(
    "SHARE_MALFORMED",
    "{value!r} không phải là số thập phân, phân số hay tỷ lệ phần trăm.",
    "{value!r} is not a decimal number, a fraction or a percentage.",
)
TRUTH_MALFORMED = Ground(
    "TRUTH_MALFORMED",
    "{value!r} không phải là YES hoặc NO.",
    "{value!r} is neither YES nor NO.",
)
DATE_MALFORMED = Ground(
    "DATE_MALFORMED",
    "{value!r} không phải là ngày dạng {form}.",
    "{value!r} is not a date such as {form}.",
)
# The same kind of fault, with what does not fit the form.
TIME_MALFORMED = Ground(
    "DATE_MALFORMED",
    "{value!r} không phải là thời gian dạng {form}: {problem_vi}.",
    "{value!r} is not a time such as {form}: {problem}.",
)
TIME_BEYOND = Ground(
    "DATE_MALFORMED",
    "{value:,.0f} giây trước thời gian này nằm ngoài phạm vi của lịch.",
    "{value:,.0f} seconds before this time are reached by no calendar.",
)
TIME_AMBIGUOUS = Ground(
    "DATE_AMBIGUOUS",
    "{value!r} là {one} theo dạng {form}, nhưng là {other} theo dạng {other_form}; hãy cho biết "
    "dạng nào bằng điều kiện (when).",
    "{value!r} is {one} by {form}, and {other} by {other_form}; say by `when` which one is meant.",
)
PERIOD_MALFORMED = Ground(
    "PERIOD_MALFORMED",
    "{value!r} không phải là kỳ như 2025, 2025-07, 07/2025, 2025-Q3 hay 2025-07-01/2025-07-15.",
    "{value!r} is not a period such as 2025, 2025-07, 07/2025, 2025-Q3 or 2025-07-01/2025-07-15.",
)
NOTHING_COUNTED = Ground(
    "NOTHING_COUNTED",
    "Dòng không nêu số liệu nào trong các cột này; chưa ghi nhận gì.",
    "The line states no number in these columns, and nothing was taken from it.",
)
NUMBERS_NOT_STATED = Ground(
    "NUMBERS_NOT_STATED",
    "{cells} ô số liệu ghi {text!r}: không nêu số, khác với 0.",
    "{cells} cells of numbers say {text!r}: no number is stated, which is not 0.",
)
NUMBERS_EMPTY = Ground(
    "NUMBERS_NOT_STATED",
    "{cells} ô số liệu để trống: không nêu số, khác với 0.",
    "{cells} cells of numbers are empty: no number is stated, which is not 0.",
)
TOTAL_DIFFERS = Ground(
    "TOTAL_DIFFERS",
    "Dòng tổng ghi {stated}, các dòng cộng lại được {sum}.",
    "The line of totals says {stated}, the lines add up to {sum}.",
)
PARTS_DIFFER = Ground(
    "PARTS_DIFFER",
    "Tổng số là {stated}, các phần cộng lại được {sum}.",
    "The total is {stated}, its parts add up to {sum}.",
)
JSON_MALFORMED = Ground(
    "JSON_MALFORMED",
    "Ô không phải là JSON đúng dạng: {problem}.",
    "The cell is not JSON of the right form: {problem}.",
)
KEY_MALFORMED = Ground(
    "KEY_MALFORMED",
    "Khóa {value!r} phải có 1 đến 200 ký tự và không có dấu @.",
    "The key {value!r} must be 1 to 200 characters without @.",
)
ROWS_DIFFER = Ground(
    "ROWS_DIFFER",
    "Các dòng của hồ sơ này ghi khác nhau: {values}.",
    "The rows of this case differ: {values}.",
)
DOSSIERS_UNASKED = Ground(
    "DOSSIERS_UNASKED",
    "Hồ sơ, số liệu mới chỉ được đọc: đơn vị, dịch vụ mà chúng cần chưa có trong danh mục.",
    "Dossiers and counts were only read: units or services that they need are not recorded yet.",
)
DUE_WITHOUT_CALENDAR = Ground(
    "DUE_WITHOUT_CALENDAR",
    "Không có lịch làm việc để tính hạn theo quy tắc này; hồ sơ được nhập mà không có hạn.",
    "No calendar counts this rule, so the dossier has no due: name one in the rule, or assign one.",
)
SAID_TWICE = Ground(
    "SAID_TWICE",
    "{name} đã có ở dòng {line} với nội dung khác.",
    "Line {line} says otherwise of {name}.",
)
COLUMNS_NOT_READ = Ground(
    "COLUMNS_NOT_READ",
    "Tệp ánh xạ không dùng các cột này; chưa nhập gì từ chúng: {columns}.",
    "The mapping names none of these columns, and nothing was taken from them: {columns}.",
)
