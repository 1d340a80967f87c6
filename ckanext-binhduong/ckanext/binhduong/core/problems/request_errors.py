"""The one type of error of a request that cannot be answered: HTTP status, message id, and the place it is about. Imports no CKAN."""

from __future__ import annotations

from ckanext.binhduong.core.problems.messages import Problem
from ckanext.binhduong.core.problems.request_messages import MESSAGES
from ckanext.binhduong.core.problems.translation import translated

__all__ = ["ArgumentError", "LayerNotFoundError", "RequestError", "UnavailableError"]


class RequestError(Exception):
    """A request cannot be answered.

    Args:
        code: the message's id, a key of ``MESSAGES``.
        place: the parameter it is about; empty when it is about none.
        values: what the message names beside the place.

    Attributes:
        status: the HTTP status it deserves.
        kind: the ``__type`` of the API's error object.
        retry_after: seconds after which asking again may help.
    """

    status = 400
    kind = "Validation Error"
    retry_after: int | None = None

    def __init__(self, code: str, place: str = "", **values: object) -> None:
        self.code, self.place, self.values = code, place, values
        super().__init__(self.both)

    def in_language(self, language: str) -> str:
        """Return the message in ``vi`` or ``en``."""
        return translated(MESSAGES[self.code], language).format(place=self.place, **self.values)

    @property
    def both(self) -> str:
        """The message in both languages, for answers that have none (API, plain text)."""
        return f"{self.in_language('vi')} / {self.in_language('en')}"

    @property
    def problem(self) -> Problem:
        """The same as an answer: its status, its type in the API's error object, its words."""
        return Problem(self.status, self.kind, self.in_language("vi"), self.in_language("en"), self.retry_after)


class ArgumentError(RequestError, ValueError):
    """A parameter cannot be used."""

    def __init__(self, place: str, code: str, **values: object) -> None:
        super().__init__(code, place, **values)


class LayerNotFoundError(RequestError, LookupError):
    """There is no such published layer, or no such feature in it."""

    status = 404
    kind = "Not Found Error"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__("not-found")


class UnavailableError(RequestError):
    """The database did not answer in time, or not at all; asking again may help."""

    status = 503
    kind = "Service Unavailable"
    retry_after = 5

    def __init__(self) -> None:
        super().__init__("busy")
