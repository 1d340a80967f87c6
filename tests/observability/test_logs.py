"""What a log line may hold, and that there is one line a record."""

import io
import json
import logging
import subprocess
import sys

import pytest

from ckanext.binhduong.observability.logs import LineFormatter


@pytest.fixture
def lines():
    """Log to a buffer through our formatter; the value is a function that gives the raw lines so far."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter("web"))
    log = logging.getLogger("tests.security.lines")
    log.addHandler(handler)
    log.propagate = False
    yield log, lambda: stream.getvalue().splitlines()
    log.removeHandler(handler)


@pytest.mark.parametrize("hostile", ["a\nb", "a\r\nb", "a\x1b[31mb", "a\x9b31mb", "a\u2028b", "a\u202eb", "a\x00b", "a\ud800b"])
def test_text_of_a_visitor_stays_within_its_line(lines, hostile):
    """A line end, terminal escape or direction mark in the text is escaped; the text itself can be read back."""
    log, read = lines
    log.warning("user %s", hostile)
    (line,) = read()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"user {hostile}"


def test_a_plain_formatter_lets_a_second_record_be_forged(lines):
    """The hole: with Python's own formatter the same text makes two lines."""
    log, read = lines
    log.handlers[0].setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    log.warning("user %s", "x\nINFO forged")
    assert read() == ["WARNING user x", "INFO forged"]


def test_a_line_names_time_level_process_and_logger(lines):
    """The keys an operator filters by, and Vietnamese left readable."""
    log, read = lines
    log.warning("đã nhận %d tệp", 3, extra={"fields": {"dataset": "nha-thuoc"}})
    line = json.loads(read()[0])
    assert (line["level"], line["process"], line["logger"]) == ("WARNING", "web", "tests.security.lines")
    assert (line["message"], line["dataset"]) == ("đã nhận 3 tệp", "nha-thuoc")
    assert line["time"].endswith("Z")
    assert "đã nhận" in read()[0]


def test_a_traceback_is_in_the_same_line(lines):
    """An error with its stack is one record."""
    log, read = lines
    try:
        raise ValueError("no")
    except ValueError:
        log.exception("failed")
    (line,) = read()
    assert "ValueError: no" in json.loads(line)["error"]


def _run(body: str) -> list[dict]:
    """Run ``body`` in a process of its own after ``configure("web")``; return its lines of standard error."""
    code = f"from ckanext.binhduong.observability.logs import configure\nconfigure('web')\n{body}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_process_that_cannot_start_says_why():
    """An uncaught error is logged with its stack."""
    (line,) = _run("raise RuntimeError('no database')")
    assert line["level"] == "CRITICAL"
    assert line["message"] == "the process stops: no database"
    assert "RuntimeError" in line["error"]


def test_the_server_s_own_log_is_heard_after_its_configuration():
    """granian configures its loggers itself; afterwards our configuration still gives one line of our form."""
    body = (
        "from granian.log import configure_logging, LogLevels\nimport logging\n"
        "configure_logging(LogLevels.info)\nconfigure('web')\n"
        "logging.getLogger('_granian').error('worker died')\n"
        "logging.getLogger('ckan').debug('quiet')\nlogging.getLogger('ckan').info('heard')"
    )
    assert [(line["logger"], line["message"]) for line in _run(body)] == [("_granian", "worker died"), ("ckan", "heard")]


def test_warnings_are_logged():
    """Python's warnings take the same way."""
    (line,) = _run("import warnings\nwarnings.warn('old')")
    assert line["logger"] == "py.warnings"
