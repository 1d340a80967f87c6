"""What the page of an administrative unit shows."""

from ckanext.binhduong.portal.place.place_page import about, by_theme, related_ids

UNIT = {"id": "718@2024", "parents": [{"id": "74@2024"}], "children": [{"id": "25741@2024"}]}


def test_a_unit_is_looked_for_with_those_above_it() -> None:
    """Data about the province are about its cities too."""
    assert related_ids(UNIT) == ["718@2024", "74@2024"]


def test_datasets_are_sorted_by_their_area() -> None:
    """Own ones first, those about the province apart, a neighbour's nowhere."""
    datasets = [
        {"name": name, "units": units} for name, units in (("a", ["74@2024"]), ("b", ["25741@2024"]), ("c", ["719@2024"]), ("d", None))
    ]
    found = about(datasets, UNIT)
    assert ([each["name"] for each in found["own"]], [each["name"] for each in found["wider"]]) == (["b"], ["a"])


def test_features_are_counted_by_theme() -> None:
    """The largest theme first; one that could not be counted before it; an empty layer is left out."""
    layers = [{"id": "a", "theme": "y-te"}, {"id": "b", "theme": "nha-thuoc"}, {"id": "c", "theme": "y-te"}, {"id": "d", "theme": "x"}]
    groups = by_theme(layers, {"a": 2, "b": 9, "c": 3, "d": 0})
    assert [(group["theme"], group["count"], len(group["layers"])) for group in groups] == [("nha-thuoc", 9, 1), ("y-te", 5, 2)]
    assert by_theme(layers[:2], {"a": None, "b": 9})[0]["count"] is None
