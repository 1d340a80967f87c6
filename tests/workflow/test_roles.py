"""What contributors, editors, approvers, administrators and the province's data office do ends as their roles say, and not otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.workflow.roles.table import PROPOSING, ROLES
from tests.releases.conftest import REQUIRED, TABLE, act, file, run_jobs
from tests.workflow.people import by, join, seen
from tests.workflow.times import at, come, last

FREE, RULED, OFFICE = "so-y-te", "so-tai-chinh", "so-khoa-hoc-va-cong-nghe"
PEOPLE = {"tu": "member", "chi": "contributor", "lan": "editor", "duyen": "approver", "minh": "admin", "hoa": "admin"}
"""Everybody has the same role in both agencies: ``FREE`` asks for no approval, ``RULED`` does."""
ELSEWHERE = "https://so-y-te.example/trang"


@pytest.fixture(scope="module")
def memory() -> dict[str, Any]:
    """How many datasets this module has made."""
    return {}


@pytest.fixture
def people(with_plugins: None, memory: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """The agencies and their people, made once; Dat is the data office's, Ba another agency's editor, Ky has the office's role there."""
    if memory:
        return
    agencies = [request.getfixturevalue("agency"), act("organization_create", name=RULED, title="Sở Tài chính")]
    office = act("organization_create", name=OFFICE, title="Sở Khoa học và Công nghệ")
    other = act("organization_create", name="so-khac", title="Sở khác")
    for name, role in PEOPLE.items():
        join(agencies[0], name, role)
        act("organization_member_create", id=agencies[1]["id"], username=name, role=role)
    for agency, name, role in (office, "dat", "data_office"), (other, "ba", "editor"), (other, "ky", "data_office"):
        join(agency, name, role)
    by("minh", "approval_rule_update", id=RULED, required=True)
    memory["made"] = 0


