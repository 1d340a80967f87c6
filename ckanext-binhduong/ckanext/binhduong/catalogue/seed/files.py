"""Reads the seed's folder and checks it, without CKAN. The format, which agencies use too, is documented in docs/catalogue.md.

A mistake stops the whole reading before anything is written, with the file, the place in it, and what to do.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from ckanext.binhduong.catalogue import fields

__all__ = ["AgencySource", "DatasetSource", "ResourceSource", "SeedError", "digest_of", "read_agencies", "read_datasets"]

_DATASET_KEYS = [name for name in fields.names("dataset") if name not in ("owner_org", "tag_string")] + ["agency", "tags", "resources"]
_RESOURCE_KEYS = [name for name in fields.names("resource") if name != "url"] + ["file", "url"]
_LISTS = ("units", "language", "tags", "hvd_category")
_MAX_NAME = 80
"""The record of a dataset in CKAN's system_info has a key of at most 100 characters."""


class SeedError(Exception):
    """A mistake in the seed: ``file`` and ``place`` say where, the message (Vietnamese, then English) says what and how to correct it."""

    def __init__(self, file: str, place: str, vi: str, en: str) -> None:
        super().__init__(f"{file}, {place}: {vi} / {en}")
        self.file = file
        self.place = place


@dataclass(frozen=True)
class ResourceSource:
    """One file or link of a dataset. ``path`` is None for a link; ``sha256`` is of the file's bytes, empty for a link."""

    key: str
    values: dict[str, Any]
    path: Path | None
    sha256: str


@dataclass(frozen=True)
class DatasetSource:
    """One dataset as its folder describes it; ``digest`` changes when anything in it changes, the files included."""

    name: str
    place: str
    values: dict[str, Any]
    resources: list[ResourceSource]
    digest: str = field(default="")


@dataclass(frozen=True)
class AgencySource:
    """One agency as ``agencies.yaml`` describes it."""

    name: str
    values: dict[str, Any]
    digest: str


