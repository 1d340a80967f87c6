"""What people and programs can use is written down: actions, options, commands, Make targets; and no link in the documents is dead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong"
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "docker" / "README.md",
]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)


def _exported(path: Path) -> set[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
            return set(ast.literal_eval(node.value))
    return set()


def _actions() -> set[str]:
    """The names of every action module's ``__all__``; chained actions keep CKAN's names and are documented there."""
    return {name for path in PACKAGE.glob("*/logic/action*.py") for name in _exported(path)}


def _options() -> set[str]:
    declared = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in PACKAGE.glob("*/config_declaration.yaml")]
    return {option["key"] for file in declared for group in file["groups"] for option in group["options"]}


def _commands() -> set[str]:
    """The names given in ``@….command("name")`` and ``@….group("name")``."""
    pattern = re.compile(r"@\w+\.(?:command|group)\(\s*(?:name=)?\"([\w-]+)\"")
    return {name for path in PACKAGE.glob("*/cli.py") for name in pattern.findall(path.read_text(encoding="utf-8"))}


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))


def test_every_action_has_a_row_in_the_permission_matrix():
    """Whoever adds an action decides who may call it (`tests/security/permissions/matrix.yaml`)."""
    rows = yaml.safe_load((ROOT / "tests/security/permissions/matrix.yaml").read_text(encoding="utf-8"))["actions"].values()
    declared = yaml.safe_load((PACKAGE / "security/parameters/declared.yaml").read_text(encoding="utf-8"))["actions"]
    assert sorted(action for row in rows for action in row) == sorted({*declared, *_actions()})


@pytest.mark.parametrize("note", sorted((ROOT / "docs" / "decisions").glob("[a-z]*.md")), ids=lambda path: path.stem)
def test_every_decision_is_listed_under_its_title(note: Path):
    """Whoever asks why finds the page by reading one list."""
    title = note.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert f"- [{title}]({note.name})\n" in (note.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("action", sorted(_actions()))
def test_every_action_is_documented(action: str):
    """An action of ours that no document names does not exist for a developer."""
    assert f"`{action}`" in TEXT


@pytest.mark.parametrize("option", sorted(_options()))
def test_every_option_is_documented(option: str):
    """An operator finds each option with its default and its reason."""
    assert f"`{option}`" in TEXT


@pytest.mark.parametrize("command", sorted(_commands()))
def test_every_command_is_documented(command: str):
    """Each sub-command of `ckan binhduong` is shown as one types it."""
    assert re.search(rf"ckan binhduong [\w -]*\b{re.escape(command)}\b", TEXT)


@pytest.mark.parametrize("target", sorted(_targets()))
def test_every_make_target_is_documented(target: str):
    """`make help` and the documents know the same words."""
    assert f"make {target}" in TEXT


def _links() -> list[tuple[str, str]]:
    found = []
    for path in DOCUMENTS:
        for link in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", link):
                found.append((str(path.relative_to(ROOT)), link))
    return found


def test_no_link_of_the_documents_is_dead():
    """Every relative link leads to a file of the project."""
    assert [(where, link) for where, link in _links() if not (ROOT / where).parent.joinpath(link).exists()] == []


def _places() -> set[str]:
    """Every file and folder of the project, by its whole path and by each end of it (``exports/formats/registry.py``, ``registry.py``)."""
    folders = ("benchmarks", "bin", "ckanext-binhduong", "config", "datasets", "docker", "docs", "frontend/base_map", "stack", "tests")
    paths = [*ROOT.iterdir(), *(path for folder in folders for path in (ROOT / folder).rglob("*"))]
    parts = [path.relative_to(ROOT).parts for path in paths]
    return {"/".join(each[start:]) for each in parts for start in range(len(each))}


def _named_places() -> list[tuple[str, str]]:
    """The modules, tables, folders and commands ``python -m …`` that the documents name, each as a path; history keeps its names."""
    found = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8") if path.name != "CHANGELOG.md" else ""
        words = re.findall(r"`([\w./-]+\.(?:py|yaml)|(?:benchmarks|docs|stack|tests)/[\w./-]*)`", text)
        modules = [word.replace(".", "/") for word in re.findall(r"python -m ((?:benchmarks|ckanext|tests)[\w.]*)", text)]
        found += [(str(path.relative_to(ROOT)), word.strip("/")) for word in words + modules]
    return found


def test_no_path_of_the_documents_is_dead():
    """A module, a folder or a command that a document names is there, also after it was moved."""
    places = _places()
    assert [(where, word) for where, word in _named_places() if not {word, f"{word}.py"} & places] == []


def test_no_document_or_code_names_this_workplace():
    """Nothing in the project depends on folders beside it or on an address of a package registry."""
    registries = "|".join(
        re.escape(name) for name in ("pypi" + ".org", "python" + "hosted", "repo1." + "maven", "registry." + "npmjs", "deb." + "debian.org")
    )
    pattern = re.compile(rf"/wor[k]/|\.\./share[d]|{registries}")
    files = [
        *DOCUMENTS,
        ROOT / "Makefile",
        *(path for folder in ("stack", "config", "ckanext-binhduong", "bin", "docker") for path in (ROOT / folder).rglob("*")),
    ]
    kinds = {".py", ".md", ".yaml", ".yml", ".ini", ".conf", ".xml", ".sql", ".txt", ".html", ".js", ".css", "", ".sh"}
    wrong = [
        str(path.relative_to(ROOT))
        for path in files
        if path.is_file() and path.suffix in kinds and pattern.search(path.read_text(errors="ignore"))
    ]
    assert wrong == []
