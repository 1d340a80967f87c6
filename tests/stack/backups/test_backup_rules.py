"""Backups without a server: what is due, the archive of the log and its gaps, secrets, manifests, what health says."""

from __future__ import annotations

import gzip
import io
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ckanext.binhduong.observability.backups import read_state, summary
from ckanext.binhduong.storage.store import Store
from stack.backups import check, command, wal_archive
from stack.backups.folder import contents, manifest, secret_box, segments
from stack.backups.folder.manifest import Entry, Manifest
from stack.backups.folder.place import Place
from stack.backups.keeper import due
from stack.backups.messages import OCCUPIED, USAGE, problem
from stack.backups.restore import choose, moment
from stack.instance import from_environment
from stack.shell import Problem

NIGHT = datetime(2026, 11, 29, 19, 30, tzinfo=UTC)
DAY = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


def _ago(now: datetime, **age: float) -> dict[str, Any]:
    at = (now - timedelta(**age)).isoformat()
    return {"at": at, "ok": True, "succeeded": at}


@pytest.mark.parametrize(
    ("state", "now", "kind"),
    [
        ({}, DAY, "backup"),
        ({"backup": _ago(DAY, hours=13)}, DAY, ""),
        ({"backup": _ago(NIGHT, hours=13)}, NIGHT, "drill"),
        ({"backup": _ago(DAY, hours=13), "drill": _ago(DAY, days=2)}, DAY, ""),
        ({"backup": _ago(NIGHT, hours=24), "drill": _ago(NIGHT, days=2)}, NIGHT, "backup"),
        ({"backup": _ago(NIGHT, hours=19), "drill": _ago(NIGHT, days=2)}, NIGHT, ""),
        ({"backup": _ago(DAY, hours=35), "drill": _ago(DAY, days=2)}, DAY, ""),
        ({"backup": _ago(DAY, hours=36), "drill": _ago(DAY, days=2)}, DAY, "backup"),
        ({"backup": _ago(NIGHT, hours=2), "drill": _ago(NIGHT, days=7)}, NIGHT, "drill"),
        ({"backup": {"at": DAY.isoformat(), "ok": False, "succeeded": None}}, DAY + timedelta(minutes=59), ""),
        ({"backup": {"at": DAY.isoformat(), "ok": False, "succeeded": None}}, DAY + timedelta(minutes=61), "backup"),
    ],
)
def test_what_is_due(state: dict[str, Any], now: datetime, kind: str):
    """A backup every night and a drill every week, at night unless one is late; a failed attempt waits an hour."""
    assert due(state, now) == kind


def _segment(number: int, timeline: int = 1) -> str:
    return segments.Segment(number, timeline).name


def _archive(folder: Path, *names: str) -> Path:
    for name in names:
        with gzip.open(folder / f"{name}.gz", "wb") as file:
            file.write(name.encode())
    return folder


def test_a_segment_is_kept_once_and_read_back(tmp_path: Path):
    """The same bytes again are fine (PostgreSQL may ask twice); other bytes under the same name are refused and change nothing."""
    source, other, back = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    source.write_bytes(b"log" * 1000)
    other.write_bytes(b"other")
    assert [wal_archive.put(tmp_path, path, _segment(7)) for path in (source, source, other)] == [0, 0, 1]
    assert wal_archive.get(tmp_path, _segment(7), back) == 0
    assert back.read_bytes() == source.read_bytes()
    assert wal_archive.get(tmp_path, _segment(8), back) == 1


def test_a_flipped_bit_of_the_log_is_seen(tmp_path: Path):
    """Each archived segment has a checksum of its own."""
    place = _archive(tmp_path, _segment(1)) / f"{_segment(1)}.gz"
    assert wal_archive.is_whole(place)
    data = bytearray(place.read_bytes())
    data[-5] ^= 1
    place.write_bytes(data)
    assert not wal_archive.is_whole(place)