@pytest.fixture
def make(people: None, memory: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Return a function that makes a dataset of an agency, public unless told, with a document; ``releases=2``: the second one of it."""

    def made(agency: str, releases: int = 1, **more: Any) -> dict[str, Any]:
        memory["made"] += 1
        name = f"tap-{memory['made']}"
        dataset = by("minh", "package_create", **{**REQUIRED, "name": name, "owner_org": agency, "private": True, **more})
        document = act("resource_create", package_id=dataset["id"], upload=file("Ghi chú", "ghi-chu.txt"), name="Ghi chú")
        for number in range(2, releases + 1):
            act("resource_patch", id=document["id"], upload=file(f"Ghi chú {number}", "ghi-chu.txt"))
        if not more.get("private"):
            _show(dataset["id"])
        return act("package_show", id=dataset["id"])

    return made


@pytest.fixture
def shared(make: Any, memory: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A public dataset of each agency, made once, for what changes nothing that everybody sees."""
    if "shared" not in memory:
        memory["shared"] = {agency: make(agency, 2) for agency in (FREE, RULED)}
    return memory["shared"]


def _show(dataset_id: str) -> None:
    by("minh", "package_patch", id=dataset_id, private=False)
    for waiting in _waiting(dataset_id):
        by("hoa", "release_approve", id=waiting["id"], hash=waiting["hash"])


def _waiting(dataset_id: str, user: str = "duyen") -> list[dict[str, Any]]:
    found = by(user, "submission_list", limit=100)["submissions"]
    return [each for each in found if each["dataset"] and each["dataset"]["id"] == dataset_id]


def _publish(user: str, dataset: dict[str, Any]) -> None:
    by(user, "package_patch", id=dataset["id"], private=False)


def _words(user: str, dataset: dict[str, Any]) -> None:
    by(user, "package_patch", id=dataset["id"], title="Tên khác")


def _file(user: str, dataset: dict[str, Any]) -> None:
    by(user, "resource_patch", id=dataset["resources"][0]["id"], upload=file("Khác", "khac.txt"))


def _link(user: str, dataset: dict[str, Any]) -> None:
    by(user, "resource_create", package_id=dataset["id"], url=ELSEWHERE, name="Trang")


def _file_to_link(user: str, dataset: dict[str, Any]) -> None:
    """CKAN's form says only that the file goes; ``url_type`` is sent back as it was shown."""
    by(user, "resource_patch", id=dataset["resources"][0]["id"], url=ELSEWHERE, clear_upload="true")


def _waiting_file_to_link(user: str, dataset: dict[str, Any]) -> None:
    made = by(user, "resource_create", package_id=dataset["id"], upload=file("Chờ", "cho.txt"), name="Chờ")
    by(user, "resource_patch", id=made["id"], url=ELSEWHERE, url_type="", clear_upload="true", name="Trang")


def _text_as_file(user: str, dataset: dict[str, Any]) -> None:
    by(user, "resource_create", package_id=dataset["id"], url=ELSEWHERE, name="Trang", upload="khong-phai-tep.txt")


def _rollback(user: str, dataset: dict[str, Any]) -> None:
    by(user, "release_rollback", id=dataset["resources"][0]["id"], number=1)


def _relation(user: str, dataset: dict[str, Any]) -> None:
    by(user, "package_relationship_create", subject=dataset["id"], object=dataset["id"], type="links_to", comment="Chưa ai duyệt")


def _hide(user: str, dataset: dict[str, Any]) -> None:
    by(user, "package_patch", id=dataset["id"], private=True)


def _delete(user: str, dataset: dict[str, Any]) -> None:
    by(user, "package_delete", id=dataset["id"])


def _remove(user: str, dataset: dict[str, Any]) -> None:
    by(user, "package_update", **{**act("package_show", id=dataset["id"]), "resources": []})


def _schedule(user: str, dataset: dict[str, Any]) -> None:
    by(user, "publication_schedule", id=dataset["resources"][0]["id"], publish_at=at(hours=1))


STEPS: dict[str, tuple[Callable[[str, dict[str, Any]], None], bool]] = {
    "publish": (_publish, True),
    "words": (_words, False),
    "file": (_file, False),
    "link": (_link, False),
    "file to link": (_file_to_link, False),
    "waiting file to link": (_waiting_file_to_link, False),
    "text as file": (_text_as_file, False),
    "rollback": (_rollback, False),
    "relation": (_relation, False),
    "hide": (_hide, False),
    "delete": (_delete, False),
    "remove a file": (_remove, False),
    "schedule": (_schedule, False),
}
"""Step → what does it, and whether it begins with a private dataset."""
REFUSED = ("tu", "duyen", "ba", "dat", "ky")
"""Those who change no data of these agencies."""
SHOWN = ("publish", "words", "file", "link", "file to link", "waiting file to link", "text as file", "rollback")
"""The steps that show something new."""
OUTCOMES = {
    **{(step, FREE): ("waits", "done") for step in SHOWN},
    **{(step, RULED): ("waits", "waits") for step in SHOWN},
    ("relation", FREE): ("conflict", "done"),
    ("relation", RULED): ("conflict", "conflict"),
    **{("remove a file", where): ("waits", "done") for where in (FREE, RULED)},
    **{("hide", where): ("conflict", "done") for where in (FREE, RULED)},
    **{(step, where): ("refused", "done") for step in ("delete", "schedule") for where in (FREE, RULED)},
}
"""Step and agency → what it ends with for the contributor and for the editor: done at once, waits, conflict (409), or refused (403)."""
UNSEEN = ("waits", "conflict", "refused")


def _read(dataset: dict[str, Any]) -> Any:
    """What everybody reads of a dataset; None when it is not public."""
    found = seen("package_show", id=dataset["id"])
    said = {each["comment"] for each in seen("package_relationships_list", id=dataset["id"])} if found else set()
    return found and (found["title"], [(each["id"], each["url"]) for each in found["resources"]], said)


def _outcome(step: str, user: str, dataset: dict[str, Any]) -> str:
    before, waiting = _read(dataset), _waiting(dataset["id"])
    try:
        STEPS[step][0](user, dataset)
    except tk.NotAuthorized:
        outcome = "refused"
    except tk.ValidationError:
        outcome = "conflict"
    else:
        outcome = "done" if _waiting(dataset["id"]) == waiting else "waits"
    model.Session.rollback()
    assert outcome == "done" or _read(dataset) == before
    return outcome


@pytest.mark.parametrize(("step", "where"), OUTCOMES, ids=[f"{step} in {where}" for step, where in OUTCOMES])
def test_what_a_person_does_ends_as_their_role_says(make: Any, shared: dict[str, dict[str, Any]], step: str, where: str) -> None:
    """The contributor and the editor, with and without the agency's own rule; nobody else sees what is not done at once."""
    private = STEPS[step][1]
    found = [
        _outcome(step, user, shared[where] if outcome in UNSEEN and not private else make(where, 1 + (step == "rollback"), private=private))
        for user, outcome in zip(("chi", "lan"), OUTCOMES[step, where], strict=True)
    ]
    assert tuple(found) == OUTCOMES[step, where]


@pytest.mark.parametrize("step", STEPS)
def test_other_roles_change_nothing(shared: dict[str, dict[str, Any]], step: str) -> None:
    """A member, an approver, another agency's editor, the data office, and its role in an agency that is not the office."""
    assert {user: _outcome(step, user, shared[FREE]) for user in REFUSED} == dict.fromkeys(REFUSED, "refused")


def test_an_approver_publishes_what_a_contributor_submitted(people: None) -> None:
    """In an agency without a rule: the contributor and an editor do not decide it, the approver does, for exactly what was shown."""
    made = by("chi", "package_create", name="cua-chi", owner_org=FREE, **REQUIRED)
    (waiting,) = _waiting(made["id"])
    assert (made["private"], waiting["kind"], waiting["submitter"]["name"], waiting["can_decide"]) == (True, "publication", "chi", True)
    for user in ("chi", "lan", "dat", "ba"):
        with pytest.raises(tk.NotAuthorized):
            by(user, "release_approve", id=waiting["id"], hash=waiting["hash"])
    assert by("duyen", "release_approve", id=waiting["id"], hash=waiting["hash"])["decider"]["name"] == "duyen"
    assert seen("package_show", id=made["id"])["private"] is False


def test_a_contributor_submits_again_what_was_returned(people: None) -> None:
    """With the reason of the approver, by ``release_submit``."""
    made = by("chi", "package_create", name="tra-lai", owner_org=FREE, **REQUIRED)
    (waiting,) = _waiting(made["id"])
    by("duyen", "release_return", id=waiting["id"], reason="Thiếu mô tả")
    assert _waiting(made["id"]) == []
    by("chi", "package_patch", id=made["id"], notes="Đủ mô tả")
    assert by("chi", "release_submit", id=made["id"])["state"] == "waiting"
    assert len(_waiting(made["id"])) == 1


def test_what_an_editor_publishes_does_not_wait_any_more(people: None) -> None:
    """A contributor's dataset that an editor made public is in no list of what waits."""
    made = by("chi", "package_create", name="lan-cong-bo", owner_org=FREE, **REQUIRED)
    by("lan", "package_patch", id=made["id"], private=False)
    assert seen("package_show", id=made["id"])["title"] == REQUIRED["title"]
    assert _waiting(made["id"]) == []


@pytest.mark.parametrize("later", ["approved", "returned"])
def test_a_link_in_place_of_a_file_becomes_public_by_its_approval(make: Any, later: str) -> None:
    """Not when it is returned: then readers keep the file."""
    dataset = make(FREE)
    _file_to_link("chi", dataset)
    (waiting,) = _waiting(dataset["id"])
    decision = {"approved": ("release_approve", {"hash": waiting["hash"]}), "returned": ("release_return", {"reason": "Giữ tệp"})}
    by("duyen", decision[later][0], id=waiting["id"], **decision[later][1])
    (shown,) = seen("package_show", id=dataset["id"])["resources"]
    assert (shown["url"] == ELSEWHERE, shown["url_type"]) == ((True, "") if later == "approved" else (False, "upload"))


def test_a_file_does_not_go_without_an_address_in_its_place(shared: dict[str, dict[str, Any]]) -> None:
    """No difference of words would say so to who approves."""
    before = _read(shared[FREE])
    with pytest.raises(tk.ValidationError, match=r"takes the place|thay cho"):
        by("chi", "resource_patch", id=shared[FREE]["resources"][0]["id"], url="", format="", clear_upload="true")
    model.Session.rollback()
    assert _read(shared[FREE]) == before


def test_relations_are_not_a_contributors_to_write(make: Any) -> None:
    """Neither changed nor taken away, and not by the way of the dataset itself."""
    dataset, plain = make(FREE), make(FREE)
    related = {"subject": dataset["id"], "object": dataset["id"], "type": "links_to"}
    by("lan", "package_relationship_create", **related, comment="Của Lan")
    for action in "package_relationship_update", "package_relationship_delete":
        with pytest.raises(tk.ValidationError, match=r"relations|liên kết"):
            by("chi", action, **related, comment="Của Chi")
        model.Session.rollback()
    assert _read(dataset)[2] == {"Của Lan"}
    said = [{"type": "links_to", "comment": "Của Chi"}]
    by("chi", "package_update", **{**plain, "relationships_as_subject": said, "relationships_as_object": said})
    assert model.Session.query(model.PackageRelationship).filter_by(comment="Của Chi").count() == 0


TIMED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "words": ("package_patch", "dataset", {"title": "Khác"}),
    "delete": ("package_delete", "dataset", {}),
    "rollback": ("release_rollback", "resource", {"number": 1}),
    "confirm": ("release_confirm", "resource", {}),
    "release of a table": ("release_create", "resource", {}),
}
"""What changes a dataset → the action, what its id is of, and the rest."""


