"""The life of the fixture's catalogue: what an agency, its officer and its systems did with it, through the portal's own interfaces."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import jwt

from tests.upgrade.portal import HERE, ROOT, Portal, as_user

__all__ = ["ADMIN_PASSWORD", "JWT_SECRET", "OFFICER", "OFFICER_PASSWORD", "fill", "leave_work", "sign_tokens"]

CATALOGUE, UPLOADS = HERE / "catalogue", HERE / "uploads"
AGENCY = "co-quan-thu-nghiem"
OFFICER = "can-bo-thu"
# Made up for the fixture and used nowhere else; whoever restores it gives its instance the same ones (README.md).
ADMIN_PASSWORD = "mat-khau-thu-5933bb7"
OFFICER_PASSWORD = "mat-khau-can-bo-5933bb7"
JWT_SECRET = "fixture-only-5933bb7-" + "0" * 27
_FAR = 4_102_444_800
"""The tokens of the fixture live until 2100."""

_SCHEMA = {"fields": [{"name": "ma", "type": "string"}, {"name": "ten", "type": "string"}]}
_REQUIRED = {
    "owner_org": AGENCY,
    "notes": "Tập bịa, để thử việc nâng cấp.",
    "theme": "moi-truong",
    "license_id": "CC-BY-4.0",
    "data_kind": "sample",
    "contact_name": "Phòng Thử nghiệm",
    "contact_email": "phong@thu-nghiem.example",
}


def sign_tokens(portal: Portal, *users: str) -> None:
    """Make an API token for each user and sign it again with a far end: the portal itself gives none that lives longer than a year."""
    for user in users:
        printed = portal.command("ckan", "user", "token", "add", user, "upgrade", "--json", json.dumps({"expires_in": 1, "unit": 86400}))
        token = max(printed.split(), key=len)
        claims = jwt.decode(token, JWT_SECRET, algorithms=["HS256"])
        portal.tokens[user] = jwt.encode({**claims, "exp": _FAR}, JWT_SECRET, algorithm="HS256")


def fill(portal: Portal) -> dict[str, str]:
    """Make the catalogue, with the worker at work; return the ids of its resources by short names."""
    print("catalogue", flush=True)
    portal.command("ckan", "binhduong", "seed", str(CATALOGUE))
    sign_tokens(portal, "admin")
    portal.act("user_create", "admin", name=OFFICER, email="can-bo@thu-nghiem.example", password=OFFICER_PASSWORD, fullname="Cán bộ thử")
    portal.act("organization_member_create", "admin", id=AGENCY, username=OFFICER, role="editor")
    portal.act("organization_patch", "admin", UPLOADS / "bieu-trung.png", id=AGENCY)
    sign_tokens(portal, OFFICER)
    portal.wait_idle()
    ids = _seeded(portal) | _others(portal)
    portal.wait_idle()
    _release_again(portal, ids)
    portal.act("follow_dataset", OFFICER, id="thu-gom-pin")
    return ids


def _seeded(portal: Portal) -> dict[str, str]:
    names = {
        "points": ("thu-gom-pin", 0),
        "zones": ("khu-thu-gom", 0),
        "table": ("so-lieu-thu-gom", 0),
        "document": ("so-lieu-thu-gom", 1),
        "link": ("so-lieu-thu-gom", 2),
    }
    return {key: portal.act("package_show", "admin", id=name)["resources"][place]["id"] for key, (name, place) in names.items()}


def _others(portal: Portal) -> dict[str, str]:
    """Make what no seed makes: tables by the API, private, draft and deleted layers."""
    dataset = _dataset(portal, "tram-do-thu", "Trạm đo (dữ liệu thử)", theme="moi-truong")
    stations = _resource(portal, dataset, "Trạm đo", "tram-do.csv", key_column="ma")
    native = portal.act(
        "datastore_create",
        OFFICER,
        resource={"package_id": dataset, "name": "Bảng của hệ thống"},
        fields=[{"id": "ma", "type": "text"}, {"id": "tri_so", "type": "numeric"}],
        primary_key=["ma"],
        aliases=["bang-he-thong"],
        records=[{"ma": "H1", "tri_so": 1.5}, {"ma": "H2", "tri_so": 2}],
    )["resource_id"]
    lists = _dataset(portal, "danh-muc-thu", "Danh mục (dữ liệu thử)")
    held = _resource(portal, lists, "Danh mục pin", "danh-muc.csv", key_column="ma")
    refused = _resource(portal, lists, "Loại pin", "loai-pin.csv", key_column="ma", schema=json.dumps(_SCHEMA))
    private = _dataset(portal, "noi-bo-thu", "Điểm nội bộ (dữ liệu thử)", private=True)
    draft = _dataset(portal, "ban-nhap-thu", "Bản nháp (dữ liệu thử)")
    deleted = _dataset(portal, "da-xoa-thu", "Đã xóa (dữ liệu thử)")
    found = {
        "stations": stations,
        "native": native,
        "held": held,
        "refused": refused,
        "private": _resource(portal, private, "Điểm nội bộ", "noi-bo.csv", key_column="ma", read_as='{"crs": "EPSG:4326"}'),
        "draft": _resource(portal, draft, "Điểm bản nháp", "ban-nhap.csv", key_column="ma"),
        "deleted": _resource(portal, deleted, "Điểm đã xóa", "da-xoa.csv", key_column="ma"),
    }
    portal.wait_idle()
    portal.act("package_delete", OFFICER, id=deleted)
    # CKAN ends a draft with its first file.
    portal.act("package_patch", OFFICER, id=draft, state="draft")
    return found


def _dataset(portal: Portal, name: str, title: str, **more: Any) -> str:
    return portal.act("package_create", OFFICER, name=name, title=title, **{**_REQUIRED, **more})["id"]


def _resource(portal: Portal, dataset: str, name: str, file: str, **more: Any) -> str:
    return portal.act("resource_create", OFFICER, UPLOADS / file, package_id=dataset, name=name, **more)["id"]


def _send(portal: Portal, resource: str, file: str) -> None:
    portal.act("resource_patch", OFFICER, UPLOADS / file, id=resource)


def _release_again(portal: Portal, ids: dict[str, str]) -> None:
    """Make further releases: by files, by a roll-back, from the table; one file is held, one refused; one release is retired."""
    print("further releases", flush=True)
    _send(portal, ids["points"], "thu-gom-pin-2.csv")
    _send(portal, ids["zones"], "khu-thu-gom-2.geojson")
    _send(portal, ids["document"], "huong-dan-2.pdf")
    _send(portal, ids["held"], "danh-muc-thieu-cot.csv")
    _send(portal, ids["refused"], "loai-pin-trung-khoa.csv")
    for number in (2, 3, 4):
        _send(portal, ids["table"], f"so-lieu-thang-{number}.csv")
        portal.wait_idle()
    portal.act("release_rollback", OFFICER, id=ids["zones"], number=1)
    _write(portal, ids["stations"], {"ma": "TD-2", "ten": "Trạm Mỹ Phước", "muc": 2.75, "kinh_do": 106.6, "vi_do": 11.13})
    portal.act("release_create", OFFICER, id=ids["stations"])
    portal.wait_idle()
    for ending in ("kml", "ndjson", "shp.zip?crs=EPSG:9210", "gpkg?crs=EPSG:9210"):
        portal.get(f"/dataset/thu-gom-pin/resource/{ids['points']}/export.{ending}").raise_for_status()
    inside(portal, "retire", ids["table"])


def _write(portal: Portal, resource: str, row: dict[str, Any]) -> None:
    portal.act("datastore_upsert", OFFICER, resource_id=resource, records=[row], force=True, calculate_record_count="background")


def leave_work(portal: Portal, ids: dict[str, str]) -> dict[str, str]:
    """Ask for work that is still to be done when the instance ends; its worker must be stopped. Return the ids of the two checks.

    A third file of points, a row that an agency's system adds and its release, a row of the native table, another file of zones, checks.
    """
    print("work left to do", flush=True)
    _send(portal, ids["points"], "thu-gom-pin-3.csv")
    _write(portal, ids["stations"], {"ma": "TD-4", "ten": "Trạm Phước Vĩnh", "muc": 3, "kinh_do": 106.8, "vi_do": 11.29})
    portal.act("release_create", OFFICER, id=ids["stations"])
    _write(portal, ids["native"], {"ma": "H3", "tri_so": 3.25})
    _send(portal, ids["zones"], "khu-thu-gom-4.geojson")
    # Published without the worker, as an operator may do: its files and its comparison are queued by the very code that does so.
    portal.command("ckan", "binhduong", "releases", "run", ids["zones"])
    return json.loads(inside(portal, "queue", json.dumps(ids)))


def inside(portal: Portal, *words: str) -> str:
    """Run ``inside.py`` with the instance's CKAN and return the last line that it printed."""
    variables = {"CKAN_INI": str(portal.var / "ckan.ini"), "TMPDIR": str(portal.var / "tmp"), "HOME": str(portal.var / "home")}
    python = ROOT / ".tools" / "venv" / "bin" / "python"
    command = [*as_user(), str(python), "-B", "-m", "tests.upgrade.inside", *words]
    environment = {**portal.environment, **variables, "PROJ_NETWORK": "OFF"}
    printed = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return printed.strip().rpartition("\n")[2]
