"""A reader keeps what is seen on the page, finds it again, and takes it to another browser; nothing of it goes to the server."""

from collections.abc import Callable
from urllib.parse import unquote

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

Visit = Callable[..., Page]
FILTERED = "?filter=loai_hinh:is:Quầy thuốc&sort=-dien_tich_m2"
KEEP = "(views) => localStorage.setItem('binhduong.views', JSON.stringify(views))"
#: Keep a view where this text is kept already: whether that was done, and what is kept then.
ADD = """async (kept) => {
  const page = new URL(document.querySelector("[data-saved-views]").dataset.savedViews, location.origin);
  const { addViews } = await import(new URL("saved-views.js", page));
  localStorage.setItem("binhduong.views", kept);
  return [addViews([{ name: "b", address: "/b", day: "" }]), localStorage.getItem("binhduong.views")];
}"""
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"


def test_a_view_is_saved_found_again_renamed_removed_and_taken_along(visit: Visit, resource_page: str, portal_url: str) -> None:
    """A filtered table and the map of a town: both in the list with names that say what they are; the link opens the list elsewhere."""
    page = visit(resource_page + FILTERED)
    saved = page.url
    for address in (None, "/map?theme=nha-thuoc&within=724@2024"):
        if address:
            page.goto(portal_url + address)
        page.get_by_role("button", name="Lưu", exact=True).click()
        expect(page.locator("[data-save-said]")).to_have_text("Đã lưu trong trình duyệt này.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-save-said]")).to_have_text("Đã có trong danh sách của bạn.")
    page.get_by_role("link", name="Xem những gì đã lưu").click()
    names = page.locator("[data-views-list] a")
    expect(names).to_have_text(["Bản đồ · Trong Thành phố Dĩ An · Nhà thuốc", "Danh sách nhà thuốc, quầy thuốc · Loại hình là Quầy thuốc"])
    page.get_by_label("Đổi tên: Danh sách nhà thuốc").click()
    page.get_by_label("Tên mới").last.fill("Quầy lớn nhất")
    page.get_by_role("button", name="Đổi", exact=True).last.click()
    page.get_by_role("button", name="Bỏ: Bản đồ").click()
    expect(names).to_have_text(["Quầy lớn nhất"])
    page.get_by_role("button", name="Hoàn tác").click()
    expect(names).to_have_count(2)
    expect(names.first).to_be_focused()
    link = page.locator("#views-link").inner_text()

    elsewhere = visit("/about")
    asked: list[str] = []
    elsewhere.on("request", lambda request: asked.append(request.url))
    elsewhere.goto(link)
    expect(elsewhere.locator("[data-views-list] a")).to_have_count(0)
    elsewhere.get_by_role("button", name="Thêm vào danh sách của tôi").click()
    expect(elsewhere.locator("[data-views-list] a")).to_have_count(2)
    assert [address for address in asked if "nha-thuoc" in unquote(address)] == []
    elsewhere.get_by_role("link", name="Quầy lớn nhất").click()
    expect(elsewhere.locator("#rows-title")).to_have_text("158 dòng")
    assert elsewhere.url == saved


def test_a_list_from_somebody_else_holds_only_pages_of_this_portal(visit: Visit) -> None:
    """Of a made-up link nothing leads to another site or runs, and a broken one says so."""
    page = visit("/da-luu")
    views = [
        ["a", "//x.vn/", ""],
        ["e", "/.//x.vn/", ""],
        ["b", "javascript:alert(1)", ""],
        ["c", "https://x.vn/", ""],
        ["<b>d</b>", "/dataset/", "2026-01-02"],
    ]
    made = page.evaluate("(views) => btoa(JSON.stringify(views)).replaceAll('+', '-').replaceAll('/', '_')", views)
    page.goto(page.url + "#v=" + made.rstrip("="))
    expect(page.locator("[data-views-offer] li")).to_have_text(["<b>d</b>"])
    page.evaluate("location.hash = '#v=abc'")
    expect(page.locator("[data-views-brought]")).to_have_text("Không đọc được liên kết này. Hãy chép lại cho đủ.")


def test_a_list_is_never_written_over(visit: Visit) -> None:
    """A browser without URL.parse adds to what is kept; a list that cannot be read stays, and nothing is said to be saved."""
    page = visit("/da-luu")
    page.evaluate("delete URL.parse")
    added = '[{"name":"b","address":"/b","day":""},{"name":"a","address":"/a","day":""}]'
    assert page.evaluate(ADD, '[{"name":"a","address":"/a","day":""}]') == [True, added]
    for unreadable in ("[{", '{"version":2}'):
        assert page.evaluate(ADD, unreadable) == [False, unreadable]
        assert page.evaluate(ADD.replace("addViews", "keepViews"), unreadable) == [False, unreadable]


def test_two_tabs_lose_nothing_of_each_other(visit: Visit) -> None:
    """What another tab saves stays when a removal is undone here, and takes nobody the name that is being typed."""
    page = visit("/da-luu")
    other = page.context.new_page()
    other.goto(page.url)
    first, second, third = ({"name": name, "address": f"/{name}", "day": ""} for name in "abc")
    other.evaluate(KEEP, [first])
    names = page.locator("[data-views-list] a")
    expect(names).to_have_text(["a"])
    page.get_by_role("button", name="Bỏ: a").click()
    other.evaluate(KEEP, [second])
    expect(names).to_have_text(["b"])
    page.get_by_role("button", name="Hoàn tác").click()
    expect(names).to_have_text(["a", "b"])
    page.get_by_label("Đổi tên: b").click()
    page.get_by_label("Tên mới").last.fill("B")
    page.evaluate("() => { window.heard = new Promise((done) => addEventListener('storage', () => done(true))); }")
    other.evaluate(KEEP, [third, first, second])
    assert page.evaluate("window.heard")
    page.get_by_label("Tên mới").last.press("Enter")
    expect(names).to_have_text(["c", "a", "B"])


def test_a_browser_that_keeps_nothing_is_told_what_does_the_same(visit: Visit, resource_page: str) -> None:
    """Storage refused: the button says so, and the list's page works."""
    page = visit("/about")
    page.context.add_init_script(REFUSED)
    page.goto(page.url.replace("/about", resource_page))
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-save-said]")).to_contain_text("chép địa chỉ hoặc đánh dấu trang")
    page.get_by_role("link", name="Xem những gì đã lưu").click()
    expect(page.locator("[data-views-none]")).to_be_visible()


def test_without_a_script_nothing_is_offered_that_needs_one(visit: Visit, resource_page: str) -> None:
    """No buttons that do nothing: to save, to find oneself, to move the list; the page of the list says what does the same."""
    for path in (resource_page, "/map?theme=nha-thuoc", "/plan"):
        page = visit(path, viewport=PHONE, java_script_enabled=False)
        for button in page.locator("[data-save-view], [data-near-me], [data-sheet-handle]").all():
            expect(button).to_be_hidden()
    page = visit("/da-luu", java_script_enabled=False)
    expect(page.locator(".bd-without-script")).to_contain_text("hãy đánh dấu trang")