def test_a_contributor_does_not_change_what_has_a_time(make: Any) -> None:
    """It would become public without anybody having seen it; the editor may. The newest file is the contributor's own."""
    dataset = make(FREE, private=True)
    ids = {"dataset": dataset["id"], "resource": dataset["resources"][0]["id"]}
    by("chi", "resource_patch", id=ids["resource"], upload=file("Của Chi", "cua-chi.txt"))
    by("lan", "publication_schedule", id=dataset["id"], publish_at=at(hours=1))
    for action, named, more in TIMED.values():
        with pytest.raises(tk.ValidationError, match=r"set time|đã đặt"):
            by("chi", action, id=ids[named], **more)
        model.Session.rollback()
    kept = act("package_show", id=dataset["id"])
    assert (kept["title"], kept["state"], len(act("release_list", id=ids["resource"]))) == (REQUIRED["title"], "active", 2)
    by("lan", "release_rollback", id=ids["resource"], number=1)
    assert len(act("release_list", id=ids["resource"])) == 3


@pytest.mark.parametrize("later", ["contributor", "editor", ""], ids=["stays", "becomes an editor", "leaves"])
def test_a_contributors_file_is_not_published_at_its_time_unapproved(make: Any, later: str) -> None:
    """Whatever role its author has by then."""
    dataset = make(FREE)
    resource = dataset["resources"][0]["id"]
    by("lan", "publication_schedule", id=resource, publish_at=at(hours=1))
    by("chi", "resource_patch", id=resource, upload=file("Của Chi", "cua-chi.txt"))
    if later != "contributor":
        act("organization_member_create", id=FREE, username="chi", role=later) if later else act(
            "organization_member_delete", id=FREE, username="chi"
        )
    come()
    act("organization_member_create", id=FREE, username="chi", role="contributor")
    assert last() == ("failed", "unapproved")
    assert len(seen("release_list", id=resource)) == 1


