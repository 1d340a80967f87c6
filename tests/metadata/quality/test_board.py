"""The board: the worst first, what is missing in all, public datasets only."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories

from ckanext.binhduong.metadata.quality import board, measuring
from tests.portal.test_statements import statements
from tests.releases.conftest import REQUIRED, act, agency, clean

__all__ = ["agency", "clean", "statements"]

pytestmark = pytest.mark.usefixtures("clean")
REAL = {**REQUIRED, "data_kind": "real"}


@pytest.fixture
def measured(agency: dict[str, Any]) -> None:
    """Three measured datasets of two agencies, one that is not measured yet, and a private one."""
    act("organization_create", name="so-xay-dung", title="Sở Xây dựng")
    act("package_create", **{**REAL, "title": "Nhà thuốc"}, name="nha-thuoc", owner_org="so-y-te")
    act("package_create", **{**REAL, "title": "Trạm y tế"}, name="tram-y-te", owner_org="so-y-te", tag_string="y tế")
    act(
        "package_create",
        **{**REAL, "title": "Quy hoạch"},
        name="quy-hoach",
        owner_org="so-xay-dung",
        tag_string="quy hoạch",
        temporal_start="2026-01-01",
    )
    act("package_create", **{**REAL, "title": "Riêng tư"}, name="rieng-tu", owner_org="so-y-te", private=True)
    measuring.measure_all()
    act("package_create", **{**REAL, "title": "Mới"}, name="moi", owner_org="so-y-te")


def test_the_worst_come_first(measured: None) -> None:
    """What is not measured yet comes last; private datasets are nowhere."""
    assert [(each.name, each.points) for each in board.datasets()] == [
        ("nha-thuoc", 115),
        ("tram-y-te", 145),
        ("quy-hoach", 165),
        ("moi", None),
    ]
    assert [each.name for each in board.datasets("so-y-te", 1, 1)] == ["tram-y-te"]


def test_agencies_and_losses_add_up(measured: None) -> None:
    """Of three datasets without files; means are of what is measured."""
    assert board.agencies() == [
        {"name": "so-y-te", "title": "Sở Y tế", "count": 3, "measured": 2, "mean": 130.0, "missing": 290 + 260, "failed_links": 0},
        {"name": "so-xay-dung", "title": "Sở Xây dựng", "count": 1, "measured": 1, "mean": 165.0, "missing": 240, "failed_links": 0},
    ]
    losses = {each["metric"].code: (each["datasets"], each["points"]) for each in board.losses()}
    assert (losses["accessUrlStatusCode"], losses["keywordAvailability"]) == ((3, 150), (1, 30))
    assert sum(points for _, points in losses.values()) == 790
    assert "keywordAvailability" not in {each["metric"].code for each in board.losses("so-xay-dung")}


def test_everybody_reads_the_board(measured: None, app: Any) -> None:
    """In both languages, of the portal and of an agency; a wrong argument is named."""
    page = BeautifulSoup(app.get("/chat-luong", status=200).data, "html.parser").select_one("main")
    assert page
    text = page.get_text(" ")
    assert "Chất lượng phần mô tả dữ liệu" in text
    assert "Riêng tư" not in text
    assert text.index("Nhà thuốc") < text.index("Trạm y tế") < text.index("Quy hoạch")
    of_agency = app.get("/en/chat-luong?agency=so-xay-dung", status=200).data.decode()
    assert "Quy hoạch" in of_agency
    assert "Trạm y tế" not in of_agency
    app.get("/chat-luong?agency=khong-co", status=404)
    app.get("/chat-luong?page=9", status=200)
    for wrong in ("0", "x", "-1", "99999999999999999999"):
        app.get(f"/chat-luong?page={wrong}", status=400)


def test_the_table_has_every_dataset_and_metric(measured: None, app: Any) -> None:
    """Points and the points that each metric lacks; nothing is said of what is not measured."""
    body = app.get("/chat-luong.csv", status=200).data.decode("utf-8-sig")
    rows = {row["dataset"]: row for row in csv.DictReader(io.StringIO(body))}
    assert list(rows) == ["nha-thuoc", "tram-y-te", "quy-hoach", "moi"]
    first = rows["nha-thuoc"]
    assert (first["agency"], first["points"], first["of"], first["keywordAvailability"], first["categoryAvailability"]) == (
        "so-y-te",
        "115",
        "405",
        "30",
        "0",
    )
    assert (rows["moi"]["points"], rows["moi"]["keywordAvailability"]) == ("", "")
    only = app.get("/chat-luong.csv?agency=so-xay-dung", status=200).data.decode("utf-8-sig")
    assert [row["dataset"] for row in csv.DictReader(io.StringIO(only))] == ["quy-hoach"]
    app.get("/chat-luong.csv?nope=1", status=400)
    app.get("/chat-luong.csv?agency=khong-co", status=404)


def test_an_empty_catalogue_has_a_board(clean: None, app: Any) -> None:
    """Without agencies and datasets."""
    assert "Không thiếu gì." in app.get("/chat-luong", status=200).data.decode()


def test_a_board_costs_a_few_statements(measured: None, app: Any, statements: Callable[[], list[str]]) -> None:
    """Three of its own, however many datasets."""
    app.get("/chat-luong", status=200)
    statements()
    app.get("/chat-luong", status=200)
    asked = statements()
    assert len([each for each in asked if "binhduong_quality" in each]) == 3
    assert len(asked) <= 8, "\n".join(asked)


def test_an_officer_sees_the_points_of_their_own_datasets(measured: None, app: Any) -> None:
    """Private ones too; a badge leads to what is missing."""
    user = factories.UserWithToken()
    act("organization_member_create", id="so-y-te", username=user["name"], role="editor")
    page = BeautifulSoup(app.get("/co-quan", headers={"Authorization": user["token"]}, status=200).data, "html.parser")
    badges = {str(node["href"]).partition("/dataset/")[2]: node.get_text() for node in page.select("a.bd-badge[href$='#quality']")}
    assert badges == {
        "nha-thuoc#quality": "Mô tả: 115 trên 405",
        "tram-y-te#quality": "Mô tả: 145 trên 405",
        "rieng-tu#quality": "Mô tả: 115 trên 405",
    }
