"""The way to a point: the operator's map service by https, and the device's own application."""

import pytest

from ckanext.binhduong.portal.feature.directions import DEFAULT, directions_to

OWN = "https://maps.example.vn/?to={lat},{lon}"


def test_the_way_leads_to_the_configured_service() -> None:
    """Degrees with six decimals, about a tenth of a metre; both forms are of the same point."""
    assert directions_to(OWN, 106.65120049, 10.98) == {
        "web": "https://maps.example.vn/?to=10.980000,106.651200",
        "geo": "geo:10.980000,106.651200?q=10.980000,106.651200",
    }


@pytest.mark.parametrize(
    "template", ["", "http://maps.example.vn/{lat},{lon}", "https://maps.example.vn/{lat}", "javascript:alert({lat},{lon})"]
)
def test_an_address_that_cannot_be_used_is_passed_over(template: str) -> None:
    """Only https, only with both places."""
    assert directions_to(template, 106.6, 11.0) == directions_to(DEFAULT, 106.6, 11.0)
