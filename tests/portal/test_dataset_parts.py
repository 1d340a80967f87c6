"""How fresh a dataset is, how it is cited, and the programs that read it."""

from datetime import date

import pytest

from ckanext.binhduong.portal.dataset.citation import Source, as_bibtex, as_text
from ckanext.binhduong.portal.dataset.freshness import Freshness, freshness_of
from ckanext.binhduong.portal.resource.code_samples import Addresses, examples

TODAY = date(2026, 11, 22)
SOURCE = Source("nha-thuoc", "Sở Y tế", "Nhà thuốc & quầy thuốc", "2026-03-01", 4, "https://a.example/dataset/nha-thuoc")


@pytest.mark.parametrize(
    ("frequency", "last", "found"),
    [
        ("MONTHLY", "2026-11-01T08:00:00", Freshness("fresh", 3, "week")),
        ("MONTHLY", "2026-09-30", Freshness("due", 1, "month")),
        ("MONTHLY", "2026-08-20", Freshness("late", 3, "month")),
        ("DAILY", "2026-11-22", Freshness("fresh", 0, "day")),
        ("ANNUAL", "2023-01-01", Freshness("late", 3, "year")),
        ("NEVER", "2023-01-01", Freshness("none", 3, "year")),
        ("MONTHLY", None, Freshness("none", 0, "")),
        ("MONTHLY", "2027-01-01", Freshness("fresh", 0, "day")),
    ],
)
def test_freshness_is_worked_out(frequency: str, last: str | None, found: Freshness) -> None:
    """Within the promised time, at most as long again, or late; what promises nothing is not judged."""
    assert freshness_of(frequency, last, TODAY) == found


def test_a_citation_names_the_release() -> None:
    """Who, when, what, which release, where."""
    assert as_text(SOURCE, "vi") == (
        "Sở Y tế (2026). Nhà thuốc & quầy thuốc [Tập dữ liệu]. Bản phát hành 4, 01/03/2026. Cổng dữ liệu mở Bình Dương. "
        "https://a.example/dataset/nha-thuoc"
    )


def test_bibtex_escapes_what_it_would_read_as_its_own() -> None:
    """An agency is one author, a title keeps its capitals; a sign such as & is written out."""
    assert as_bibtex(SOURCE, "en").splitlines() == [
        "@misc{nha-thuoc-2026-03-01,",
        "  author = {{Sở Y tế}},",
        r"  title = {{Nhà thuốc \& quầy thuốc}},",
        "  year = {2026},",
        "  month = {3},",
        "  version = {Release 4},",
        "  publisher = {Bình Dương open data portal},",
        "  url = {https://a.example/dataset/nha-thuoc},",
        "}",
    ]


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
