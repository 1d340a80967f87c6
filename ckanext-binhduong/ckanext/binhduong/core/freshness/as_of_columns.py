"""Which column of a table says of when its rows are. Imports no CKAN."""

from collections.abc import Mapping

__all__ = ["NAMES", "as_of_column"]

#: How Vietnamese tables call it, most certain first. A licence's or a decision's date is the date of something else, so it is not here.
NAMES = (
    *("ngay_cap_nhat", "thoi_diem_cap_nhat", "thoi_gian_cap_nhat", "cap_nhat", "cap_nhat_luc", "ngay_cap_nhat_cuoi"),
    *("ngay_so_lieu", "thoi_diem_so_lieu", "so_lieu_den_ngay", "tinh_den_ngay", "ngay_chot_so_lieu", "ngay_thong_ke", "ngay_bao_cao"),
    *("thoi_diem_do", "thoi_gian_do", "ngay_gio_do", "ngay_do", "ngay_quan_trac", "thoi_diem", "ngay_ra_soat", "ngay_kiem_ke"),
    *("updated_at", "last_updated", "observed_at"),
)
_KINDS = ("date", "timestamp", "timestamptz")


def as_of_column(columns: Mapping[str, str], latest_by: str = "") -> str | None:
    """Return the column with the time of the rows, None when none says it.

    Args:
        columns: PostgreSQL's type by column name, as the DataStore has them.
        latest_by: what the resource declares ("key column, time column"); it stands before any name.
    """
    dated = {name for name, kind in columns.items() if kind.partition(" ")[0] in _KINDS}
    declared = latest_by.partition(",")[2].strip()
    return next((name for name in (declared, *NAMES) if name in dated), None)
