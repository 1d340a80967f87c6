"""What changed, in a sentence, in two languages."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.binhduong.comparisons.words import column_words, summary_words

NOTHING: dict[str, Any] = {"added": 0, "removed": 0, "changed": 0, "moved": 0, "moved_most_m": None, "columns": []}
TITLE = {"vi": "Tên", "en": "Name"}


def change(change: str, before: Any, after: Any) -> dict[str, Any]:
    """A change of the column ``ten``."""
    return {"change": change, "column": "ten", "title": TITLE, "from": before, "to": after}


@pytest.mark.parametrize(
    ("summary", "vi", "en"),
    [
        (None, "Đang được so sánh với bản trước.", "Being compared with the release before."),
        (
            {"from": None, "gone": True},
            "Không còn lưu tệp để so sánh với bản trước.",
            "The files to compare with the release before are no longer kept.",
        ),
        ({"from": None}, "Bản phát hành đầu tiên.", "The first release."),
        (NOTHING, "Không có gì thay đổi.", "Nothing changed."),
        (NOTHING | {"added": 1}, "Thêm 1 dòng.", "1 row added."),
        (NOTHING | {"added": 12_345, "removed": 2}, "Thêm 12.345 dòng; bớt 2 dòng.", "12,345 rows added; 2 rows removed."),
        (
            NOTHING | {"changed": 2, "moved": 1, "moved_most_m": 1.5},
            "Sửa 2 dòng (1 dời chỗ, xa nhất 1,50 m).",
            "2 rows changed (1 moved, 1.50 m at most).",
        ),
        (NOTHING | {"columns": [change("column-removed", "text", None)]}, "Bỏ cột “Tên”.", "Column “Name” removed."),
    ],
)
def test_a_summary(summary: dict[str, Any] | None, vi: str, en: str) -> None:
    """Counts with the language's separators, one row and many, and the columns."""
    assert summary_words(summary, 2) == {"vi": vi, "en": en}


def test_the_first_release_waits_for_no_comparison() -> None:
    """Nothing is compared with it, so nobody is told to wait, from its first second on."""
    assert summary_words(None, 1) == {"vi": "Bản phát hành đầu tiên.", "en": "The first release."}


@pytest.mark.parametrize(
    ("told", "vi", "en"),
    [
        (change("column-added", None, "text"), "thêm cột “Tên”", "column “Name” added"),
        (
            change("type-changed", "integer", "text"),
            "cột “Tên” đổi kiểu từ số nguyên sang chữ",
            "column “Name” changed from integer to text",
        ),
        (
            change("title-changed", {"vi": "Tên", "en": "Name"}, {"vi": "Tên gọi", "en": "Called"}),
            "cột ten đổi tên gọi từ “Tên” thành “Tên gọi”",
            "column ten renamed from “Name” to “Called”",
        ),
        (change("key-changed", None, "ma"), "cột khóa đổi từ không có sang ma", "key column changed from none to ma"),
        (
            change("geometry-changed", "Point", "MultiPolygon"),
            "loại hình đổi từ Point sang MultiPolygon",
            "shapes changed from Point to MultiPolygon",
        ),
    ],
)
def test_a_change_of_columns(told: dict[str, Any], vi: str, en: str) -> None:
    """Each kind, with the types in words."""
    assert column_words(told) == {"vi": vi, "en": en}
