"""The files that are read: a Vietnamese CSV, a GeoPackage of polygons, the same as a VN-2000 Shapefile. Seeded, so always the same."""

import datetime
import zipfile
from pathlib import Path

import numpy as np

WARDS = ("Phường Phú Cường", "Phường Dĩ An", "Phường Hiệp Thành", "Phường Thuận Giao")
TITLES = ("Mã hồ sơ;Tên hộ;Phường;Điện thoại;Ngày cấp;Diện tích (m2);Giá trị (đồng);Tỷ lệ;Kinh độ;Vĩ độ;Ghi chú;Còn hiệu lực",)


def csv_file(path: Path, rows: int) -> None:
    """Write a CSV of 12 columns as a Vietnamese Excel saves it: semicolons, decimal commas, dd/mm/yyyy, leading zeros."""
    random = np.random.default_rng(9210)
    first = datetime.date(2010, 1, 1)
    days, amounts = random.integers(0, 5000, rows).tolist(), random.integers(0, 10**7, rows).tolist()
    swap = str.maketrans(",.", ".,")
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{TITLES[0]}\n")
        for at, (day, amount) in enumerate(zip(days, amounts, strict=True)):
            issued = first + datetime.timedelta(days=day)
            numbers = (
                f"{amount / 100:,.2f}",
                f"{amount:,}",
                f"{amount % 1000 / 10}",
                f"{106.4 + amount % 5000 / 1e4:.5f}",
                f"{11 + amount % 4000 / 1e4:.5f}",
            )
            cells = [f"{at:08d}", f"Nguyễn Văn {at % 977}", WARDS[at % 4], f"0{900_000_000 + at}", f"{issued:%d/%m/%Y}"]
            cells += [*(number.translate(swap) for number in numbers), f"ghi chú số {at % 5000}", "có" if at % 3 else "không"]
            file.write(f"{';'.join(cells)}\n")


def polygons(rows: int):
    """Give a GeoDataFrame of small quadrilaterals over the province, WGS 84."""
    import geopandas
    import shapely

    random = np.random.default_rng(9210)
    lon, lat = random.uniform(106.4, 106.9, rows), random.uniform(10.9, 11.45, rows)
    size = random.uniform(1e-4, 5e-4, rows)
    shapes = shapely.box(lon, lat, lon + size, lat + size)
    columns = {
        "ma": [f"{at:07d}" for at in range(rows)],
        "loai": random.choice(["ODT", "ONT", "CLN", "SKC"], rows),
        "dt": np.round(size * 1e5, 2),
    }
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326)


def layer_files(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write the polygons as GeoPackage and as zipped VN-2000 Shapefile."""
    import shapely

    from ckanext.binhduong.vn import from_wgs84

    frame = polygons(rows)
    package, archive = folder / "polygons.gpkg", folder / "polygons.zip"
    frame.to_file(package, driver="GPKG", engine="pyogrio")
    moved = frame.copy()
    moved["geometry"] = shapely.transform(frame.geometry.to_numpy(), lambda xy: np.column_stack(from_wgs84(xy[:, 0], xy[:, 1])))
    moved.set_crs(9210, allow_override=True).to_file(folder / "polygons.shp", engine="pyogrio")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for part in ("shp", "shx", "dbf", "prj", "cpg"):
            made.write(folder / f"polygons.{part}", f"polygons.{part}")
    return package, archive
