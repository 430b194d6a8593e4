// What the portal says, in Vietnamese and English; services bring words of their own.
export const LANGUAGES = ["vi", "en"];

const WORDS = {
  site: ["Cổng dịch vụ công mẫu", "Sample service portal"],
  skip: ["Đến nội dung chính", "Skip to the content"],
  other: ["English", "Tiếng Việt"],
  nav: ["Điều hướng", "Navigation"],
  find: ["Tìm thủ tục", "Find a service"],
  mine: ["Hồ sơ của tôi", "My dossiers"],
  track: ["Tra cứu hồ sơ", "Track a dossier"],
  signIn: ["Đăng nhập", "Sign in"],
  signOut: ["Đăng xuất", "Sign out"],
  signInTest: [
    "Cổng mẫu: chọn một người thử. Không ai trong số này có thật; cổng thật dùng định danh điện tử.",
    "A sample: choose a test person. None of them is real; a real portal uses an identity provider.",
  ],
  what: ["Bạn cần làm gì?", "What do you need?"],
  whatHint: ["Ví dụ: khai sinh. Gõ không dấu cũng được.", "Such as: birth. Tone marks may be left out."],
  search: ["Tìm", "Search"],
  nothingFound: ["Không tìm thấy thủ tục nào. Hãy thử từ khác.", "No service was found. Try another word."],
  documents: ["Giấy tờ cần nộp", "Documents"],
  conditional: ["nếu có", "if any"],
  fee: ["Phí, lệ phí", "Fee"],
  noFee: ["Không thu", "None"],
  where: ["Nơi giải quyết", "Where"],
  begin: ["Nộp trực tuyến", "File online"],
  signInToFile: ["Đăng nhập để nộp trực tuyến", "Sign in to file online"],
  notOnline: ["Chưa nộp trực tuyến được ở đây.", "Cannot be filed online here yet."],
  step: ["Bước", "Step"],
  of: ["trên", "of"],
  fill: ["Khai thông tin", "Fill in the form"],
  applicant: ["Người nộp", "The applicant"],
  fullName: ["Họ, chữ đệm, tên", "Full name"],
  nameNeeded: ["Nhập họ, chữ đệm, tên của người nộp.", "Enter the full name of the applicant."],
  phone: ["Số điện thoại", "Telephone"],
  email: ["Thư điện tử", "E-mail"],
  optional: ["không bắt buộc", "optional"],
  choose: ["Chọn", "Choose"],
  another: ["Thêm một mục", "Add another"],
  save: ["Lưu lại", "Save"],
  goOn: ["Tiếp tục", "Continue"],
  saved: ["Đã lưu.", "Saved."],
  saving: ["Đang lưu…", "Saving…"],
  notSaved: ["Chưa lưu được; đang thử lại.", "Not saved yet; trying again."],
  elsewhere: [
    "Bản nháp đã được sửa ở cửa sổ khác. Hãy tải lại trang này để xem bản mới nhất.",
    "The draft was changed in another window. Load this page again to see the latest.",
  ],
  problems: ["Có chỗ chưa đúng", "There is a problem"],
  files: ["Giấy tờ kèm theo", "Documents"],
  file: ["Tệp", "File"],
  fileHint: ["PDF, ảnh hoặc văn bản, đến 20 MB.", "PDF, picture or text, up to 20 MB."],
  upload: ["Tải lên", "Upload"],
  missing: ["Còn thiếu", "Still missing"],
  noFile: ["Chưa có tệp nào.", "No file yet."],
  chooseFile: ["Hãy chọn một tệp.", "Choose a file."],
  tooLarge: ["Tệp lớn hơn 20 MB.", "The file is larger than 20 MB."],
  remove: ["Bỏ", "Remove"],
  review: ["Kiểm tra và nộp", "Check and submit"],
  change: ["Sửa", "Change"],
  submit: ["Nộp hồ sơ", "Submit"],
  discard: ["Xóa bản nháp", "Delete the draft"],
  draft: ["Bản nháp", "Draft"],
  drafts: ["Bản nháp", "Drafts"],
  dossiers: ["Hồ sơ đã nộp", "Dossiers filed"],
  none: ["Chưa có.", "None yet."],
  dossier: ["Hồ sơ", "Dossier"],
  received: ["Đã tiếp nhận hồ sơ", "Your dossier was received"],
  secret: ["Mã tra cứu", "Tracking secret"],
  keepSecret: [
    "Hãy ghi lại: ai có số hồ sơ và mã này thì xem, nộp phí, rút được hồ sơ. Cổng không giữ mã này.",
    "Write it down: with number and secret one sees, pays and withdraws the dossier. The portal keeps no copy.",
  ],
  qr: ["Mã QR dẫn tới trang tra cứu của hồ sơ", "QR code that leads to the page on which the dossier is tracked"],
  slip: ["Giấy tiếp nhận", "Slip"],
  status: ["Tình trạng", "Status"],
  number: ["Số hồ sơ", "Dossier number"],
  paid: ["Đã nộp", "Paid"],
  pay: ["Nộp phí", "Pay the fee"],
  toPay: ["Số tiền cần nộp", "To pay"],
  toBank: ["Sang trang thanh toán", "Go to the payment page"],
  rate: ["Đánh giá", "Rate"],
  rating: ["Bạn hài lòng đến mức nào?", "How satisfied are you?"],
  rated: ["Bạn đã đánh giá", "Your rating"],
  send: ["Gửi", "Send"],
  withdraw: ["Rút hồ sơ", "Withdraw"],
  withdrawSure: ["Tôi muốn rút hồ sơ này", "I want to withdraw this dossier"],
  done: ["Đã ghi nhận.", "Done."],
  notYet: ["Chưa xong", "Not done yet"],
  notYetText: [
    "Hệ thống đang bận. Chưa mất gì: bấm Thử lại, không việc nào bị làm hai lần.",
    "The system is busy. Nothing is lost: press Try again, nothing is done twice.",
  ],
  again: ["Thử lại", "Try again"],
  notThere: ["Không có trang này", "There is no such page"],
  fault: ["Có lỗi ở cổng", "A fault of the portal"],
  faultText: ["Hãy báo người vận hành mã cuộc gọi này:", "Tell the operators the id of this call:"],
  refused: ["Chưa thực hiện được", "This was not possible"],
  back: ["Quay lại", "Back"],
  yes: ["Có", "Yes"],
};

