"""Lighthouse finds no barrier on home, search and a dataset's page, and nothing that keeps search engines out."""

import pytest

from benchmarks.pages.audit import PAGES, audit


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_accessible_and_findable(portal_url: str, path: str) -> None:
    """Accessibility 1.0 and SEO at least 0.95; performance depends on the machine and is measured by `make bench`."""
    found = audit(portal_url + path, ("accessibility", "seo"))
    assert found.scores["accessibility"] == 1.0, found.failed
    assert found.scores["seo"] >= 0.95, found.failed
