"""What all tests share. Tests of plain packages need nothing of this and also run without CKAN (`-p no:ckan -p no:ckan_fixtures`)."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import pytest

from tests import databases, sampling, workers


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make test-all` says."""
    parser.addoption("--all", action="store_true", help="run tests marked slow whole, not a sample of each")
    parser.addoption("--seed", type=int, default=1, help="of the samples (1)")


def pytest_configure(config: pytest.Config) -> None:
    """Give this process databases of its own, or leave CKAN to the processes that run tests."""
    workers.configure(config)
    config.pluginmanager.register(sampling)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say which tests stay together in one process."""
    workers.group(config, items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test printed goes to another process: half a character would end the run."""
    report = yield
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report


# Loading seventeen plugins and building the Flask application takes seconds; CKAN's own fixtures do both for every test. Ours do it
# again only for a test that changes the configuration or brings a plugin of its own, which is the only time it can matter.
_loaded: dict[str, Any] = {"plugins": None, "wsgi": None}


def _is_special(request: pytest.FixtureRequest) -> bool:
    return any(request.node.get_closest_marker(name) for name in ("ckan_config", "provide_plugin", "with_plugins"))


@pytest.fixture
def with_plugins(ckan_config: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[None]:
    """CKAN's `with_plugins`: the plugins of the configuration, or of the test's own marks, are loaded."""
    from ckan import plugins

    special = _is_special(request)
    if special:
        request.getfixturevalue("provide_plugin")
        for mark in request.node.iter_markers("with_plugins"):
            ckan_config["ckan.plugins"] = " ".join([ckan_config["ckan.plugins"], *mark.args])
    if special or _loaded["plugins"] != ckan_config["ckan.plugins"]:
        _prepare()
        plugins.load_all()
        _loaded.update(plugins=None if special else ckan_config["ckan.plugins"], wsgi=None)
    return


def _prepare() -> None:
    _long_passwords()
    _quick_hashes()
    _long_patience()
    _running_clock()
    _soft_commits()


def _long_passwords() -> None:
    """Have CKAN's factories make passwords that the portal takes: theirs have ten characters."""
    import factory
    from ckan.tests import factories

    for maker in (factories.User, factories.Sysadmin, factories.UserWithToken, factories.SysadminWithToken):
        maker._meta.pre_declarations.update({"password": factory.LazyFunction(lambda: factories.fake.password(length=16))})


def _quick_hashes() -> None:
    """Have CKAN hash passwords in few rounds: every account of a test costs 30 ms otherwise."""
    from passlib.hash import pbkdf2_sha512

    pbkdf2_sha512.default_rounds = 1000


_SOFT = '<commit softCommit="true" />'


def _soft_commits() -> None:
    """Have Solr show what was added without writing it to the disk as well: of a core of tests nothing is read after the run."""
    import pysolr

    send = pysolr.Solr._update

    def update(self: pysolr.Solr, message: str | bytes, *arguments: Any, commit: bool | None = None, **options: Any) -> str:
        if commit:
            message, options["softCommit"] = _SOFT if message == "<commit />" else message, True
        return send(self, message, *arguments, **options)

    if send.__module__ == pysolr.__name__:
        pysolr.Solr._update = update


def _running_clock() -> None:
    """Have freezegun stop dates, not the clock by which a process knows how old is what it keeps.

    What was kept at a stopped one, at seconds since 1970, would count as new until the process ends.
    """
    import freezegun.api

    freezegun.api.fake_monotonic = freezegun.api.real_monotonic


def _long_patience() -> None:
    """Have requests of this process wait longer for Solr and for a connection: what a machine busy with tests answers late is no fault.

    Tests of the limits set their own; the live portals have the real ones.
    """
    from ckanext.binhduong.core.connections import connection_pool
    from ckanext.binhduong.search import solr_connection
    from ckanext.binhduong.search.without_solr import public_datasets

    solr_connection.READ = solr_connection.PROBE = (5.0, 30.0)
    solr_connection.BUDGET = 30.0
    connection_pool.WAIT = 60.0
    public_datasets.PATIENCE = "30s"


@pytest.fixture
def app(with_plugins: None, make_app: Callable[[], Any], request: pytest.FixtureRequest) -> Any:
    """CKAN's `app`: a test client without cookies; the application behind it is built once."""
    from ckan.tests.helpers import CKANTestApp

    if _is_special(request):
        return make_app()
    if _loaded["wsgi"] is None:
        _loaded["wsgi"] = make_app().app
    return CKANTestApp(_loaded["wsgi"])


@pytest.fixture(scope="session")
def sample(pytestconfig: pytest.Config) -> Callable[[Sequence[Any], int], list[Any]]:
    """Which of many cases a test marked `slow` runs: all with `--all`, else as many as it says, chosen by `--seed`, in their order."""

    def choose(cases: Sequence[Any], number: int) -> list[Any]:
        if pytestconfig.getoption("--all"):
            return list(cases)
        chosen = random.Random(pytestconfig.getoption("--seed")).sample(range(len(cases)), min(number, len(cases)))
        return [cases[index] for index in sorted(chosen)]

    return choose


@pytest.fixture(scope="session")
def reset_db() -> Callable[[], None]:
    """CKAN's `reset_db`: here every table is there already, the plugins' too, and only those that have rows are emptied."""
    from ckan.tests import factories

    factories.fake.unique.clear()
    return databases.empty_catalogue


@pytest.fixture
def clean_db(with_plugins: None, reset_db: Callable[[], None]) -> None:
    """CKAN's `clean_db`, with the portal's plugins loaded."""
    reset_db()


@pytest.fixture(scope="module")
def empty_portal(reset_db: Callable[[], None], reset_index: Callable[[], None]) -> None:
    """An empty catalogue, index, DataStore and store once a module: for tests that read what one of its fixtures publishes."""
    from ckan import plugins
    from ckan.plugins import toolkit as tk

    from ckanext.binhduong.core.connections import datastore_connection
    from ckanext.binhduong.storage import settings

    if _loaded["plugins"] != tk.config["ckan.plugins"]:
        _prepare()
        plugins.load_all()
        _loaded.update(plugins=tk.config["ckan.plugins"], wsgi=None)
    reset_db()
    reset_index()
    shutil.rmtree(settings.store().root, ignore_errors=True)
    with datastore_connection.transaction() as cursor:
        databases.empty_datastore(cursor)


@pytest.fixture(scope="session")
def checked_files(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the checks of this process have found."""
    from tests.checked import CheckedOnce

    return CheckedOnce(tmp_path_factory.mktemp("checked"))


@pytest.fixture
def checked_once(checked_files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was checked is not checked again when a release is published."""
    monkeypatch.setattr("ckanext.binhduong.ingest.check_file", checked_files)


@pytest.fixture(scope="session")
def portal_url() -> str:
    """The address of a whole, seeded portal, that of the instance whose services run; it is started when the first test needs it."""
    return workers.start_portal()


@pytest.fixture(scope="session")
def admin_password() -> str:
    """The password of the live portal's first administrator."""
    return os.environ["PORTAL_ADMIN_PASSWORD"]


# Chromium without a window where apt has it: the same engine, and a page without a map costs a third of the processor time.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
# The first is needed in containers, the second gives WebGL without a graphics card; the others keep Chromium from calling its maker.
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--enable-unsafe-swiftshader", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, one for all tests: Playwright starts only once in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield started
        started.close()
