"""Why a call to an address elsewhere came to nothing, and what the owner of the address does about it. Imports no CKAN."""

from __future__ import annotations

from ckanext.binhduong.core.outbound.web_address import FAULTS

__all__ = ["CALL_FAULTS", "CallFailed", "of_status", "remedy"]

CALL_FAULTS: dict[str, tuple[str, str]] = {
    **FAULTS,
    "port": (
        "dùng một cổng mà hệ thống không gọi tới. Hãy đưa dịch vụ lên cổng 443.",
        "uses a port that is not called from here. Offer the service at port 443.",
    ),
    "plain": (
        "không được mã hóa. Hãy dùng địa chỉ https://.",
        "is not encrypted. Use an https:// address.",
    ),
    "no-name": (
        "có tên máy chủ không còn tồn tại hoặc viết sai. Hãy sửa lại tên.",
        "has a host name that does not exist, or no longer. Correct the name.",
    ),
    "unreachable": (
        "dẫn tới một máy chủ không trả lời. Hãy báo người vận hành máy chủ đó, hoặc tải tệp lên cổng.",
        "leads to a server that does not answer. Tell its operator, or upload the file here.",
    ),
    "certificate": (
        "dẫn tới một máy chủ có chứng thư TLS sai hoặc hết hạn. Hãy báo người vận hành máy chủ đó gia hạn.",
        "leads to a server with a wrong or expired TLS certificate. Ask its operator to renew it.",
    ),
    "slow": (
        "không trả lời kịp thời hạn. Hãy báo người vận hành máy chủ đó, hoặc tải tệp lên cổng.",
        "did not answer in time. Tell the server's operator, or upload the file here.",
    ),
    "redirects": (
        "chuyển tiếp quá nhiều lần hoặc chuyển tới chỗ không rõ. Hãy ghi địa chỉ cuối cùng.",
        "redirects too often or to nowhere. Give the final address.",
    ),
    "protocol": (
        "trả lời không đúng giao thức HTTP. Hãy báo người vận hành máy chủ đó.",
        "answers something that is not HTTP. Tell the server's operator.",
    ),
    "too-large": (
        "trả lời dài hơn mức cho phép. Hãy trả lời ngắn lại.",
        "answers more than is read. Make the answer shorter.",
    ),
    "sign-in": (
        "đòi đăng nhập hoặc từ chối người đọc. Hãy mở quyền cho mọi người, hoặc tải tệp lên cổng.",
        "wants a sign-in or turns readers away. Open it to everybody, or upload the file here.",
    ),
    "gone": (
        "không còn ở đó. Hãy sửa liên kết, hoặc tải tệp lên cổng.",
        "is not there any more. Correct the link, or upload the file here.",
    ),
    "refused": (
        "bị máy chủ trả lời là yêu cầu sai. Hãy thử mở liên kết rồi sửa lại.",
        "is called a wrong request by its server. Open the link yourself and correct it.",
    ),
    "broken": (
        "gặp lỗi ở máy chủ đó. Hãy báo người vận hành máy chủ đó, hoặc tải tệp lên cổng.",
        "meets an error of its server. Tell its operator, or upload the file here.",
    ),
}
"""Fault → the end of a sentence that begins with the address, in Vietnamese and English."""


class CallFailed(Exception):
    """A call came to nothing.

    Args:
        fault: a key of :data:`CALL_FAULTS`.
        host: at which (``reach.host_of``); after a redirect another than that of the address.
    """

    def __init__(self, fault: str, host: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.host = host


def of_status(status: int) -> str:
    """Return what an HTTP status says of an address; empty when it answers."""
    if 200 <= status < 300:
        return ""
    if status in (401, 403, 407, 451):
        return "sign-in"
    if status in (404, 410):
        return "gone"
    return "broken" if status >= 500 else "redirects" if status < 400 else "refused"


def remedy(fault: str) -> dict[str, str]:
    """Return the end of the sentence by language; of an unknown fault, which an older version kept, as if nobody answered."""
    vi, en = CALL_FAULTS.get(fault, CALL_FAULTS["unreachable"])
    return {"vi": vi, "en": en}
