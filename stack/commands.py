"""What `bin/portal` can do. Each command says its steps; a step that fails says why and what to do."""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from stack import settings, stamps, testbed
from stack.install import environment, lighthouse, packages
from stack.instance import CONFIG, EXTENSION, PORT_OFFSETS, ROOT, TOOLS, VENV, Instance
from stack.services import database, solr, supervision
from stack.settings import Secrets
from stack.shell import Problem, run, say, wait_until

# The seed's releases take a minute or two; longer than this, `make up` answers and the worker goes on alone.
JOBS_SECONDS = 420
# RQ lists its queues in a set; a job that is being done stands in its queue's sorted set `rq:wip:…`.
_COUNT_JOBS = (
    "local jobs = 0 for _, queue in ipairs(redis.call('smembers', 'rq:queues')) do "
    "jobs = jobs + redis.call('llen', queue) + redis.call('zcard', 'rq:wip:' .. string.sub(queue, 10)) end return jobs"
)


def install(instance: Instance, *, testing: bool = False, backups: bool = False) -> None:
    """System packages, the Python environment, Solr's jars: what all instances share, so one installs at a time."""
    packages.ensure(packages.RUNTIME + (packages.TESTING if testing else ()) + (packages.BACKUPS if backups else ()))
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment.ensure_python()
        environment.ensure_translations()
        environment.ensure_compiled()
        solr.ensure_jars()
        if testing:
            lighthouse.ensure_lighthouse()
    if os.geteuid() == 0:
        environment.ensure_user(instance.var)


def services(instance: Instance) -> Secrets:
    """PostgreSQL, Redis and Solr of the instance, running, with databases and cores made."""
    environment.refuse_root()
    instance.var.mkdir(parents=True, exist_ok=True)
    secrets = settings.ensure_secrets(instance)
    if not supervision.is_running(instance, secrets):
        refuse_taken_ports(instance)
        _refuse_running_elsewhere(instance)
    settings.render_all(instance, secrets)
    database.ensure_cluster(instance, secrets)
    configset_changed = solr.ensure_home(instance)
    supervision.ensure_supervisor(instance, secrets)
    for name in supervision.SERVICES:
        supervision.start(instance, secrets, name)
    wait_until(lambda: database.is_ready(instance), "PostgreSQL's start", seconds=60, remedy="Read its log: make logs")
    database.ensure_databases(instance, secrets)
    if configset_changed:
        solr.reload_cores(instance)
    wait_until(lambda: solr.is_ready(instance), "Solr's start", seconds=90, remedy="Read its log: make logs")
    migrate(instance, secrets, instance.ckan_ini)
    return secrets


def rebuild_index(instance: Instance) -> None:
    """Index everything anew when the index was made with another configset, or is empty; search answers meanwhile."""
    configset = stamps.digest([solr.CONFIGSET])
    if stamps.is_current(instance, "index", configset) and not solr.is_empty(instance):
        return
    say("search index")
    print(ckan(instance, ["binhduong", "index", "rebuild", "--force"]).strip())
    stamps.keep(instance, "index", configset)


def up(instance: Instance) -> None:
    """The whole portal, ready to be used; a second run changes nothing."""
    began = time.monotonic()
    secrets = services(instance)
    rebuild_index(instance)
    _start_portal(instance, secrets)
    wait_until(
        lambda: _answers(f"{instance.local_url}/health/ready"),
        "the portal's first answer",
        seconds=240,  # a busy machine: CKAN with its plugins takes 10 s of one core, twice
        remedy=f"The web process says:\n{supervision.log_tail(instance, 'web')}",
    )
    ensure_admin(instance, secrets)
    _translate_scripts(instance)
    _seed(instance, secrets)
    print(
        f"\nThe portal is at {instance.url} ({time.monotonic() - began:.0f} s)\n"
        f"  sign in: {instance.url}/user/login   user: admin   first password: {secrets['admin']}"
    )


def _start_portal(instance: Instance, secrets: Secrets) -> None:
    """The portal's own processes, on the code of today: a running web group is restarted only while the other answers, nginx reloads."""
    code = stamps.digest([EXTENSION, CONFIG, instance.ckan_ini])
    running = supervision.states(instance, secrets)
    # A group that does not run yet comes first: the other may then stop.
    for name in sorted(supervision.PORTAL, key=lambda name: (name not in supervision.WEB, running.get(name) == "RUNNING")):
        if not stamps.is_current(instance, name, code):
            change = supervision.reload if name == "nginx" else supervision.restart
            change(instance, secrets, name)
        supervision.start(instance, secrets, name)
        if name in supervision.WEB and "RUNNING" in (running.get(other) for other in supervision.WEB):
            _wait_for_group(instance, name)
        stamps.keep(instance, name, code)


