"""A catalogue of many datasets: made by CKAN's own actions on the instance's test database, and taken away again."""

from __future__ import annotations

from typing import Any

from tests.databases import empty_catalogue

__all__ = ["fill", "remove"]

_USER = "bench-admin"
_WORDS = ("trạm y tế", "nhà thuốc", "quy hoạch", "quan trắc", "xe buýt", "cơ sở kinh doanh", "dự án", "thủ tục", "trường học")
_BOX = '{"type": "Polygon", "coordinates": [[[106.3, 10.8], [107.0, 10.8], [107.0, 11.5], [106.3, 11.5], [106.3, 10.8]]]}'


def fill(app: Any, count: int) -> None:
    """Make the datasets, in place of what is in the catalogue; each in a request of its own, since a request's time for Solr is bounded.

    Args:
        app: CKAN's Flask application.
    """
    from ckan import model
    from ckan.lib.search import clear_all
    from ckan.plugins import toolkit as tk

    context = {"ignore_auth": True, "user": ""}
    with app.test_request_context():
        # CKAN's migrations leave an engine behind that opens a connection for each session; the portal's has a pool.
        pooled = model.meta.engine
        model.repo.init_db()
        model.init_model(pooled)
        empty_catalogue()
        clear_all()
        user = tk.get_action("user_create")(dict(context), {"name": _USER, "email": "bench@example.org", "password": "mot cau du dai"})
        model.User.get(user["id"]).sysadmin = True
        model.Session.commit()
        context["user"] = _USER
        agency = tk.get_action("organization_create")(dict(context), {"name": "bench-agency", "title": "Sở Thử nghiệm"})
    for number in range(count):
        with app.test_request_context():
            tk.get_action("package_create")(dict(context), _dataset(number, agency["id"]))


def _dataset(number: int, agency: str) -> dict[str, Any]:
    word = _WORDS[number % len(_WORDS)]
    links = [
        {"name": f"Tệp {place}", "name_en": f"File {place}", "url": f"https://example.org/{number}/{place}.csv", "format": "CSV"}
        for place in range(3)
    ]
    return {
        "name": f"bench-{number:06}",
        "title": f"Danh sách {word} {number}",
        "title_en": f"List {number}",
        "notes": f"Danh sách {word} trên địa bàn tỉnh, cập nhật hằng tháng theo báo cáo của các đơn vị. " * 4,
        "owner_org": agency,
        "theme": "y-te",
        "license_id": "CC-BY-4.0",
        "data_kind": "real",
        "contact_name": "Phòng Thử nghiệm",
        "contact_email": "bench-agency-contact@example.org",
        "frequency": "MONTHLY",
        "temporal_start": "2024-01-01",
        "temporal_end": "2024-12-31",
        "spatial": _BOX,
        "units": ["718@2024"],
        "tags": [{"name": word}, {"name": "thử nghiệm"}],
        "resources": links,
    }


def remove(app: Any) -> None:
    """Leave the catalogue empty."""
    from ckan.lib.search import clear_all

    with app.test_request_context():
        empty_catalogue()
        clear_all()
