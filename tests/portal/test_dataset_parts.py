"""How a dataset is cited, and the programs that read it."""

from dataclasses import replace

import pytest

from ckanext.binhduong.portal.dataset.citation import Source, as_text
from ckanext.binhduong.portal.dataset.citation_styles import STYLES
from ckanext.binhduong.portal.dataset.reference_files import as_bibtex, as_ris
from ckanext.binhduong.portal.resource.code_samples import Addresses, examples

ADDRESS = "https://a.example/dataset/nha-thuoc"
SOURCE = Source("nha-thuoc", "Sở Y tế", "Nhà thuốc & quầy thuốc", "2025-02-20", "2026-03-01", 4, ADDRESS, "2026-11-30")


def test_a_citation_names_the_release() -> None:
    """Who, of when the data are, what, which release, since when here, where."""
    assert as_text(SOURCE, "vi") == (
        "Sở Y tế (2025). Nhà thuốc & quầy thuốc [Tập dữ liệu]. Số liệu đến 20/02/2025, bản phát hành 4, đăng trên cổng 01/03/2026. "
        "Cổng dữ liệu mở Bình Dương. "
        "https://a.example/dataset/nha-thuoc"
    )


def test_bibtex_escapes_what_it_would_read_as_its_own() -> None:
    """An agency is one author, a title keeps its capitals; a sign such as & is written out."""
    assert as_bibtex(SOURCE, "en").splitlines() == [
        "@misc{nha-thuoc-2026-03-01,",
        "  author = {{Sở Y tế}},",
        r"  title = {{Nhà thuốc \& quầy thuốc}},",
        "  year = {2025},",
        "  month = {2},",
        "  version = {Release 4},",
        "  publisher = {Bình Dương open data portal},",
        "  note = {Data as of 20 Feb 2025},",
        "  url = {https://a.example/dataset/nha-thuoc},",
        "}",
    ]


STYLED = {
    ("apa", "vi"): f"Sở Y tế. (2025). Nhà thuốc & quầy thuốc (Bản phát hành 4) [Tập dữ liệu]. Cổng dữ liệu mở Bình Dương. {ADDRESS}",
    ("mla", "vi"): "Sở Y tế. “Nhà thuốc & quầy thuốc.” Số liệu đến 20/02/2025. Cổng dữ liệu mở Bình Dương, bản phát hành 4, 01/03/2026, "
    f"{ADDRESS}.",
    ("chicago", "vi"): f"Sở Y tế. 2025. “Nhà thuốc & quầy thuốc.” Bản phát hành 4. Cổng dữ liệu mở Bình Dương. 01/03/2026. {ADDRESS}.",
    ("vietnamese", "vi"): "Sở Y tế (2025), Nhà thuốc & quầy thuốc (tập dữ liệu, bản phát hành 4), Cổng dữ liệu mở Bình Dương, "
    f"{ADDRESS}, truy cập ngày 30/11/2026.",
    ("mla", "en"): "Sở Y tế. “Nhà thuốc & quầy thuốc.” Data as of 20 Feb. 2025. Bình Dương open data portal, release 4, 1 Mar. 2026, "
    f"{ADDRESS}.",
    ("chicago", "en"): f"Sở Y tế. 2025. “Nhà thuốc & quầy thuốc.” Release 4. Bình Dương open data portal. March 1, 2026. {ADDRESS}.",
}


@pytest.mark.parametrize(("style", "lang"), STYLED)
def test_a_citation_in_each_style(style: str, lang: str) -> None:
    """The elements in the order and with the signs that the style prescribes; months as each writes them in English."""
    assert dict(STYLES)[style](SOURCE, lang) == STYLED[style, lang]


def test_what_is_not_known_leaves_no_gap() -> None:
    """No release, no day of the data, a title that is a question, a publisher that is the author."""
    bare = replace(SOURCE, author="Cổng dữ liệu mở Bình Dương (bên tạo dữ liệu mẫu)", title="Bao nhiêu?", as_of="", release=None)
    written = {code: write(bare, "vi") for code, write in STYLES}
    assert written["apa"] == f"{bare.author}. (2026). Bao nhiêu? [Tập dữ liệu]. {ADDRESS}"
    assert written["mla"] == f"{bare.author}. “Bao nhiêu?” Cổng dữ liệu mở Bình Dương, 01/03/2026, {ADDRESS}."
    assert written["chicago"] == f"{bare.author}. 2026. “Bao nhiêu?” Cổng dữ liệu mở Bình Dương. 01/03/2026. {ADDRESS}."
    assert "(tập dữ liệu), Cổng" in written["vietnamese"]


def test_ris_has_a_tag_a_line() -> None:
    """The record of a data set; a line break in a title begins no tag."""
    assert as_ris(replace(SOURCE, title="Nhà thuốc\nER  - x"), "vi").split("\n") == [
        "TY  - DATA",
        "AU  - Sở Y tế",
        "TI  - Nhà thuốc ER - x",
        "PY  - 2025",
        "DA  - 2026/03/01",
        "ET  - Bản phát hành 4",
        "PB  - Cổng dữ liệu mở Bình Dương",
        "N1  - Số liệu đến 20/02/2025",
        f"UR  - {ADDRESS}",
        "ER  - ",
    ]


def test_a_dataset_without_days_can_be_cited() -> None:
    """A draft has none yet."""
    assert "month" not in as_bibtex(replace(SOURCE, as_of="", day=""), "vi")


LAYER = Addresses("nha-thuoc", "https://a.example/rows", "https://a.example/shapes", {})
FILES = {"csv": "https://a.example/export.csv", "geojson": "https://a.example/export.geojson"}


def test_programs_ask_the_api_where_there_are_no_files() -> None:
    """A layer as features, a table as records; QGIS needs a file."""
    programs = dict(examples(LAYER))
    assert list(programs) == ["curl", "Python", "R", "JavaScript"]
    assert programs["curl"] == "curl -f 'https://a.example/shapes'"
    assert 'GeoDataFrame.from_features(answer["result"]["features"]' in programs["Python"]
    assert 'pandas.DataFrame(answer["result"]["records"])' in dict(examples(Addresses("a", "https://a.example/rows", "", {})))["Python"]


def test_programs_take_whole_files_where_there_are_some() -> None:
    """A layer's GeoJSON before its CSV."""
    programs = dict(examples(Addresses("nha-thuoc", "https://a.example/rows", "https://a.example/shapes", FILES)))
    assert programs["curl"].splitlines()[0] == "curl -fL -o nha-thuoc.csv 'https://a.example/export.csv'"
    assert programs["Python"].splitlines()[2] == 'rows = geopandas.read_file("https://a.example/export.geojson")'
    assert programs["R"] == 'rows <- sf::st_read("https://a.example/export.geojson")'
    assert programs["QGIS"] == 'iface.addVectorLayer("/vsicurl/https://a.example/export.geojson", "nha-thuoc", "ogr")'