def digest_of(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _refuse_unknown(file: str, place: str, entry: dict[str, Any], known: list[str]) -> None:
    for key in entry:
        if key not in known:
            allowed = ", ".join(known)
            raise SeedError(file, f"{place}{key}", f"khóa lạ; các khóa dùng được: {allowed}", f"unknown key; the keys are: {allowed}")


def _load(path: Path, file: str) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SeedError(file, "-", "không có tệp này", "there is no such file") from None
    except UnicodeDecodeError:
        raise SeedError(file, "-", "tệp không phải UTF-8; hãy lưu lại bằng UTF-8", "the file is not UTF-8; save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"dòng {mark.line + 1}" if mark else "-"
        raise SeedError(file, place, "sai cú pháp YAML", f"no valid YAML: {getattr(error, 'problem', None) or 'cannot be read'}") from None


def _texts(file: str, place: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Return the values as CKAN takes them: text, or a list of texts where the field is a list; a date YAML has read becomes text again."""
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key in _LISTS:
            if not isinstance(value, list):
                raise SeedError(file, f"{place}{key}", "phải là danh sách, ví dụ [a, b]", "must be a list, for example [a, b]")
            values[key] = [str(item) for item in value]
        elif isinstance(value, (list, dict, bool)):
            raise SeedError(file, f"{place}{key}", "phải là chữ; hãy đặt trong ngoặc kép", "must be text; put it in quotes")
        else:
            values[key] = "" if value is None else str(value).strip()
    return values


def _must_have(file: str, place: str, entry: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        if not entry.get(key):
            raise SeedError(file, f"{place}{key}", "thiếu giá trị", "missing value")


def read_agencies(folder: Path) -> list[AgencySource]:
    """Read ``agencies.yaml``: a list of agencies with the fields of schemas/agency.yaml; ``successor`` names another agency of the list."""
    file = "agencies.yaml"
    rows = _load(folder / file, file)
    if not isinstance(rows, list):
        raise SeedError(file, "-", "phải là danh sách cơ quan", "must be a list of agencies")
    known = {str(row.get("name")) for row in rows if isinstance(row, dict)}
    return [_agency(file, f"[{number}].", row, known) for number, row in enumerate(rows, start=1)]


def _agency(file: str, place: str, row: Any, known: set[str]) -> AgencySource:
    if not isinstance(row, dict):
        raise SeedError(file, place, "mỗi cơ quan là một nhóm khóa: giá trị", "each agency is a group of key: value")
    _refuse_unknown(file, place, row, fields.names("agency"))
    _must_have(file, place, row, ("name", "title"))
    values = _texts(file, place, row)
    if values.get("successor") and values["successor"] not in known:
        successor = values["successor"]
        raise SeedError(
            file, f"{place}successor", f"không có cơ quan “{successor}” trong tệp", f"there is no agency “{successor}” in the file"
        )
    return AgencySource(values["name"], values, digest_of(values))


def read_datasets(folder: Path, only: str | None = None) -> Iterator[DatasetSource]:
    """Read every ``<name>/dataset.yaml`` of the folder in alphabetical order, or only the one named."""
    names = sorted(path.parent.name for path in folder.glob("*/dataset.yaml"))
    if only is not None:
        if only not in names:
            raise SeedError(f"{only}/dataset.yaml", "-", "không có tập dữ liệu này", "there is no such dataset")
        names = [only]
    for name in names:
        yield _dataset(folder / name, name)


def _dataset(folder: Path, name: str) -> DatasetSource:
    file = f"{name}/dataset.yaml"
    entry = _load(folder / "dataset.yaml", file)
    if not isinstance(entry, dict):
        raise SeedError(file, "-", "phải là các dòng khóa: giá trị", "must be lines of key: value")
    _refuse_unknown(file, "", entry, _DATASET_KEYS)
    _must_have(file, "", entry, ("name", "title", "notes", "agency", "theme", "license_id", "data_kind", "contact_name", "contact_email"))
    if entry["name"] != name or len(name) > _MAX_NAME:
        _refuse_name(file, name)
    rows = entry.pop("resources", None) or []
    values = _texts(file, "", entry)
    values["owner_org"] = values.pop("agency")
    values["tags"] = [{"name": tag} for tag in values.get("tags", [])]
    resources = [_resource(folder, file, number, row) for number, row in enumerate(rows, start=1)]
    keys = [resource.key for resource in resources]
    if len(set(keys)) < len(keys):
        raise SeedError(file, "resources", "hai mục cùng tệp hoặc cùng địa chỉ", "two entries have the same file or address")
    digest = digest_of([values, [[resource.key, resource.values, resource.sha256] for resource in resources]])
    return DatasetSource(name, file, values, resources, digest)


def _refuse_name(file: str, name: str) -> NoReturn:
    raise SeedError(
        file,
        "name",
        f"phải giống tên thư mục “{name}” và dài không quá {_MAX_NAME} ký tự",
        f"must be the folder's name “{name}” and at most {_MAX_NAME} characters long",
    )


def _resource(folder: Path, file: str, number: int, row: Any) -> ResourceSource:
    place = f"resources[{number}]."
    if not isinstance(row, dict):
        raise SeedError(file, place, "mỗi mục là một nhóm khóa: giá trị", "each entry is a group of key: value")
    _refuse_unknown(file, place, row, _RESOURCE_KEYS)
    _must_have(file, place, row, ("name",))
    if bool(row.get("file")) == bool(row.get("url")):
        raise SeedError(file, place, "phải có đúng một trong hai khóa: file hoặc url", "must have exactly one of file and url")
    columns = row.get("columns")
    if columns is not None and not isinstance(columns, dict):
        raise SeedError(file, f"{place}columns", "phải là các dòng cột: {vi, en, notes}", "must be lines of column: {vi, en, notes}")
    values = _texts(file, place, {key: value for key, value in row.items() if key not in ("columns", "file")})
    if columns:
        values["columns"] = json.dumps(columns, ensure_ascii=False, default=str)
    path = _data_file(folder, file, place, str(row["file"])) if row.get("file") else None
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path else ""
    return ResourceSource(str(row.get("file") or row["url"]), values, path, sha256)


def _data_file(folder: Path, file: str, place: str, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise SeedError(file, f"{place}file", "tệp phải nằm trong thư mục của tập dữ liệu", "the file must be in the dataset's folder")
    if not path.is_file():
        raise SeedError(file, f"{place}file", f"không có tệp “{name}”", f"there is no file “{name}”")
    return path
