"""What a visitor is told when something is refused or fails: one table, Vietnamese and English, each naming a remedy."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BAD_BYTES",
    "BAD_QUERY",
    "BUSY",
    "DISK_FULL",
    "FAILED",
    "FOREIGN_SITE",
    "NOT_ALLOWED",
    "NOT_FOUND",
    "NOT_JSON",
    "NO_CALLBACK",
    "REFUSED",
    "SEARCH_FAILED",
    "SECOND_FACTOR_NEEDED",
    "STALE_FORM",
    "TOO_DEEP",
    "TOO_LARGE",
    "TOO_MANY",
    "TOO_MUCH",
    "UNAVAILABLE",
    "UNKNOWN_ACTION",
    "WRONG_TOKEN",
    "Problem",
]


@dataclass(frozen=True)
class Problem:
    """An answer other than success.

    Attributes:
        status: the HTTP status.
        kind: the ``__type`` of the API's error object.
        vi: the message in Vietnamese.
        en: the same in English.
        retry_after: seconds to wait before trying again, when waiting helps.
    """

    status: int
    kind: str
    vi: str
    en: str
    retry_after: int | None = None

    def in_language(self, language: str) -> str:
        """Return the message in ``language`` ("vi", "en"; anything else gives Vietnamese)."""
        return self.en if language == "en" else self.vi

    @property
    def both(self) -> str:
        """The message in both languages, for answers that have no language (API, plain text)."""
        return f"{self.vi} / {self.en}"


BAD_BYTES = Problem(
    400,
    "Bad Request",
    "Yêu cầu chứa ký tự rỗng (NUL). Xin bỏ ký tự đó rồi gửi lại.",
    "The request contains a NUL character. Remove it and send the request again.",
)
TOO_DEEP = Problem(
    400,
    "Bad Request",
    "Dữ liệu JSON lồng quá sâu (tối đa 64 lớp). Xin gửi dữ liệu phẳng hơn.",
    "The JSON is nested too deeply (64 levels at most). Send flatter data.",
)
TOO_MUCH = Problem(
    400,
    "Bad Request",
    "Yêu cầu có quá nhiều giá trị hoặc văn bản quá dài. Xin chia thành nhiều yêu cầu nhỏ hơn.",
    "The request holds too many values or too long a text. Split it into several smaller requests.",
)
NO_CALLBACK = Problem(
    400,
    "Bad Request",
    "Không hỗ trợ JSONP: xin bỏ tham số callback. Trang web khác đọc được API trực tiếp (CORS).",
    "JSONP is not supported: leave the parameter callback out. Other websites can read the API directly (CORS).",
)
NOT_FOUND = Problem(
    404,
    "Not Found Error",
    "Không tìm thấy nội dung này. Xin kiểm tra địa chỉ.",
    "Nothing was found here. Check the address.",
)
NOT_ALLOWED = Problem(
    403,
    "Authorization Error",
    "Bạn không có quyền xem nội dung này hoặc thực hiện thao tác này. Xin đăng nhập bằng tài khoản có quyền.",
    "You are not authorized to see or do this. Sign in with an account that is.",
)
TOO_LARGE = Problem(
    413,
    "Request Too Large",
    "Yêu cầu quá lớn. Xin chia nhỏ dữ liệu, hoặc tải tệp lên qua trang thêm tài nguyên.",
    "The request is too large. Split the data, or upload the file through the resource form.",
)
SECOND_FACTOR_NEEDED = Problem(
    403,
    "Authorization Error",
    "Tài khoản quản trị hệ thống phải bật xác thực hai bước trước. Xin mở trang Xác thực hai bước trong tài khoản và làm theo hướng dẫn.",
    "A system administrator's account needs a second factor first. Open the page Second factor of your account and follow it.",
)
TOO_MANY = Problem(
    429,
    "Too Many Requests",
    "Quá nhiều lần thử sai. Xin đợi ít phút rồi thử lại, hoặc đặt lại mật khẩu.",
    "Too many wrong attempts. Wait some minutes and try again, or reset your password.",
)
WRONG_TOKEN = Problem(
    429,
    "Too Many Requests",
    "Quá nhiều mã API sai từ địa chỉ này. Xin kiểm tra mã trong header Authorization (có thể đã hết hạn), đợi ít phút rồi thử lại; "
    "dữ liệu mở đọc được không cần mã.",
    "Too many wrong API tokens came from this address. Check the token in the header Authorization (it may have expired), wait some "
    "minutes and try again; open data need no token.",
)
UNKNOWN_ACTION = Problem(
    400,
    "Unknown Action",
    "Không có hành động «{action}». Xin kiểm tra tên: {alike}.",
    "There is no action «{action}». Check its name: {alike}.",
)
NOT_JSON = Problem(
    400,
    "Bad Request",
    "Không đọc được nội dung gửi lên. Xin gửi POST với một đối tượng JSON và header Content-Type: application/json; "
    "hành động chỉ đọc cũng nhận tham số trên địa chỉ (GET).",
    "What was sent cannot be read. Send a POST with a JSON object and the header Content-Type: application/json; "
    "an action that only reads also takes its parameters in the address (GET).",
)
FOREIGN_SITE = Problem(
    403,
    "Authorization Error",
    "Yêu cầu đến từ một trang web khác nên bị từ chối. Xin mở cổng dữ liệu và thao tác trực tiếp ở đó.",
    "The request came from another website and was refused. Open the portal and do it there.",
)
STALE_FORM = Problem(
    400,
    "Bad Request",
    "Biểu mẫu này mở đã quá lâu, hoặc từ trước lần đăng nhập gần nhất, nên chưa có gì được lưu. Xin bấm Quay lại "
    "(những gì đã gõ thường vẫn còn), chép lại phần cần giữ, tải lại trang rồi gửi lần nữa.",
    "This form was opened too long ago, or before your last log-in, so nothing was saved. Go back (what you typed is usually still "
    "there), copy what you need, load the page again and send it once more.",
)
BAD_QUERY = Problem(
    400,
    "Search Query Error",
    "Câu tìm kiếm không hợp lệ. Xin kiểm tra dấu ngoặc, dấu hai chấm và các tham số.",
    "The search query is not valid. Check its brackets, colons and parameters.",
)
SEARCH_FAILED = Problem(
    409,
    "Search Error",
    "Không thực hiện được tìm kiếm này. Xin kiểm tra các tham số sắp xếp và lọc.",
    "This search could not be carried out. Check its sorting and filter parameters.",
)
DISK_FULL = Problem(
    503,
    "Service Unavailable",
    "Đĩa của cổng đang đầy nên chưa nhận được tệp. Chưa có gì thay đổi. Xin báo quản trị viên rồi thử lại sau.",
    "The portal's disk is full, so it cannot take files now. Nothing was changed. Tell the administrators and try again later.",
    retry_after=300,
)
UNAVAILABLE = Problem(
    503,
    "Service Unavailable",
    "Cổng dữ liệu tạm thời gián đoạn. Xin thử lại sau ít phút.",
    "The portal is temporarily unavailable. Try again in a few minutes.",
    retry_after=10,
)
BUSY = Problem(
    503,
    "Service Unavailable",
    "Đang có quá nhiều yêu cầu cùng loại. Xin thử lại sau vài giây.",
    "There are too many requests of this kind at the moment. Try again in a few seconds.",
    retry_after=5,
)
FAILED = Problem(
    500,
    "Internal Server Error",
    "Lỗi hệ thống. Xin thử lại; nếu vẫn lỗi, xin báo cho cổng dữ liệu kèm mã sự cố.",
    "Internal error. Try again; if it fails again, tell the portal and give the incident id.",
)
REFUSED = Problem(
    400,
    "Bad Request",
    "Yêu cầu không hợp lệ. Xin kiểm tra địa chỉ và các tham số.",
    "The request is not valid. Check its address and parameters.",
)
