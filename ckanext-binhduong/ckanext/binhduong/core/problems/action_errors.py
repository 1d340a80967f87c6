"""From this room's errors to CKAN's, with the HTTP status each deserves: CKAN's API itself answers every wrong argument with 409."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ckan.plugins import toolkit as tk
from flask import Response, g, has_request_context

from ckanext.binhduong.core.problems.argument_errors import MESSAGES, ArgumentError, LayerNotFoundError, UnavailableError

__all__ = ["ckan_errors", "set_status"]

_CKAN_STATUS = 409
_RETRY_AFTER = "5"


@contextmanager
def ckan_errors() -> Iterator[None]:
    """Raise CKAN's errors for ours: ValidationError (400, or 503 when the database is busy) and ObjectNotFound (404)."""
    try:
        yield
    except ArgumentError as error:
        _note(400)
        raise tk.ValidationError({error.argument: [f"{error.vi} / {error.en}"]}) from error
    except UnavailableError as error:
        _note(503)
        raise tk.ValidationError({"message": [" / ".join(MESSAGES["busy"])]}) from error
    except LayerNotFoundError as error:
        raise tk.ObjectNotFound("Không có lớp hay đối tượng này. / There is no such layer or feature.") from error


def _note(status: int) -> None:
    if has_request_context():
        g.binhduong_features_status = status


def set_status(response: Response) -> Response:
    """Give an answer the status that was noted for it."""
    status = g.get("binhduong_features_status")
    if status is not None and response.status_code == _CKAN_STATUS:
        response.status_code = status
        if status == 503:
            response.headers["Retry-After"] = _RETRY_AFTER
    return response
