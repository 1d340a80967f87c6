"""Sample data are nobody's publication: who made them is named, and the mark stands once in a list and once on a page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import both_widths

Visit = Callable[..., Page]


def marks(page: Page, part: str) -> int:
    """How often a part says that something is a sample."""
    return page.locator(part).inner_text().lower().count("dữ liệu mẫu")


@both_widths
def test_a_card_has_the_mark_once(visit: Visit, viewport: dict[str, int]) -> None:
    """The badge; neither the title nor the abstract repeats it, and the agency is the one that the sample stands for."""
    page = visit("/dataset/?q=nha+thuoc", viewport=viewport)
    card = ".bd-result:has(a[href='/dataset/nha-thuoc'])"
    assert marks(page, card) == 1
    expect(page.locator(card)).to_contain_text("Minh họa cho dữ liệu của Sở Y tế")
    expect(page.locator(f"{card} > p")).to_contain_text("600 nhà thuốc và quầy thuốc do máy tạo ra")


@both_widths
def test_a_sample_dataset_is_the_portals(visit: Visit, viewport: dict[str, int]) -> None:
    """Its page names the portal as the maker in the summary and the citation, and no agency as the publisher."""
    page = visit("/dataset/nha-thuoc", viewport=viewport)
    expect(page.locator(".bd-summary")).to_contain_text("dữ liệu mẫu do cổng này tạo ra")
    expect(page.locator("main")).not_to_contain_text("do Sở Y tế tỉnh Bình Dương công bố")
    expect(page.locator("#citation-text")).to_contain_text("Cổng dữ liệu mở Bình Dương (bên tạo dữ liệu mẫu)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhà thuốc và quầy thuốc")
    expect(page.locator(".bd-note-sample")).to_have_count(1)
    expect(page.locator("main .bd-badge-sample")).to_have_count(0)


@both_widths
def test_a_list_of_samples_has_the_mark_once(visit: Visit, viewport: dict[str, int]) -> None:
    """Above the list, not on twenty rows; where facts and samples stand in one list, each sample says so."""
    page = visit("/map?theme=nha-thuoc", viewport=viewport)
    expect(page.locator("#finder-list .bd-note-sample")).to_have_count(1)
    expect(page.locator(".bd-found-item .bd-badge-sample")).to_have_count(0)
    page = visit("/map?q=benh+vien", viewport=viewport)
    mixed = page.locator(".bd-found-item", has=page.locator(".bd-badge-sample")).count()
    whole = page.locator("#finder-list .bd-note-sample").count()
    assert (mixed > 0) != (whole == 1)
