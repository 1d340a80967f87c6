"""What nginx writes for the figures of use, on the live portal."""

from __future__ import annotations

import urllib.request

from stack.instance import from_environment

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def read(url: str, agent: str) -> None:
    """Fetch a page as a kind of reader."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"User-Agent": agent}), timeout=60) as answer:
        answer.read()


def test_the_log_names_what_is_used_and_nobody_who_uses_it(portal_url: str) -> None:
    """Addresses of datasets with the kind of reader, without the language; no network address, no searched word, no position."""
    log = from_environment().log_dir / "usage.log"
    before = log.stat().st_size if log.exists() else 0
    read(f"{portal_url}/en/dataset/nha-thuoc?tu=bi-mat", BROWSER)
    read(f"{portal_url}/dataset/nha-thuoc", ROBOT)
    read(f"{portal_url}/api/3/action/feature_search?layer=nha-thuoc&near=106.65,10.98&limit=1&q=bi-mat", "curl/8.5")
    read(f"{portal_url}/dataset/?q=bi-mat", BROWSER)
    lines = [line.split(" ", 1)[1] for line in log.read_bytes()[before:].decode().splitlines()]
    assert "GET 200 person /dataset/nha-thuoc - - -" in lines
    assert "GET 200 robot /dataset/nha-thuoc - - -" in lines
    assert "GET 200 program /api/3/action/feature_search - - nha-thuoc" in lines
    assert not [line for line in lines if "bi-mat" in line or "106.65" in line or "127.0.0.1" in line]