@pytest.mark.parametrize("later", ["editor", ""], ids=["becomes an editor", "leaves"])
def test_a_contributors_table_waits_whatever_they_are_when_it_is_checked(make: Any, later: str) -> None:
    """What counts is the role with which the file was sent: its check takes minutes."""
    dataset = make(FREE)
    resource = by("lan", "resource_create", package_id=dataset["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    by("chi", "resource_patch", id=resource["id"], upload=file(TABLE.replace("12", "99"), "bang.csv"))
    act("organization_member_create", id=FREE, username="chi", role=later) if later else act(
        "organization_member_delete", id=FREE, username="chi"
    )
    run_jobs()
    act("organization_member_create", id=FREE, username="chi", role="contributor")
    assert (seen("datastore_search", resource_id=resource["id"])["records"][0]["so_luong"], len(_waiting(dataset["id"]))) == (12, 1)


def test_a_contributor_says_yes_only_to_their_own_file(make: Any) -> None:
    """An editor's file that lost a column would become public by it; of their own file they are told that none waits for a yes."""
    resource = make(FREE)["resources"][0]["id"]
    by("lan", "resource_patch", id=resource, upload=file("Của Lan", "cua-lan.txt"))
    with pytest.raises(tk.NotAuthorized):
        by("chi", "release_confirm", id=resource)
    by("chi", "resource_patch", id=resource, upload=file("Của Chi", "cua-chi.txt"))
    with pytest.raises(tk.ValidationError):
        by("chi", "release_confirm", id=resource)


def test_rows_of_a_public_table_are_not_a_contributors_to_write(make: Any) -> None:
    """An editor of an agency without a rule writes them."""
    dataset = make(FREE)
    fields, resource = [{"id": "ma", "type": "text"}], {"package_id": dataset["id"], "name": "Bảng"}
    table = by("lan", "datastore_create", resource=resource, fields=fields, primary_key=["ma"])["resource_id"]
    row = {"resource_id": table, "records": [{"ma": "A1"}], "method": "insert", "force": True}
    with pytest.raises(tk.ValidationError):
        by("chi", "datastore_upsert", **row)
    model.Session.rollback()
    by("lan", "datastore_upsert", **row)
    assert seen("datastore_search", resource_id=table)["total"] == 1


@pytest.mark.parametrize("user", ["duyen", "dat", "lan"])
def test_the_rule_of_approval_is_weakened_by_administrators_alone(people: None, user: str) -> None:
    """An approver does not decide it; the data office only reads it."""
    waits = by("minh", "approval_rule_update", id=RULED, required=False)["submission"]
    submission = act("submission_show", id=waits)
    with pytest.raises(tk.NotAuthorized):
        by(user, "release_approve", id=waits, hash=submission["hash"])
    with pytest.raises(tk.NotAuthorized):
        by(user, "approval_rule_update", id=RULED, required=True)
    assert by("dat", "approval_rule_show", id=RULED)["required"] is True
    by("hoa", "release_return", id=waits, reason="Giữ việc duyệt")


def test_the_data_office_keeps_the_plans_of_all_agencies(people: None) -> None:
    """It adds and changes items, by name in the history; the same role in another agency gives nothing."""
    item = by("dat", "plan_item_create", agency=FREE, plan="2026", code="YT-01", title="Nhà thuốc", due="2026-12-31")
    changed = by("dat", "plan_item_update", id=item["id"], title="Nhà thuốc đạt chuẩn")
    assert [(each["author"], each["field"]) for each in changed["changes"]] == [("dat", "title"), ("dat", "created")]
    for action, data in (("plan_item_update", {"id": item["id"], "title": "Khác"}), ("plan_import", {"agency": FREE})):
        for user in ("ky", "duyen", "lan"):
            with pytest.raises(tk.NotAuthorized):
                by(user, action, **data)


def test_the_data_office_reads_the_approvals_of_all_agencies(people: None) -> None:
    """What waits and what is said of it; not the dataset itself."""
    made = by("chi", "package_create", name="xem-duyet", owner_org=FREE, **REQUIRED)
    (waiting,) = _waiting(made["id"], "dat")
    assert waiting["can_decide"] is False
    assert by("dat", "submission_show", id=waiting["id"])["content"]["version"][""]["title"] == REQUIRED["title"]
    assert by("ky", "submission_list")["count"] == 0
    with pytest.raises(tk.NotAuthorized):
        by("dat", "package_show", id=made["id"])


def test_ckan_knows_every_role(with_plugins: None) -> None:
    """In the order of the table, with the permissions that CKAN's own three had before; themes keep CKAN's two."""
    assert list(authz.ROLE_PERMISSIONS) == list(ROLES)
    assert {"admin", "membership"} <= set(authz.ROLE_PERMISSIONS["admin"])
    assert {"read", "create_dataset", "update_dataset", "delete_dataset", "manage_group"} <= set(authz.ROLE_PERMISSIONS["editor"])
    assert PROPOSING == ("contributor",)
    assert [each["value"] for each in act("member_roles_list", group_type="group")] == ["admin", "member"]


def _page(app: Any, user: str, path: str, status: int = 200) -> BeautifulSoup:
    head = {"Authorization": factories.APIToken(user=user)["token"]}
    return BeautifulSoup(app.get(path, headers=head, status=status).body, "html.parser")


@pytest.mark.parametrize("path", ["manage_members", "members", "member_new"])
def test_the_pages_of_members_say_what_each_role_may_do(app: Any, people: None, path: str) -> None:
    """In Vietnamese, a line each, without the role that exists in the data office alone."""
    page = _page(app, "minh", f"/organization/{path}/{FREE}")
    names = [each.get_text() for each in page.select("#roles dt")]
    assert names == ["Quản trị viên", "Người duyệt", "Biên tập viên", "Người soạn", "Thành viên"]
    assert "không sửa gì" in page.select("#roles dd")[1].get_text()


def test_nobody_is_followed(app: Any, people: None) -> None:
    """The box beside a page of an agency, a theme or an account has no followers and no button that leads to a closed page."""
    theme = factories.Group()["name"]
    for path in (f"/organization/members/{FREE}", f"/group/members/{theme}", "/user/lan"):
        page = _page(app, "quan-tri", path)
        assert page.select_one(".context-info h2"), path
        assert page.select('.nums, [hx-post*="/follow"]') == [], path


def test_a_role_is_chosen_among_those_of_the_agency(app: Any, people: None) -> None:
    """The form of the data office has its role, that of another agency has not."""
    for agency, roles in (FREE, list(ROLES)[:-1]), (OFFICE, list(ROLES)):
        page = _page(app, "quan-tri", f"/organization/member_new/{agency}")
        assert [each["value"] for each in page.select("select[name=role] option")] == roles


@pytest.mark.parametrize(("user", "leads"), [("duyen", True), ("dat", True), ("chi", True), ("tu", False)])
def test_the_officers_page_leads_to_what_waits(app: Any, people: None, user: str, leads: bool) -> None:
    """Also those who change no data; a member sees no approvals."""
    links = [each["href"] for each in _page(app, user, "/co-quan").select("main a")]
    assert ("/duyet" in links) == leads


def test_the_data_office_reads_a_rule_without_its_forms(app: Any, people: None) -> None:
    """And finds the agency on the list of plans that it keeps."""
    page = _page(app, "dat", f"/duyet/co-quan/{RULED}")
    assert "người thứ hai" in page.get_text()
    assert not page.select("main form")
    choices = _page(app, "dat", "/ke-hoach/nhap").select("select[name=agency] option")
    assert {FREE, RULED} <= {str(each.get("value")) for each in choices}


def test_the_data_office_sees_that_a_file_waits_and_not_what_is_in_it(app: Any, make: Any) -> None:
    """Neither the file nor its rows, also when it was returned; the approver sees both."""
    dataset = make(FREE)
    by("chi", "resource_create", package_id=dataset["id"], upload=file(TABLE, "bang.csv"), name="Bảng")
    run_jobs()
    (waiting,) = _waiting(dataset["id"], "dat")
    path = f"/duyet/{waiting['id']}"
    for state in "waiting", "returned":
        texts = {user: _page(app, user, path).get_text() for user in ("dat", "duyen")}
        assert {user: ("Bệnh viện" in text, REQUIRED["title"] in text) for user, text in texts.items()} == {
            "dat": (False, True),
            "duyen": (True, True),
        }, state
        _page(app, "dat", f"{path}/tep", 403)
        _page(app, "duyen", f"{path}/tep")
        if state == "waiting":
            by("duyen", "release_return", id=waiting["id"], reason="Thiếu cột")


@pytest.mark.parametrize(("user", "leads"), [("duyen", False), ("dat", True)])
def test_the_officers_page_leads_the_data_office_to_the_requests(app: Any, people: None, user: str, leads: bool) -> None:
    """An approver has nothing to do with them."""
    links = [each["href"] for each in _page(app, user, "/co-quan").select("main a")]
    assert ("/de-nghi/xu-ly" in links) == leads