@pytest.mark.parametrize(
    ("present", "start", "missing"),
    [
        ([(255, 1), (256, 1), (257, 1)], (255, 1), None),
        ([(255, 1), (257, 1)], (255, 1), (256, 1)),
        ([(255, 1), (257, 1)], (257, 1), None),
        ([(256, 1)], (255, 1), (255, 1)),
        ([], (255, 1), (255, 1)),
        ([(255, 1), (256, 2), (257, 2)], (255, 1), None),
        ([(255, 2), (257, 2)], (255, 2), (256, 2)),
    ],
)
def test_a_gap_in_the_log_is_named(tmp_path: Path, present: list[tuple[int, int]], start: tuple[int, int], missing: tuple[int, int] | None):
    """The first missing segment from a start on, over the border of a log file and over timelines."""
    _archive(tmp_path, *(_segment(*given) for given in present))
    gap = segments.find_gap(tmp_path, segments.Segment(*start))
    assert (gap and gap.segment) == (_segment(*missing) if missing else None)


def test_positions_and_names_of_segments():
    """PostgreSQL's own names."""
    assert segments.segment_of(1, "0/16B3740").name == "000000010000000000000001"
    assert segments.segment_of(3, "1/FF000000").name == "0000000300000001000000FF"


def _key(path: Path) -> str:
    done = subprocess.run(["age-keygen", "-o", path], capture_output=True, text=True, check=True)
    return done.stderr.split()[-1]


def test_only_the_right_key_opens_the_secrets(tmp_path: Path):
    """Another key is refused, and the problem names the public key that fits."""
    right, wrong, sealed = tmp_path / "right", tmp_path / "wrong", tmp_path / "secrets.age"
    recipient, _ = _key(right), _key(wrong)
    sealed.write_bytes(secret_box.seal({"postgres": "x"}, recipient))
    assert b"postgres" not in sealed.read_bytes()
    assert secret_box.unseal(sealed, right.read_bytes(), "B", recipient) == {"postgres": "x"}
    with pytest.raises(Problem, match=recipient):
        secret_box.unseal(sealed, wrong.read_bytes(), "B", recipient)


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1QQ", "age1" + "q" * 58, "ssh-ed25519 AAAA"])
def test_what_is_no_public_key_is_refused(text: str):
    """Among them a secret key, which must never be stored here."""
    assert not secret_box.is_recipient(text)


def _manifest(name: str, ended: str) -> Manifest:
    return Manifest(
        id=name, begun=ended, ended=ended, system_identifier="1", postgres="15", timeline=1, first_segment=_segment(1), point="0/1000000",
        recipient="age1", code="c", environment={}, tables={"ckan.public.package": [1, "2"]}, searches=None, files=0, bytes=0,
    )  # fmt: skip


def test_a_changed_manifest_is_refused(tmp_path: Path):
    """A manifest has a checksum of itself: a number in it that still parses is found."""
    manifest.write(tmp_path, _manifest("20261129T000000Z", "2026-11-29T00:00:00+00:00"))
    assert manifest.read(tmp_path).timeline == 1
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace('"timeline": 1', '"timeline": 2'))
    with pytest.raises(Problem, match=r"manifest\.json is damaged"):
        manifest.read(tmp_path)


def test_any_changed_bit_of_the_list_of_files_is_damage(tmp_path: Path):
    """Wherever it is: in the header, in what cannot be unpacked any more, in the checksum; never another error, never another backup."""
    name = "20261129T000000Z"
    manifest.write_files(tmp_path / "files.jsonl.gz", name, [Entry(f"resources/{number}", f"{number:064x}", number) for number in range(9)])
    manifest.write(tmp_path, _manifest(name, "2026-11-29T00:00:00+00:00"))
    assert len(check.check_parts(tmp_path)[1]) == 9
    whole = (tmp_path / "files.jsonl.gz").read_bytes()
    for bit in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        (tmp_path / "files.jsonl.gz").write_bytes(changed)
        with pytest.raises(Problem, match=r"files\.jsonl\.gz is damaged"):
            check.check_parts(tmp_path)