def _wait_for_group(instance: Instance, name: str) -> None:
    """Until this web group itself answers, so that the next one may stop."""
    wait_until(
        lambda: _answers(f"http://{instance.address_of(name)}/health/live"),
        f"the answer of {name}",
        seconds=240,
        remedy=f"It says:\n{supervision.log_tail(instance, name)}",
    )


def _translate_scripts(instance: Instance) -> None:
    """The texts of CKAN's own scripts (upload and slug fields of the officers' forms), from the same message catalogues."""
    sources = stamps.digest([environment.LOCK, environment.TRANSLATIONS])
    if not stamps.is_current(instance, "scripts", sources):
        ckan(instance, ["translation", "js"])
        stamps.keep(instance, "scripts", sources)


def _seed(instance: Instance, secrets: Secrets) -> None:
    """Load the seed catalogue where it, or the code that reads it, changed since it was loaded."""
    sources = stamps.digest([ROOT / "datasets", EXTENSION / "catalogue"])
    if stamps.is_current(instance, "seed", sources):
        return
    say("seed catalogue from datasets/")
    print(ckan(instance, ["binhduong", "seed"]).strip())
    _wait_for_jobs(instance, secrets)
    stamps.keep(instance, "seed", sources)


def _wait_for_jobs(instance: Instance, secrets: Secrets) -> None:
    """Until the worker has published what was just loaded, so that the first visitor finds rows and not an empty map."""
    told = 0
    deadline = time.monotonic() + JOBS_SECONDS
    while (waiting := _jobs(instance, secrets)) and time.monotonic() < deadline:
        if waiting != told:
            say(f"the worker publishes the files: {waiting} to go")
            told = waiting
        time.sleep(1)
    if waiting:
        say("the worker goes on with the rest; `make logs` shows it")


def _jobs(instance: Instance, secrets: Secrets) -> int:
    """How many jobs wait in CKAN's queues or are being done."""
    command = ["redis-cli", "-p", str(instance.port_of("redis")), "--no-auth-warning", "eval", _COUNT_JOBS, "0"]
    return int(run(command, env={"REDISCLI_AUTH": secrets["redis"]}))


def dev(instance: Instance) -> int:
    """The portal with CKAN's own development server in place of the web processes, in this terminal: it reloads when code changes.

    nginx, the worker and the services stay those of `make up`; the next `make up` starts the web processes again.
    """
    up(instance)
    secrets = settings.ensure_secrets(instance)
    supervision.stop(instance, secrets, "web")
    say("CKAN's development server; Ctrl-C ends it, `make up` brings the web processes back")
    host, port = instance.address_of("web").split(":")
    return ckan_in_place(instance, ["run", "--host", host, "--port", port])


def down(instance: Instance) -> None:
    """Stop every process of the instance; nothing is lost."""
    secrets = settings.ensure_secrets(instance) if (instance.var / "secrets.json").exists() else None
    if secrets is None or not supervision.is_running(instance, secrets):
        say("nothing runs here")
        return
    supervision.stop_all(instance, secrets)
    say("stopped; `make up` brings everything back")


def status(instance: Instance) -> int:
    """Print the processes and what the portal says of its dependencies; 0 when all is well."""
    secrets = settings.ensure_secrets(instance) if (instance.var / "secrets.json").exists() else None
    if secrets is None or not supervision.is_running(instance, secrets):
        say("down (`make up` starts it)")
        return 1
    found = supervision.states(instance, secrets)
    for name in supervision.PROCESSES:
        print(
            f"{name:10} {found[name].lower():10} 127.0.0.1:{instance.port_of(name)}"
            if name in PORT_OFFSETS
            else f"{name:10} {found[name].lower()}"
        )
    print(_read(f"{instance.local_url}/health/ready").strip())
    return 0 if _answers(f"{instance.local_url}/health/ready") else 1


def logs(instance: Instance) -> None:
    """Follow all logs of the instance until interrupted."""
    files = [str(instance.log_dir / f"{name}.log") for name in (*supervision.PROCESSES, "supervisor", "access")]
    os.execvp("tail", ["tail", "-n", "20", "-F", *files])


def ckan(instance: Instance, words: list[str]) -> str:
    """Run CKAN's command line on the instance and return what it printed."""
    return run([VENV / "bin" / "ckan", "-c", instance.ckan_ini, *words], env=python_environment(instance))