const STATUSES = {
  STATUS_SUBMITTED: ["Đã nộp, chờ tiếp nhận", "Submitted, to be accepted"],
  STATUS_ACCEPTED: ["Đã tiếp nhận", "Accepted"],
  STATUS_REFUSED: ["Bị từ chối", "Refused"],
  STATUS_PROCESSING: ["Đang giải quyết", "Being handled"],
  STATUS_SUPPLEMENT_REQUESTED: ["Chờ bổ sung giấy tờ", "Waiting for more from you"],
  STATUS_OBLIGATION_PENDING: ["Chờ thực hiện nghĩa vụ tài chính", "Waiting for your payment"],
  STATUS_WITHDRAWN: ["Đã rút", "Withdrawn"],
  STATUS_STOPPED: ["Đã dừng giải quyết", "Stopped"],
  STATUS_RESULT_READY: ["Đã có kết quả", "The result is ready"],
  STATUS_RESULT_RETURNED: ["Đã trả kết quả", "The result was handed over"],
};

const STATES = {
  STATE_UPLOADING: ["chưa tải xong", "not whole yet"],
  STATE_QUARANTINED: ["đang quét mã độc", "being scanned"],
  STATE_CLEAN: ["đã nhận", "received"],
  STATE_INFECTED: ["có mã độc, không dùng được", "infected, of no use"],
};

const place = (language) => LANGUAGES.indexOf(language);

/** A word of the portal. */
export const say = (word, language) => WORDS[word][place(language)];

/** The name of a status or of a file's state; of one that is not known, its own. */
export const named = (value, language) => ({ ...STATUSES, ...STATES })[value]?.[place(language)] ?? value;

/** A text of the catalogue as the visitor reads it, else Vietnamese, English, another. */
export const shown = (text, language) => text?.[language] || text?.vi || text?.en || text?.other || "";

/** A day `2026-11-20` as the visitor writes it; another text as it is. */
export function day(text, language) {
  const found = new Date(text);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(found.getTime())) return text;
  const locale = language === "vi" ? "vi-VN" : "en-GB";
  const style = language === "vi" ? { day: "2-digit", month: "2-digit", year: "numeric" } : { dateStyle: "long" };
  return found.toLocaleDateString(locale, { ...style, timeZone: "UTC" });
}

/** Đồng, by the manner of the language. */
export const money = (amount, language) =>
  language === "vi" ? `${Number(amount).toLocaleString("vi-VN")} đồng` : `VND ${Number(amount).toLocaleString("en-US")}`;
