"""`/metrics` of the live portal, and the id of a request on its way."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request

import pytest

from stack.instance import Instance, from_environment


@pytest.fixture(scope="module")
def instance(portal_url: str) -> Instance:
    """The instance whose portal runs."""
    return from_environment()


def _metrics(instance: Instance) -> str:
    with urllib.request.urlopen(f"http://{instance.address_of('metrics')}/metrics", timeout=20) as answer:
        return answer.read().decode()


def _value(text: str, series: str) -> float:
    match = re.search(rf"^{re.escape(series)} (\S+)$", text, flags=re.M)
    return float(match[1]) if match else 0.0


def test_every_source_answers_and_a_request_is_counted(instance: Instance, portal_url: str):
    """On the real services; a request for a page that is not there is counted within seconds; health is not in the log."""
    before = _metrics(instance)
    sources = dict(re.findall(r'binhduong_source_up\{source="(\w+)"\} (\S+)', before))
    assert sources == dict.fromkeys(("queues", "releases", "index", "backups", "audit", "webhooks", "drift", "health", "disk"), "1.0")
    assert _value(before, 'binhduong_dependency_up{name="postgres"}') == 1
    assert _value(before, "binhduong_index_lag_seconds") < 60
    series = 'binhduong_requests_total{cache="none",route="account",status="404"}'
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{portal_url}/user/khong-co-ai/khong-co", timeout=60)
    deadline = time.monotonic() + 20
    while _value(_metrics(instance), series) == _value(before, series):
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_nginx_does_not_pass_the_metrics_on(portal_url: str):
    """They are the operator's: the public port has no such page."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{portal_url}/metrics", timeout=60)
    assert refused.value.code == 404


def test_an_answer_names_its_request_and_the_logs_too(instance: Instance, portal_url: str):
    """The id in the answer is nginx's own, whatever the visitor sent, and stands in the access log and in the web process's line."""
    sent = "f" * 32
    request = urllib.request.Request(f"{portal_url}/api/3/action/status_show", headers={"X-Request-ID": sent})
    with urllib.request.urlopen(request, timeout=60) as answer:
        found = answer.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", found)
    assert found != sent
    deadline = time.monotonic() + 20
    while not _in_logs(instance, found):
        assert time.monotonic() < deadline
        time.sleep(0.5)


def _in_logs(instance: Instance, request_id: str) -> bool:
    web = "".join((instance.log_dir / f"{name}.log").read_text(errors="replace") for name in ("web", "web2"))
    return f'"request_id": "{request_id}"' in web and request_id in (instance.log_dir / "access.log").read_text(errors="replace")
