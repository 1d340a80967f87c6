"""What an officer chooses on the page of an upload is how the file is read, is kept with the resource, and reads its next files."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.releases.conftest import act, rows, run_jobs

pytestmark = pytest.mark.usefixtures("clean")

MARKETS, SCHOOLS = "STT;Chợ;Quầy\n1;Chợ Thủ;120\n2;Chợ Búng;45\n", "STT;Trường;Lớp\n1;THCS A;12\n2;THCS B;15\n"
CHOSEN = "STT | Trường | Lớp"


class Officer:
    """An editor with a browser that has no scripts."""

    def __init__(self, app: Any, user: dict[str, Any]) -> None:
        self.app, self.headers = app, {"Authorization": act("api_token_create", user=user["name"], name="thu")["token"]}
        self.address = ""

    def send(self, address: str, file: str = "", **form: str) -> BeautifulSoup:
        """Send a form, with a file or without, and give the page that it leads to."""
        data = {**form, **({"upload": (io.BytesIO(file.encode()), "bang.csv")} if file else {})}
        answer = self.app.post(address, data=data, headers=self.headers, follow_redirects=False, content_type="multipart/form-data")
        assert answer.status_code == 302, answer.body
        self.address = answer.headers["Location"]
        return BeautifulSoup(self.app.get(self.address, headers=self.headers).body, "html.parser")


def choices(page: BeautifulSoup) -> list[tuple[str, str, bool]]:
    """The tables that can be chosen: value, words, whether it is chosen."""
    options = page.select("#read-table option")
    return [(str(each.get("value", each.text)), " ".join(each.text.split()), each.has_attr("selected")) for each in options]


def found(page: BeautifulSoup, words: str) -> str:
    """Where a finding that says these words leads to."""
    (finding,) = [each for each in page.select(".bd-finding") if words in each.text]
    return str(finding.select("a[data-choice]")[0]["href"])


def test_one_of_several_tables_is_chosen_and_kept(app: Any, editor: dict[str, Any], dataset: dict[str, Any]) -> None:
    """The page lists the tables with their ranges; the chosen one is published, and read from the next file too."""
    officer = Officer(app, editor)
    page = officer.send("/upload", f"{MARKETS};;\n{SCHOOLS}", dataset=dataset["name"])
    assert choices(page) == [
        ("", "Cổng tự nhận (A1:C3 · STT | Chợ | Quầy)", False),
        ("STT | Chợ | Quầy", "A1:C3 · STT | Chợ | Quầy", False),
        (CHOSEN, f"A5:C7 · {CHOSEN}", False),
        ("all", "Cả trang tính là một bảng", False),
    ]
    assert found(page, "Có 2 bảng") == "#read-table"
    page = officer.send(officer.address, **{"do": "check", "read:table": CHOSEN})
    assert [text for text, chosen in [(each[0], each[2]) for each in choices(page)] if chosen] == [CHOSEN]
    assert "bảng A5:C7" in " ".join(page.select(".bd-verdict dd")[0].text.split())
    assert not page.select(".bd-finding-warning")
    officer.send(officer.address, **{"do": "publish", "read:table": CHOSEN, "res_name": "Trường"})
    run_jobs()
    resource = act("package_show", id=dataset["id"])["resources"][0]
    assert (json.loads(resource["read_as"]), [row["truong"] for row in rows(resource)]) == ({"table": CHOSEN}, ["THCS A", "THCS B"])

    page = officer.send("/upload", f"{MARKETS}3;Chợ Mới;9\n;;\n{SCHOOLS}", resource=resource["id"])
    assert [each[0] for each in choices(page) if each[2]] == [CHOSEN]


def test_who_publishes_with_the_warning_has_chosen(app: Any, editor: dict[str, Any], dataset: dict[str, Any]) -> None:
    """The page says which table was read; published so, the file asks nothing more, and the table is kept for the next one."""
    officer = Officer(app, editor)
    page = officer.send("/upload", f"{MARKETS};;\n{SCHOOLS}", dataset=dataset["name"])
    assert "A1:C3" in page.select(".bd-finding-warning")[0].text
    officer.send(officer.address, **{"do": "publish", "read:table": "", "res_name": "Chợ"})
    run_jobs()
    resource = act("package_show", id=dataset["id"])["resources"][0]
    assert (resource["release_state"], json.loads(resource["read_as"])) == ("published", {"table": "STT | Chợ | Quầy"})
    assert [row["cho"] for row in rows(resource)] == ["Chợ Thủ", "Chợ Búng"]
