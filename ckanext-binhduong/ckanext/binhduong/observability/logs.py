"""Logging of every process, configured once: one JSON object a line, to standard error.

CKAN configures logging from its ini file when that file has logging sections, and in doing so silences the server's own error log; ours has
none. A process calls :func:`configure` first thing, and whatever it logs later (CKAN, granian, rq, uncaught errors) leaves in one form.

A line is one record whatever it holds: JSON escapes what ends a line, and the rest of the control characters, so that text sent by a
visitor can neither forge a second record (CVE-2024-27097) nor steer the terminal of the operator who reads the log.
"""

from __future__ import annotations

import json
import logging
import logging.config
import re
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from ckanext.binhduong.core import request_id

__all__ = ["LineFormatter", "configure", "dict_config"]

#: Left by ``json.dumps(ensure_ascii=False)``: DEL, the C1 controls (8-bit terminal escapes), line and paragraph separators, and the marks
#: that turn the reading direction round, with which a log line can be made to read as another one.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

#: Levels other than INFO. CKAN's own request line says the same as ours with less; rq tells each heartbeat.
_LEVELS = {
    "ckan.config.middleware.flask_app": "WARNING",
    "ckan.plugins.core": "WARNING",
    "alembic": "WARNING",
    "rq.worker": "INFO",
    # It logs a stack for each call that fails; the incident's line has the same one once.
    "pysolr": "CRITICAL",
    "urllib3": "WARNING",
    "passlib": "ERROR",
}


def _escape(line: str) -> str:
    """Write the characters of :data:`_UNSAFE` as JSON escapes."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


class LineFormatter(logging.Formatter):
    """One record as one line of JSON.

    Args:
        process: the name of the process ("web", "worker", "cli"), written in each line.

    The keyword ``extra={"fields": {...}}`` of a logging call adds its own keys to the line.
    """

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = process

    def format(self, record: logging.LogRecord) -> str:
        """Return ``record`` as a line without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "process": self.process,
            "pid": record.process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if of := request_id.current():
            line["request_id"] = of
        line.update(getattr(record, "fields", {}))
        if record.exc_info and isinstance(record.exc_info, tuple):
            line["error"] = self.formatException(record.exc_info)
        return _escape(json.dumps(line, ensure_ascii=False, default=str))


def dict_config(process: str) -> dict[str, Any]:
    """Return the configuration in the form of ``logging.config.dictConfig``.

    A server that configures logging itself (granian: ``log_dictconfig``) is given this, so that its own lines have the same form.

    Args:
        process: the name of the process.
    """
    through = {"handlers": [], "level": "INFO", "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": LineFormatter, "process": process}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {"_granian": through, "granian.access": through} | {name: {"level": level} for name, level in _LEVELS.items()},
    }


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log the error that ends the process, so that a process that cannot start says why."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("the process stops: %s", error, exc_info=(kind, error, trace))


def configure(process: str) -> None:
    """Send all that this process logs to standard error, a line of JSON a record.

    Calling it again changes nothing but the name.

    Args:
        process: the name of the process ("web", "worker", "cli"), written in each line.
    """
    logging.config.dictConfig(dict_config(process))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
