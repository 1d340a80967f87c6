"""Uploads on their way: one person's, bounded, and gone after a day."""

import io
import json
import os
import time
from pathlib import Path

import pytest

from ckanext.binhduong.portal.upload.drafts import LIFE, PER_USER, VALUES_SIZE, Draft, Drafts, NoRoom, TooLarge


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    """Drafts in an empty folder of a disk with room."""
    return Drafts(tmp_path, reserve=0.0)


def aged(drafts: Drafts, draft: Draft, seconds: float) -> None:
    """Make a draft look as if it was last changed so long ago."""
    record = drafts.root / draft.id / "draft.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "changed": time.time() - seconds}))
    moment = time.time() - seconds
    os.utime(record.parent, (moment, moment))


def test_a_draft_comes_back_as_it_was(drafts: Drafts) -> None:
    """File, options and typed values survive between requests."""
    draft = drafts.begin("u1", {"agency": "so-y-te"})
    drafts.put_file(draft, io.BytesIO(b"abc"), "a.csv", 10)
    drafts.keep_values(draft, {"title": "Nhà thuốc", "units": ["724@2024"]})
    again = drafts.load(draft.id)
    assert again is not None
    assert (again.user, again.target, again.name, again.size) == ("u1", {"agency": "so-y-te"}, "a.csv", 3)
    assert again.values == {"title": "Nhà thuốc", "units": ["724@2024"]}
    assert drafts.file(again).read_bytes() == b"abc"


@pytest.mark.parametrize("draft_id", ["", "../etc", "0" * 32, "A" * 32, "0" * 31])
def test_a_name_that_is_none_leads_nowhere(drafts: Drafts, draft_id: str) -> None:
    """Only ids that were given out are looked for."""
    assert drafts.load(draft_id) is None


def test_nobody_has_more_than_a_few(drafts: Drafts) -> None:
    """The oldest goes; other people's stay."""
    other = drafts.begin("u2", {})
    made = []
    for number in range(PER_USER + 1):
        made.append(drafts.begin("u1", {}))
        aged(drafts, made[-1], 100 - number)
    assert [drafts.load(draft.id) is not None for draft in made] == [False] + [True] * PER_USER
    assert drafts.load(other.id) is not None


def test_what_is_over_is_gone_and_swept(drafts: Drafts) -> None:
    """After a day a draft is not given out, and the next upload of anybody removes its file."""
    old = drafts.begin("u1", {})
    drafts.put_file(old, io.BytesIO(b"abc"), "a.csv", 10)
    aged(drafts, old, LIFE + 1)
    assert drafts.load(old.id) is None
    drafts.begin("u2", {})
    assert not drafts.file(old).exists()


def test_a_file_that_is_too_large_changes_nothing(drafts: Drafts) -> None:
    """The one before stays, and nothing is left behind."""
    draft = drafts.begin("u1", {})
    drafts.put_file(draft, io.BytesIO(b"abc"), "a.csv", 10)
    with pytest.raises(TooLarge):
        drafts.put_file(draft, io.BytesIO(b"x" * 11), "b.csv", 10)
    assert (draft.name, drafts.file(draft).read_bytes()) == ("a.csv", b"abc")
    assert sorted(path.name for path in (drafts.root / draft.id).iterdir()) == ["draft.json", "file"]


def test_the_disks_reserve_is_kept(tmp_path: Path) -> None:
    """A disk that is too full takes no file."""
    drafts = Drafts(tmp_path, reserve=1.0)
    draft = drafts.begin("u1", {})
    with pytest.raises(NoRoom):
        drafts.put_file(draft, io.BytesIO(b"abc"), "a.csv", 10)


def test_typed_values_are_bounded(drafts: Drafts) -> None:
    """A form is not a store."""
    draft = drafts.begin("u1", {})
    drafts.keep_values(draft, {"notes": "x" * (VALUES_SIZE + 1)})
    assert draft.values == {}


def test_a_persons_unfinished_uploads_are_listed(drafts: Drafts) -> None:
    """Those with a file, the newest first; a stranger's and empty ones are not among them."""
    first, second, _empty, other = (drafts.begin(user, {}) for user in ("u1", "u1", "u1", "u2"))
    for draft, name in ((first, "a.csv"), (second, "b.csv"), (other, "c.csv")):
        drafts.put_file(draft, io.BytesIO(b"abc"), name, 10)
    aged(drafts, first, 60)
    assert [draft.name for draft in drafts.of("u1")] == ["b.csv", "a.csv"]
