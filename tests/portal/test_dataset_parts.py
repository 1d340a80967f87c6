"""How a dataset is cited, and the programs that read it."""

from ckanext.binhduong.portal.dataset.citation import Source, as_bibtex, as_text
from ckanext.binhduong.portal.resource.code_samples import Addresses, examples

SOURCE = Source("nha-thuoc", "Sở Y tế", "Nhà thuốc & quầy thuốc", "2025-02-20", "2026-03-01", 4, "https://a.example/dataset/nha-thuoc")


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