def test_the_newest_backup_before_a_moment_is_chosen(tmp_path: Path):
    """By when it had ended; without one that is old enough there is none."""
    place = Place(tmp_path)
    place.ensure("1")
    for hour in ("01", "02"):
        folder = place.backups / f"20261129T{hour}0000Z"
        folder.mkdir()
        manifest.write(folder, _manifest(folder.name, f"2026-11-29T{hour}:05:00+00:00"))
    assert choose(place).name == "20261129T020000Z"
    assert choose(place, at=moment("2026-11-29 09:04:59")).name == "20261129T010000Z"
    assert choose(place, "20261129T010000Z").name == "20261129T010000Z"
    (place.backups / "20261129T010000Z" / "manifest.json").write_text("{")
    with pytest.raises(Problem, match="no complete backup"):
        choose(place, at=moment("2026-11-29 09:04:59"))
    assert choose(place, at=moment("2026-11-29 10:00:00")).name == "20261129T020000Z"
    for name, at in (("x", None), ("", moment("2026-11-29T01:04:59+00:00"))):
        with pytest.raises(Problem, match="no complete backup"):
            choose(place, name, at)


@pytest.mark.parametrize(
    ("text", "found"), [("2026-11-29 20:15", "2026-11-29T20:15:00+07:00"), ("2026-11-29T20:15:00Z", "2026-11-29T20:15:00+00:00")]
)
def test_a_moment_without_a_zone_is_vietnams(text: str, found: str):
    """An operator reads the clock on the wall."""
    assert moment(text).isoformat() == found


@pytest.mark.parametrize("text", ["hôm qua", "", "2026-13-01", "2999-01-01"])
def test_what_is_no_past_moment_is_refused(text: str):
    """Words, no date, the future: wrong words, exit status 2."""
    with pytest.raises(Problem) as refused:
        moment(text)
    assert refused.value.status == USAGE


def test_a_folder_belongs_to_one_cluster(tmp_path: Path):
    """The log of two clusters in one archive could restore neither; a folder that is none of ours is not taken for one."""
    place = Place(tmp_path / "b")
    with pytest.raises(Problem, match="no folder of this portal's backups"):
        place.system_identifier()
    place.ensure("1")
    with pytest.raises(Problem, match="another database cluster"):
        place.ensure("2")


def test_a_disk_that_is_away_is_a_problem_and_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """An error of the system becomes a text with a remedy; paths are meant from where the command was typed."""

    def away(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "_list", away)
    with pytest.raises(Problem, match=r"cannot be read or written: .*No space left"):
        command.backup(from_environment(), ["list"])
    with pytest.raises(Problem, match="no such command: lisst"):
        command.backup(from_environment(), ["lisst"])
    monkeypatch.setenv("PORTAL_CALLED_FROM", str(tmp_path))
    assert (command._path("b"), command._path("/mnt/b")) == (tmp_path.resolve() / "b", Path("/mnt/b"))


def test_one_backup_at_a_time_sweeps_what_a_killed_one_left(tmp_path: Path):
    """The second is refused at once; a leftover of a killed run is gone at the next."""
    place = Place(tmp_path)
    place.ensure("1")
    (place.incoming / "20261129T000000Z").mkdir()
    with place.locked():
        assert list(place.incoming.iterdir()) == []
        with pytest.raises(Problem) as refused, Place(tmp_path).locked():
            pass
    assert refused.value.status == OCCUPIED


def test_contents_are_copied_once_and_damaged_ones_are_named(tmp_path: Path):
    """Files by their content; what is on its way is left out; a content that is not its name's is not copied."""
    storage, place = tmp_path / "storage", Place(tmp_path / "b")
    whole, broken = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "00" * 32
    for name in (f"releases/files/2c/{whole}", f"releases/files/00/{broken}", "releases/incoming/x", "storage/uploads/group/logo.png"):
        path = storage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"hello")
    copied = contents.copy_in(storage, place)
    assert copied.damaged == [f"releases/files/00/{broken}"]
    assert copied.entries == {name: Entry(name, whole, 5) for name in (f"releases/files/2c/{whole}", "storage/uploads/group/logo.png")}
    assert contents.kept_names(place) == {whole}
    assert contents.fetch(place, tmp_path / "back", list(copied.entries.values())) == ([], [])
    assert (tmp_path / "back/storage/uploads/group/logo.png").read_bytes() == b"hello"


