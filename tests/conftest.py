"""What all tests share. Tests of plain rooms need nothing of this and also run without CKAN (`-p no:ckan -p no:ckan_fixtures`)."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session")
def portal_url() -> str:
    """The address of a whole, seeded portal; `bin/portal test` gives it while the instance's portal runs."""
    address = os.environ.get("PORTAL_URL")
    if not address:
        pytest.fail("no portal runs: start it by `bin/portal up` (the same PORTAL_VAR and PORTAL_PORT), or run `make test`")
    return address


@pytest.fixture(scope="session")
def admin_password() -> str:
    """The password of the live portal's first administrator."""
    return os.environ["PORTAL_ADMIN_PASSWORD"]
