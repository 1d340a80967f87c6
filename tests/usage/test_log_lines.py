"""What counts as use, from one line of the log."""

from datetime import date

import pytest

from ckanext.binhduong.usage.log_lines import Use, read_line

ID = "ee6a1add-2daa-4d9f-b514-367a6b00092d"
DAY = date(2026, 11, 30)


def line(path: str, *, method: str = "GET", status: str = "200", reader: str = "person", names: str = "- - -") -> str:
    """A line as nginx writes it, of a morning in Vietnam."""
    return f"2026-11-30T03:22:14+00:00 {method} {status} {reader} {path} {names}\n"


@pytest.mark.parametrize(
    ("path", "use"),
    [
        ("/dataset/nha-thuoc", Use(DAY, "view", dataset="nha-thuoc")),
        (f"/dataset/nha-thuoc/resource/{ID}", Use(DAY, "view", dataset="nha-thuoc", resource=ID)),
        ("/feature/nha-thuoc/NT0001", Use(DAY, "view", layer="nha-thuoc")),
        (f"/dataset/nha-thuoc/resource/{ID}/download", Use(DAY, "download", dataset="nha-thuoc", resource=ID)),
        (f"/dataset/nha-thuoc/resource/{ID}/download/t%C3%AAn.csv", Use(DAY, "download", dataset="nha-thuoc", resource=ID)),
        (f"/dataset/nha-thuoc/resource/{ID}/export.xlsx", Use(DAY, "download", dataset="nha-thuoc", resource=ID)),
        (f"/datastore/dump/{ID}", Use(DAY, "download", resource=ID)),
        (f"/dataset/nha-thuoc/resource/{ID}/rows.geojson", Use(DAY, "api", dataset="nha-thuoc", resource=ID)),
        ("/dataset/nha-thuoc.ttl", Use(DAY, "api", dataset="nha-thuoc")),
        ("/geo/collections/nha-thuoc/items", Use(DAY, "api", layer="nha-thuoc")),
        ("/feature/nha-thuoc/NT0001.geojson", Use(DAY, "api", layer="nha-thuoc")),
    ],
)
def test_an_address_has_a_kind(path: str, use: Use) -> None:
    """Pages are views, whole files downloads, what programs read calls."""
    assert read_line(line(path)) == use


@pytest.mark.parametrize(
    ("names", "use"),
    [
        (f"{ID} - -", Use(DAY, "api", resource=ID)),
        ("- nha-thuoc -", Use(DAY, "api", dataset="nha-thuoc")),
        ("- - nha-thuoc", Use(DAY, "api", layer="nha-thuoc")),
        ("- - -", None),
    ],
)
def test_an_action_is_of_what_its_address_names(names: str, use: Use | None) -> None:
    """One that names nothing, as a search, is of no dataset."""
    assert read_line(line("/api/3/action/table_search", names=names)) == use


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/dataset/nha-thuoc", {"reader": "robot"}),
        ("/dataset/nha-thuoc", {"reader": "program"}),
        ("/dataset/nha-thuoc", {"status": "404"}),
        ("/dataset/nha-thuoc", {"method": "HEAD"}),
        ("/dataset/nha-thuoc", {"method": "POST"}),
        (f"/datastore/dump/{ID}", {"status": "206"}),
        (f"/datastore/dump/{ID}", {"status": "304"}),
        ("/dataset/edit/nha-thuoc", {}),
        ("/", {}),
    ],
)
def test_what_is_no_use(path: str, said: dict[str, str]) -> None:
    """Robots, programs that open pages, errors, parts, forms, other pages."""
    assert read_line(line(path, **said)) is None


@pytest.mark.parametrize("broken", ["", "\n", "2026-11-30T03:22", line("/dataset/a b"), line("/dataset/nha-thuoc")[:40], "x" * 10_000])
def test_a_broken_line_is_left_out(broken: str) -> None:
    """A full disk cuts lines; nobody's counting ends there."""
    assert read_line(broken) is None


def test_a_page_that_the_reader_has_is_a_view() -> None:
    """304 saves bytes, not attention."""
    assert read_line(line("/dataset/nha-thuoc", status="304")) == Use(DAY, "view", dataset="nha-thuoc")


def test_a_day_is_vietnam_s() -> None:
    """After 17:00 UTC it is tomorrow."""
    use = read_line("2026-11-30T17:00:00+00:00 GET 200 person /dataset/a - - -")
    assert use
    assert use.day == date(2026, 12, 1)
