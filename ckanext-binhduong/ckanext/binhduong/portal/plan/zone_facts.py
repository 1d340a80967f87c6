"""What an owner wants to know of a planning zone, found among its columns by the names that plans give them. Imports no CKAN."""

from typing import Any

from ckanext.binhduong.vn import fold

__all__ = ["MEANINGS", "ROLES", "meaning_of", "zone_of"]

#: Fact → how tables of plans begin the name of its column, most certain first.
ROLES: dict[str, tuple[str, ...]] = {
    "plan": ("do_an", "ten_do_an", "ten_quy_hoach", "quy_hoach", "du_an"),
    "use": ("loai_dat", "chuc_nang", "muc_dich_su_dung", "muc_dich", "ten_loai_dat", "loai"),
    "sign": ("ma_loai_dat", "ky_hieu", "ma_dat", "ma_chuc_nang"),
    "decision": ("quyet_dinh", "so_quyet_dinh", "so_qd", "van_ban"),
    "date": ("ngay_quyet_dinh", "ngay_phe_duyet", "ngay_ban_hanh", "ngay_qd"),
    "state": ("tinh_trang", "trang_thai"),
}
_SAMPLE = "du_lieu_mau"
#: What a class of use means to an owner: beginning of its name without marks → (Vietnamese, English).
MEANINGS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("dat o", ("Quy hoạch là đất ở: theo quy hoạch này có thể xây nhà ở, khi đủ điều kiện về chỉ giới, tầng cao, mật độ.",
               "Planned for housing: homes may be built under this plan, within its lines, storeys and density.")),
    ("dat giao thong", ("Quy hoạch là đường: nhà nước có thể thu hồi đất; thường không được xây mới.",
                        "Planned as a road: the state may take the land; new building is usually not allowed.")),
    ("dat cay xanh", ("Quy hoạch là cây xanh, công viên: thường không được xây nhà ở mới.",
                      "Planned as green space: new homes are usually not allowed.")),
    ("dat khu vui choi", ("Quy hoạch là khu vui chơi công cộng: thường không được xây nhà ở mới.",
                          "Planned as a public recreation area: new homes are usually not allowed.")),
    ("dat thuong mai", ("Quy hoạch là thương mại, dịch vụ: không phải đất ở.", "Planned for trade and services: not for housing.")),
    ("dat khu cong nghiep", ("Quy hoạch là khu công nghiệp: không phải đất ở.", "Planned as an industrial zone: not for housing.")),
    ("dat trong cay", ("Quy hoạch là đất nông nghiệp: muốn xây nhà ở phải được phép chuyển mục đích.",
                       "Planned for farming: building a home needs permission to change the use.")),
    ("dat xay dung co so", ("Quy hoạch là công trình công cộng: nhà nước có thể thu hồi đất.",
                            "Planned for a public building: the state may take the land.")),
    ("dat cong trinh cong cong", ("Quy hoạch là công trình công cộng: nhà nước có thể thu hồi đất.",
                                  "Planned for a public building: the state may take the land.")),
)  # fmt: skip


def meaning_of(use: str, lang: str) -> str:
    """Return what a land use means to an owner; empty for a use that the table does not have: nothing is guessed."""
    folded = fold(use.strip())
    return next((texts[1 if lang == "en" else 0] for beginning, texts in MEANINGS if folded.startswith(beginning)), "")


def zone_of(feature: dict[str, Any], fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Sort the values of a zone.

    Args:
        feature: a GeoJSON Feature of ``feature_search``.
        fields: the layer's fields.

    Returns:
        ``facts`` (fact of :data:`ROLES` → (field, value), in that order, those that are filled) and ``more`` ([(field, value)] of
        the others).
    """
    values = feature.get("properties") or {}
    shown = [field for field in fields if field["id"] != _SAMPLE and field.get("role") != "geometry"]
    filled = [field for field in shown if values.get(field["id"]) not in (None, "")]
    facts: dict[str, tuple[dict[str, Any], Any]] = {}
    for fact, names in ROLES.items():
        taken = [field for field, _ in facts.values()]
        found = next((field for name in names for field in filled if field["id"].startswith(name) and field not in taken), None)
        if found:
            facts[fact] = (found, values[found["id"]])
    used = [field for field, _ in facts.values()]
    return {"facts": facts, "more": [(field, values[field["id"]]) for field in filled if field not in used]}
