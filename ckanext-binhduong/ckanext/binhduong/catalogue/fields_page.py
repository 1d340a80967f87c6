"""Makes docs/fields.md from the schemas and vocabularies, so that the page cannot say anything the portal does not do."""

from typing import Any

from ckanext.binhduong.catalogue import fields, vocabularies

__all__ = ["render"]

_SECTIONS = (
    ("dataset", "dataset_fields", "Tập dữ liệu / Dataset"),
    ("dataset", "resource_fields", "Tệp / Resource"),
    ("agency", "fields", "Cơ quan / Agency (CKAN organization)"),
    ("theme", "fields", "Lĩnh vực / Theme (CKAN group)"),
)
_HEAD = """# Các trường / Fields

Trang này được tạo từ các tệp YAML của lược đồ bằng `ckan binhduong fields`; đừng sửa tay.
This page is made from the YAML schemas by `ckan binhduong fields`; do not edit it.
"""


def render() -> str:
    """Return the whole page as Markdown."""
    tables = [_section(title, fields.schema(kind)[group]) for kind, group, title in _SECTIONS]
    words = [_vocabulary(name) for name in vocabularies.VOCABULARIES]
    return "\n".join([_HEAD, *tables, "## Bảng mã / Vocabularies\n", *words])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _section(title: str, rows: list[dict[str, Any]]) -> str:
    heads = ["field", "tiếng Việt", "English", "bắt buộc / required", "giá trị / values", "DCAT-AP"]
    return f"## {title}\n\n{_table(heads, [_row(row) for row in rows])}"


def _row(row: dict[str, Any]) -> list[str]:
    label, help_text = row["label"], row["help_text"]
    return [
        f"`{row['field_name']}`",
        f"**{label['vi']}**. {help_text['vi']}",
        f"**{label['en']}**. {help_text['en']}",
        "✓" if row.get("required") or row.get("preset") == "binhduong_title" or row.get("preset") == "binhduong_required_text" else "",
        _values(row),
        f"`{row['dcat']}`" if "dcat" in row else "",
    ]


_KINDS = {
    "binhduong_date": "ngày / date",
    "binhduong_email": "e-mail",
    "binhduong_link": "http(s)",
    "binhduong_unit": "mã đơn vị / unit id",
    "binhduong_units": "danh sách mã đơn vị / list of unit ids",
    "binhduong_release_field": "do cổng ghi / set by the portal",
}


def _values(row: dict[str, Any]) -> str:
    if "vocabulary" in row:
        default = f" (mặc định / default: `{row['default']}`)" if "default" in row else ""
        return f"[{row['vocabulary']}](#{row['vocabulary'].replace('_', '-')}){default}"
    return _KINDS.get(row.get("preset", ""), "")


def _vocabulary(name: str) -> str:
    rows = [[f"`{row['code']}`", row["vi"], row["en"], row["uri"] or ""] for row in vocabularies.entries(name)]
    return f"### {name.replace('_', '-')}\n\n{_table(['code', 'tiếng Việt', 'English', 'URI'], rows)}"
