"""What the tests of publication plans share: an agency, its administrator, and a file with its list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from werkzeug.datastructures import FileStorage

from tests.releases.conftest import agency, clean, dataset
from tests.workflow.people import by, join

__all__ = ["agency", "clean", "dataset"]

HEAD = ("Mã", "Tên dữ liệu", "Lĩnh vực", "Giai đoạn", "Mức tối thiểu", "Tần suất cập nhật", "Thời hạn công bố", "Tập dữ liệu")
ROWS = (
    ("YT-01", "Nhà thuốc", "Y tế", "2026", 1, "Hàng tháng", "15/01/2026", ""),
    ("YT-02", "Cơ sở khám bệnh", "Y tế", "2027", 3, "Hàng quý", "31/12/2027", ""),
)


@pytest.fixture
def administrator(agency: dict[str, Any]) -> dict[str, Any]:
    """A user who administers the agency."""
    user = factories.UserWithToken()
    call_action("organization_member_create", {"user": "quan-tri"}, id=agency["id"], username=user["name"], role="admin")
    return user


def workbook(rows: Sequence[Sequence[Any]] = ROWS, head: Sequence[str] = HEAD) -> FileStorage:
    """A list as agencies send it: a heading of the whole sheet, a blank row, then the table."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["DANH MỤC DỮ LIỆU MỞ CỦA SỞ Y TẾ"])
    sheet.append([])
    for row in (head, *rows):
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return FileStorage(target, "danh-muc.xlsx")


@pytest.fixture
def approving(agency: dict[str, Any]) -> dict[str, Any]:
    """An agency that asks for approval: Lan and Nam are its editors, Minh and Hoa its administrators."""
    for name, role in (("lan", "editor"), ("nam", "editor"), ("minh", "admin"), ("hoa", "admin")):
        join(agency, name, role)
    by("minh", "approval_rule_update", id=agency["id"], required=True)
    return agency
