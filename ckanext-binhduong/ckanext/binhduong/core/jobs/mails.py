"""What every job that sends a mail needs: when a relay that is away is tried again, and addresses of pages without a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ckan.plugins import toolkit as tk
from flask import current_app, has_app_context, has_request_context
from rq import Retry

__all__ = ["retry", "with_addresses"]

_WAITS = [60, 300, 900, 3600, 3 * 3600, 8 * 3600]
"""Seconds between the attempts: half a day; then the job stands among the failed ones."""


def retry() -> Retry:
    """Return how a job that sends a mail is tried again."""
    return Retry(max=len(_WAITS), interval=_WAITS)


@contextmanager
def with_addresses() -> Iterator[None]:
    """Write texts in the portal's language with addresses of its own; inside a request in that one's."""
    if has_app_context() and not has_request_context():
        with current_app.test_request_context(base_url=tk.config["ckan.site_url"]):
            yield
    else:
        yield