def _kept(store: Store, text: bytes) -> str:
    incoming = store.receive(io.BytesIO(text), 100)
    store.keep(incoming)
    return incoming.sha256


def test_an_accepted_file_is_in_the_backups_at_once(tmp_path: Path):
    """Whole and read-only, under the path that a backup looks for."""
    place = Place(tmp_path / "b")
    place.ensure("1")
    sha256 = _kept(Store(tmp_path / "releases", reserve=0, backups=place.folder), b"hello")
    assert place.content(sha256).read_bytes() == b"hello"
    assert place.content(sha256).stat().st_mode & 0o777 == 0o444
    assert contents.kept_names(place) == {sha256}


def test_a_backup_disk_that_is_away_stops_no_upload(tmp_path: Path):
    """The file is accepted, nothing is written where the disk was mounted, and what lacks is copied when it is back."""
    place = Place(tmp_path / "b")
    place.folder.mkdir()
    store = Store(tmp_path / "storage" / "releases", reserve=0, backups=place.folder)
    sha256 = _kept(store, b"hello")
    assert store.holds(sha256, 5)
    with pytest.raises(FileNotFoundError):
        contents.copy_new_contents(tmp_path / "storage", place)
    assert list(place.folder.iterdir()) == []
    place.ensure("1")
    assert [contents.copy_new_contents(tmp_path / "storage", place) for _ in range(2)] == [1, 0]
    assert contents.kept_names(place) == {sha256}


def test_every_problem_has_both_languages():
    """A text in Vietnamese, one in English, a remedy and an exit status that is not success."""
    from stack.backups import messages

    values = dict.fromkeys(("folder", "id", "part", "count", "names", "segment", "moment", "seconds", "path", "text", "target", "log"), "x")
    values |= dict.fromkeys(("recipient", "other", "format", "known", "code", "var", "need", "free", "differences", "words", "error"), "x")
    for name in messages._MESSAGES:
        found = problem(name, **values, when_vi="", when_en="")
        assert len(found.reason.splitlines()) >= 2
        assert found.remedy
        assert found.status > 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "none set up"),
        ({"set": _ago(DAY)}, "none yet"),
        ({"backup": _ago(DAY, hours=12)}, "backup made 12 h ago, no drill yet"),
        ({"backup": _ago(DAY, minutes=5), "drill": _ago(DAY, days=3)}, "backup made 5 min ago, drill passed 3 days ago"),
        ({"backup": _ago(DAY, hours=41), "drill": _ago(DAY, days=10)}, "backup made 41 h ago (late), drill passed 10 days ago (late)"),
        (
            {"backup": _ago(DAY, hours=2), "drill": {**_ago(DAY, days=7), "ok": False}},
            "backup made 2 h ago, drill passed 7 days ago, the last attempt failed",
        ),
        ({"backup": {"at": DAY.isoformat(), "ok": False, "succeeded": None}}, "backup failed, no drill yet"),
        (
            {"backup": _ago(DAY, hours=2), "drill": _ago(DAY, hours=2), "archive": {**_ago(DAY), "ok": False}},
            "backup made 2 h ago, drill passed 2 h ago, the log is not archived",
        ),
        (
            {"backup": _ago(DAY, hours=2), "drill": _ago(DAY, hours=2), "archive": _ago(DAY, minutes=11)},
            "backup made 2 h ago, drill passed 2 h ago, the log is not archived",
        ),
    ],
)
def test_what_health_says(state: dict[str, Any], words: str):
    """Age of the last success, what is late, what failed."""
    assert summary(state, DAY) == words


@pytest.mark.parametrize("text", ["", "{", "[]", None])
def test_a_state_that_cannot_be_read_is_none(tmp_path: Path, text: str | None):
    """Health goes on without it."""
    path = tmp_path / "state.json"
    if text is not None:
        path.write_text(text)
    assert read_state(str(path)) == {}
