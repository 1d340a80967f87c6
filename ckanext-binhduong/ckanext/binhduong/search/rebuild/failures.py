"""Why there is no new index, or none that is finished."""

from __future__ import annotations

__all__ = ["AlreadyRuns", "Incomplete", "Stopped", "Unfinished"]


class AlreadyRuns(Exception):
    """Another rebuild of this portal runs."""


class Stopped(Exception):
    """Somebody wanted it to stop; the index is as it was."""


class Incomplete(Exception):
    """The new index is not what the database holds, and was not taken; the text names some of what differs."""


class Unfinished(Exception):
    """The new index answers, but may lack what was changed as it took the other's place; the text has the reason."""
