"""What an instance is: where it lives, what it listens on, what it is configured with."""

from __future__ import annotations

import configparser
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stack import settings
from stack.commands.services import refuse_running_elsewhere
from stack.install import environment
from stack.instance import ROOT, Instance, from_environment
from stack.shell import Problem


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine that runs the tests."""
    for name in ("PORTAL_VAR", "PORTAL_PORT", "PORTAL_HOST", "PORTAL_URL", "PORTAL_SECRETS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    """An instance in an empty directory."""
    return Instance(var=tmp_path / "var", host="127.0.0.1", port=6100, url="https://dulieu.example")


def test_the_defaults_are_those_of_the_interfaces():
    """`make up` alone listens on port 5000 of the loopback and lives in `var`."""
    assert from_environment() == Instance(var=ROOT / "var", host="127.0.0.1", port=5000, url="http://127.0.0.1:5000")


def test_the_environment_moves_an_instance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The four variables say everything."""
    for name, value in {
        "PORTAL_VAR": str(tmp_path),
        "PORTAL_PORT": "6000",
        "PORTAL_HOST": "127.0.0.2",
        "PORTAL_URL": "https://a.example/",
    }.items():
        monkeypatch.setenv(name, value)
    assert from_environment() == Instance(var=tmp_path, host="127.0.0.2", port=6000, url="https://a.example")


@pytest.mark.parametrize(
    ("name", "value"), [("PORTAL_PORT", "http"), ("PORTAL_PORT", "80"), ("PORTAL_PORT", "65530"), ("PORTAL_URL", "dulieu.example")]
)
def test_a_bad_value_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    """A slip in a variable is told as such, not as a failure later on."""
    monkeypatch.setenv(name, value)
    with pytest.raises(Problem, match=f"{name}={value}") as caught:
        from_environment()
    assert f"{name}=" in caught.value.remedy


def test_secrets_are_made_once_and_for_their_owner_only(instance: Instance):
    """A second start finds the same secrets; nobody else may read them."""
    instance.var.mkdir()
    first = settings.ensure_secrets(instance)
    assert settings.ensure_secrets(instance) == first
    assert len(set(first.values())) == len(settings.SECRET_NAMES)
    assert stat.S_IMODE((instance.var / "secrets.json").stat().st_mode) == 0o600


def test_the_public_address_is_in_ckans_file(instance: Instance):
    """PORTAL_URL is where links, cookies and identifiers point."""
    secrets = dict.fromkeys(settings.SECRET_NAMES, "s")
    settings.render_ckan(instance, secrets)
    written = configparser.RawConfigParser()
    written.read(instance.ckan_ini, encoding="utf-8")
    assert written["app:main"]["ckan.site_url"] == "https://dulieu.example"
    assert stat.S_IMODE(instance.ckan_ini.stat().st_mode) == 0o600


def test_tests_use_databases_of_their_own(instance: Instance):
    """Nothing that a test deletes belongs to the running portal."""
    settings.render_ckan(instance, dict.fromkeys(settings.SECRET_NAMES, "s"))
    live, test = configparser.RawConfigParser(), configparser.RawConfigParser()
    live.read(instance.ckan_ini, encoding="utf-8")
    test.read(instance.test_ini, encoding="utf-8")
    kept_apart = ("sqlalchemy.url", "ckan.datastore.write_url", "solr_url", "ckan.redis.url", "ckan.storage_path")
    assert [key for key in kept_apart if live["app:main"][key] == test["app:main"][key]] == []


def test_every_name_in_a_template_is_filled_in(instance: Instance):
    """No `{{name}}` is left in any file that a process reads."""
    settings.render_all(instance, dict.fromkeys(settings.SECRET_NAMES, "s"))
    assert [name for name in settings.TEMPLATES if "{{" in (instance.var / Path(name).name).read_text(encoding="utf-8")] == []


def test_only_loopback_addresses_are_listened_on(instance: Instance):
    """PostgreSQL, Redis, the supervisor and nginx bind nothing that another machine could reach."""
    settings.render_all(instance, dict.fromkeys(settings.SECRET_NAMES, "s"))
    text = {name: (instance.var / Path(name).name).read_text(encoding="utf-8") for name in settings.TEMPLATES}
    assert "listen_addresses = '127.0.0.1'" in text["postgres/postgresql.conf"]
    assert "bind 127.0.0.1\n" in text["redis.conf"]
    assert "port = 127.0.0.1:6105" in text["supervisord.conf"]
    assert "listen 127.0.0.1:6100;" in text["nginx.conf"]


def test_a_folder_in_use_on_other_ports_is_refused(instance: Instance):
    """A second supervisor in the same folder would start a second PostgreSQL on the same cluster."""
    (instance.var / "run").mkdir(parents=True)
    marker = str(instance.var / "supervisord.conf")
    command = [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()", marker]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()  # a process that has just been started may not show its command line yet
        (instance.var / "run" / "supervisor.pid").write_text(str(other.pid))
        with pytest.raises(Problem, match="already runs, on other ports than 6100"):
            refuse_running_elsewhere(instance)
        other.kill()
    refuse_running_elsewhere(instance)


def test_a_folder_that_the_portals_user_cannot_reach_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """PORTAL_VAR below a folder of mode 700: which folder is closed, and what to change; the folder itself is left alone."""
    var = tmp_path / "closed" / "var"
    var.mkdir(parents=True)
    monkeypatch.setattr(environment, "ROOT", tmp_path / "project")
    monkeypatch.setattr(environment, "_user_can", lambda test, folder: tmp_path / "closed" not in (folder, *folder.parents))
    with pytest.raises(Problem, match=re.escape(f"PORTAL_VAR={var}: {tmp_path / 'closed'} is closed")) as caught:
        environment._refuse_unreachable(var)
    assert f"setfacl -m u:binhduong:x {tmp_path / 'closed'}" in caught.value.remedy
    monkeypatch.setattr(environment, "_user_can", lambda test, folder: True)
    environment._refuse_unreachable(var)
