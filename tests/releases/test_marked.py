"""An officer whose workbook was refused gets it back with the bad cells marked."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from ckan.tests import factories

from tests.releases.conftest import POINTS, act, add, replace

pytestmark = pytest.mark.usefixtures("clean")

NAME = "Nhà thuốc quý 3.xlsx"


def workbook(*rows: list[str]) -> bytes:
    """An XLSX of one sheet."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(written := io.BytesIO())
    return written.getvalue()


BAD = workbook(["Tên", "Ngày cấp"], ["A", "05/03/2023"], ["B", "31/02/2023"])
GOOD = workbook(["Tên", "Ngày cấp"], ["A", "05/03/2023"], ["B", "28/02/2023"])


def get(app: Any, dataset: dict[str, Any], resource: dict[str, Any], user: dict[str, Any] | None) -> Any:
    """Ask for the marked workbook, with a token or as the public."""
    headers = {"Authorization": act("api_token_create", user=user["name"], name="thu")["token"]} if user else {}
    return app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/marked.xlsx", headers=headers, follow_redirects=False)


def test_the_refused_workbook_comes_back_marked(dataset: dict[str, Any], editor: dict[str, Any], app: Any) -> None:
    """B3 is coloured and commented; the answer is a download under a safe name that says what it is."""
    resource = add(dataset, BAD, NAME)
    answer = get(app, dataset, resource, editor)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert (
        "filename*=UTF-8''Nh%C3%A0%20thu%E1%BB%91c%20qu%C3%BD%203%20%28ki%E1%BB%83m%20tra%29.xlsx" in answer.headers["Content-Disposition"]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert "“31/02/2023” không phải là ngày có thật" in sheet["B3"].comment.text
    assert sheet["B2"].comment is None


def test_the_resources_page_leads_to_it(dataset: dict[str, Any], editor: dict[str, Any], app: Any) -> None:
    """Where the findings are shown stands a link, for a refused workbook only, for its editors only."""
    book, text = add(dataset, BAD, NAME), add(dataset, POINTS.replace("10.9804,106.6512", "95.0,406.0"))
    headers = {"Authorization": act("api_token_create", user=editor["name"], name="thu")["token"]}
    page = f"/dataset/{dataset['name']}/resource/"
    assert f'href="{page}{book["id"]}/marked.xlsx"' in app.get(f"{page}{book['id']}", headers=headers).text
    assert "marked.xlsx" not in app.get(f"{page}{text['id']}", headers=headers).text


def test_only_its_editors_get_it(dataset: dict[str, Any], app: Any) -> None:
    """The public and other accounts are turned away."""
    resource = add(dataset, BAD, NAME)
    for user in (None, factories.User()):
        assert get(app, dataset, resource, user).status_code in (302, 403)


def test_there_is_nothing_to_mark_otherwise(dataset: dict[str, Any], editor: dict[str, Any], app: Any) -> None:
    """404 with the reason: an accepted workbook, a refused CSV, a refused workbook after which a good one came, another dataset's."""
    resource = add(dataset, GOOD, NAME)
    answer = get(app, dataset, resource, editor)
    assert answer.status_code == 404
    assert "không phải là bảng tính XLSX bị từ chối" in answer.text
    text = add(dataset, POINTS.replace("10.9804,106.6512", "95.0,406.0"))
    assert get(app, dataset, text, editor).status_code == 404
    replace(resource, BAD, NAME)
    assert get(app, dataset, resource, editor).status_code == 200
    assert get(app, {"name": "khac"}, resource, editor).status_code == 404
    replace(resource, workbook(["Tên", "Ngày cấp"], ["C", "01/01/2024"]), NAME)
    assert get(app, dataset, resource, editor).status_code == 404
