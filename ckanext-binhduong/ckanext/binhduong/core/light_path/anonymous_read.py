"""A request that is nobody's own, as the guards hand it to what answers before Flask. Imports no CKAN."""

from __future__ import annotations

from typing import Protocol

from werkzeug.wrappers import Response

__all__ = ["KEY", "AnonymousRead"]

KEY = "binhduong.anonymous_read"
"""Where the WSGI environment holds it; without it a request goes on to CKAN."""


class AnonymousRead(Protocol):
    """A reading request without cookie, token, range or body; Flask's guards have not seen it and need not."""

    def arguments(self, action: str) -> dict[str, str] | None:
        """Return the arguments of an action that only reads; None when a guard would refuse them, which is CKAN's to say."""

    def finish(self, response: Response, endpoint: str, action: str = "") -> Response:
        """Return an answer with the headers that the guards give to a view's.

        Args:
            response: as the view makes it.
            endpoint: Flask's name of the view.
            action: the action, where the view is that of the Action API.
        """
        ...

    def keep(self, response: Response, endpoint: str) -> None:
        """Let nginx keep an answer that has its headers already, if the table of lives has it.

        Args:
            response: an answer that is the same for everybody.
            endpoint: the light path's name of what is answered.
        """
