"""Our errors as CKAN's, which its API and pages know: the error itself goes along, and the answer gets the status it deserves.

CKAN's API answers every ``ValidationError`` with 409. Which status an answer is to have is noted on Flask's ``g`` here, and read here only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ckan.plugins import toolkit as tk
from flask import Response, g, has_request_context

from ckanext.binhduong.core.problems.request_errors import RequestError

__all__ = ["RequestNotFound", "RequestRefused", "ckan_errors", "is_busy", "message_of", "set_status"]

_CKAN_STATUS = 409
_RETRY_AFTER = "5"


class RequestRefused(tk.ValidationError):
    """CKAN's error for a request that cannot be answered; ``problem`` is ours."""

    def __init__(self, problem: RequestError) -> None:
        self.problem = problem
        super().__init__({problem.place or "message": [problem.both]})


class RequestNotFound(tk.ObjectNotFound):
    """CKAN's error for something that is not there; ``problem`` is ours."""

    def __init__(self, problem: RequestError) -> None:
        self.problem = problem
        super().__init__(problem.both)


@contextmanager
def ckan_errors() -> Iterator[None]:
    """Raise CKAN's errors for ours: RequestNotFound for status 404, RequestRefused for any other."""
    try:
        yield
    except RequestError as error:
        if error.status == 404:
            raise RequestNotFound(error) from error
        if has_request_context():
            g.binhduong_request_status = error.status
        raise RequestRefused(error) from error


def set_status(response: Response) -> Response:
    """Return an answer the status that was noted for it."""
    status = g.get("binhduong_request_status")
    if status is not None and response.status_code == _CKAN_STATUS:
        response.status_code = status
        if status == 503:
            response.headers["Retry-After"] = _RETRY_AFTER
    return response


def is_busy(error: BaseException) -> bool:
    """Whether an action refused because the database did not answer in time: nothing is wrong with the request."""
    return isinstance(error, RequestRefused) and error.problem.status == 503


def message_of(error: tk.ValidationError | tk.ObjectNotFound, language: str) -> str:
    """Return what an action refused, in one language when the error is ours, else as CKAN says it."""
    if isinstance(error, RequestRefused | RequestNotFound):
        return error.problem.in_language(language)
    if isinstance(error, tk.ValidationError):
        return "; ".join(str(message) for message in error.error_summary.values())
    return str(error)
