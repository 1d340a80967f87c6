"""A log is read on from where it was left."""

from pathlib import Path

import pytest

from ckanext.binhduong.usage import log_file
from ckanext.binhduong.usage.log_file import Position, read_on


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of two lines."""
    path = tmp_path / "usage.log"
    path.write_text("a\nb\n")
    return path


def test_new_lines_only(log: Path) -> None:
    """What was read is not read again; a line without its end waits."""
    lines, position = read_on(log, Position())
    assert lines == ["a", "b"]
    with log.open("a") as end:
        end.write("c\nd")
    lines, position = read_on(log, position)
    assert lines == ["c"]
    with log.open("a") as end:
        end.write("d\n")
    assert read_on(log, position)[0] == ["dd"]


def test_a_renamed_log_is_read_to_its_end(log: Path) -> None:
    """Then the new one from its beginning, none of them twice."""
    _, position = read_on(log, Position())
    with log.open("a") as end:
        end.write("c\n")
    log.rename(log.with_name("usage.log.1"))
    log.write_text("d\n")
    read = []
    for _ in range(4):
        lines, position = read_on(log, position)
        read.append(lines)
    assert read == [["c"], ["d"], [], []]


def test_an_emptied_log_is_read_anew(log: Path) -> None:
    """It is shorter than what was read of it."""
    _, position = read_on(log, Position())
    log.write_text("c\n")
    assert read_on(log, position)[0] == ["c"]


def test_a_log_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    """nginx has written nothing yet."""
    assert read_on(tmp_path / "usage.log", Position(5, 7)) == ([], Position(5, 7))


def test_a_long_log_is_read_in_portions(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole lines each."""
    monkeypatch.setattr(log_file, "MOST", 3)
    lines, position = read_on(log, Position())
    assert lines == ["a"]
    assert read_on(log, position)[0] == ["b"]