def ckan_in_place(instance: Instance, words: list[str]) -> int:
    """CKAN's command line with this terminal."""
    environment.refuse_root()
    command = [VENV / "bin" / "ckan", "-c", instance.ckan_ini, *words]
    return subprocess.run([str(word) for word in command], env={**os.environ, **python_environment(instance)}, check=False).returncode


def test(instance: Instance, arguments: list[str]) -> int:
    """pytest with CKAN's fixtures on databases of the instance's services; its portal is started by the tests that need one."""
    secrets = services(instance)
    testbed.ensure_template(instance, secrets, python_environment(instance))
    command = [VENV / "bin" / "python", "-m", "pytest", f"--ckan-ini={instance.test_ini}", *arguments]
    test_environment = {**os.environ, **python_environment(instance), "PORTAL_ADMIN_PASSWORD": secrets["admin"]}
    return subprocess.run([str(word) for word in command], env=test_environment, cwd=ROOT, check=False).returncode


def bench(instance: Instance, names: list[str]) -> int:
    """The benchmarks, all or those named, on this instance's services and test databases."""
    secrets = services(instance)
    testbed.ensure_template(instance, secrets, python_environment(instance))
    testbed.renew(instance, secrets, 0)
    command = [VENV / "bin" / "python", "-m", "benchmarks", "--ini", instance.test_ini, *names]
    environment_ = {**os.environ, **python_environment(instance)}
    return subprocess.run([str(word) for word in command], env=environment_, cwd=ROOT, check=False).returncode


def python_environment(instance: Instance) -> dict[str, str]:
    """Whatever Python writes beside the code goes into the instance: the project's folder may not be ours to write to."""
    return {
        "PYTHONPYCACHEPREFIX": str(instance.var / "pycache"),
        "PYTHONDONTWRITEBYTECODE": "",  # a machine that forbids it would have CKAN compiled anew, 3 s, in every process
        "TMPDIR": str(instance.var / "tmp"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(instance.var / "hypothesis"),
        "PROJ_NETWORK": "OFF",
        "PORTAL_VAR": str(instance.var),
        "CKAN_INI": str(instance.ckan_ini),
    }


def refuse_taken_ports(instance: Instance) -> None:
    taken = [port for name in PORT_OFFSETS if not database.port_is_free("127.0.0.1", port := instance.port_of(name))]
    if taken:
        ports = ", ".join(str(port) for port in taken)
        raise Problem(
            f"something else on this machine listens on port {ports}", f"Move the portal: PORTAL_PORT={instance.port + 1000} make up"
        )


def _refuse_running_elsewhere(instance: Instance) -> None:
    """A folder that a supervisor on other ports works in must not get a second one: two PostgreSQL servers on one cluster destroy it."""
    file = instance.var / "run" / "supervisor.pid"
    pid = file.read_text().strip() if file.exists() else ""
    command = Path("/proc", pid, "cmdline") if pid.isdigit() else None
    if command and command.exists() and str(instance.var / "supervisord.conf").encode() in command.read_bytes():
        remedy = (
            "Stop it first (make down, with the port it was started with), or give this one a folder of its own: PORTAL_VAR=var2 make up"
        )
        raise Problem(f"the portal in {os.path.relpath(instance.var)} already runs, on other ports than {instance.port}", remedy)


def migrate(instance: Instance, secrets: Secrets, ini: Path) -> None:
    """CKAN's and our migrations and the DataStore's permissions, when the code that brings them changed since the last time."""
    step = f"migrate-{ini.name}"
    sources = stamps.digest([environment.LOCK, CONFIG / "ckan.ini", EXTENSION / "migration"])
    if stamps.is_current(instance, step, sources):
        return
    say(f"database migrations ({ini.name})")
    command = [VENV / "bin" / "ckan", "-c", ini]
    run([*command, "db", "upgrade"], env=python_environment(instance))
    permissions = run([*command, "datastore", "set-permissions"], env=python_environment(instance))
    database.psql(instance, secrets, "postgres", permissions[permissions.index("/*") :])
    database.ensure_databases(instance, secrets)
    stamps.keep(instance, step, sources)


def ensure_admin(instance: Instance, secrets: Secrets) -> None:
    """The first administrator, made once; a password that was changed later is left alone."""
    if stamps.is_current(instance, "admin", "made"):
        return
    if "name=admin" not in ckan(instance, ["user", "list"]).split():
        ckan(instance, ["user", "add", "admin", f"password={secrets['admin']}", "email=admin@binhduong.example"])
    ckan(instance, ["sysadmin", "add", "admin"])
    stamps.keep(instance, "admin", "made")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _read(url: str) -> str:
    """The body of an answer, of an error answer too."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except (urllib.error.URLError, OSError):
        return "the portal does not answer"
