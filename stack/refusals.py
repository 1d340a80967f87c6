"""What nginx says by itself, before CKAN is asked or while it does not answer: one table, written as a page and as JSON for each status.

The page is ``config/refused.html``; its style sheet is a file of the package ``portal``. JSON has the form of the Action API's errors.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from stack.instance import CONFIG

__all__ = ["REFUSALS", "Refusal", "write_refusals"]


@dataclass(frozen=True)
class Refusal:
    """One answer: the API's name for it (``__type``), and what happened and what to do, in Vietnamese and in English."""

    status: int
    kind: str
    vi_title: str
    vi: str
    en_title: str
    en: str


REFUSALS = (
    Refusal(
        413,
        "Request Too Large",
        "Tệp hoặc yêu cầu quá lớn",
        "Tệp tải lên tối đa 200 MB; dòng ghi qua API tối đa 20 MB. Hãy chia nhỏ rồi gửi lại.",
        "The file or request is too large",
        "Files up to 200 MB, rows through the API up to 20 MB. Split it and send it again.",
    ),
    Refusal(
        429,
        "Too Many Requests",
        "Quá nhiều yêu cầu cùng lúc",
        "Hãy đợi mười giây rồi thử lại.",
        "Too many requests at once",
        "Wait ten seconds, then try again.",
    ),
    Refusal(
        503,
        "Service Unavailable",
        "Cổng dữ liệu tạm thời gián đoạn",
        "Dữ liệu vẫn còn nguyên. Hãy thử lại sau ít phút, ở đúng địa chỉ này.",
        "The portal is unavailable for a moment",
        "Nothing is lost. Try again in a few minutes, at this same address.",
    ),
)


def write_refusals(folder: Path) -> None:
    """Write ``<status>.html`` and ``<status>.json`` of every refusal into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    page = (CONFIG / "refused.html").read_text(encoding="utf-8")
    for refusal in REFUSALS:
        words = {name: str(value) for name, value in asdict(refusal).items()}
        message = f"{refusal.vi_title}. {refusal.vi} / {refusal.en_title}. {refusal.en}"
        body = {"success": False, "error": {"__type": refusal.kind, "message": message}}
        (folder / f"{refusal.status}.html").write_text(_filled(page, words), encoding="utf-8")
        (folder / f"{refusal.status}.json").write_text(json.dumps(body, ensure_ascii=False) + "\n", encoding="utf-8")


def _filled(page: str, words: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda match: words[match.group(1)], page)
