"""The ten tasks: each begins at the home page, is done as somebody would who does not know the portal, and returns its answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

from benchmarks.tasks.hand import Hand


@dataclass(frozen=True)
class Task:
    """One thing that a person wants to know, and the way to it."""

    name: str
    do: Callable[[Hand], Locator]


def _search(hand: Hand, words: str) -> None:
    hand.type(hand.page.get_by_role("combobox").first, words)
    hand.page.wait_for_url(re.compile(r"[?&]q="))


def _first_row(hand: Hand) -> Locator:
    return hand.page.locator(".bd-found-item").first


def _open_pharmacy(hand: Hand) -> Locator:
    hand.tap(hand.page.get_by_role("link", name="Gần tôi: Nhà thuốc", exact=True))
    hand.tap(hand.page.get_by_label("Đang mở"))
    hand.page.wait_for_url(re.compile("open_now=true"))
    return _first_row(hand).locator(".bd-open-good")


def _clinic(hand: Hand) -> Locator:
    _search(hand, "phong kham di an")
    return hand.page.locator("section[aria-labelledby=hits-features] li", has_text="Dĩ An").first


def _plot(hand: Hand) -> Locator:
    hand.tap(hand.page.get_by_role("link", name="Quy hoạch", exact=True).first)
    hand.tap(hand.page.get_by_role("link", name="Thửa đất có nằm trong quy hoạch không?"))
    hand.type(hand.page.get_by_label("Tọa độ, số thửa hoặc địa chỉ"), "10.98 106.65")
    return hand.page.locator("#answer-title")


def _air(hand: Hand) -> Locator:
    hand.tap(hand.page.get_by_role("link", name="Gần tôi: Môi trường", exact=True))
    return _first_row(hand).get_by_text(re.compile("^Số đo lúc"))


def _camera(hand: Hand) -> Locator:
    _search(hand, "camera duong mau 38")
    return hand.page.locator("section[aria-labelledby=hits-features] li", has_text="Camera").first


def _commune(hand: Hand) -> Locator:
    _search(hand, "phuong phu cuong")
    hand.tap(hand.page.get_by_role("link", name="Phường Phú Cường").first)
    return hand.page.locator("main").get_by_role("link", name="Phường Thủ Dầu Một").first


def _bus_stop(hand: Hand) -> Locator:
    hand.tap(hand.page.get_by_role("link", name="Gần tôi: Giao thông công cộng", exact=True))
    return _first_row(hand).locator(".bd-found-distance")


def _excel(hand: Hand) -> Locator:
    hand.tap(hand.page.get_by_role("link", name="Gần tôi: Nhà thuốc", exact=True))
    hand.type(hand.page.get_by_label("Tìm gì, ở đâu"), "nha thuoc di an")
    hand.page.locator("#found-title", has_text="Dĩ An").wait_for()
    return hand.page.get_by_role("link", name="Excel", exact=True)


def _citation(hand: Hand) -> Locator:
    _search(hand, "nha thuoc")
    hand.tap(hand.page.locator(".bd-result").first.get_by_role("heading").get_by_role("link"))
    hand.tap(hand.page.get_by_role("link", name="Trích dẫn").first)
    return hand.page.locator("#citation-text")


def _compare(hand: Hand) -> Locator:
    _search(hand, "phuong di an")
    hand.tap(hand.page.get_by_role("link", name="Phường Dĩ An").first)
    hand.type(hand.page.get_by_label("So sánh với nơi khác"), "phuong thuan an")
    return hand.page.locator("main table tbody tr").nth(3)


TASKS = (
    Task("Nhà thuốc đang mở gần tôi / an open pharmacy near me", _open_pharmacy),
    Task("Phòng khám ở Dĩ An, gõ không dấu / a clinic in Dĩ An, typed without marks", _clinic),
    Task("Thửa đất có trong quy hoạch không / is this plot in a plan", _plot),
    Task("Không khí lúc này / the air now", _air),
    Task("Camera trên một đường / a camera on a road", _camera),
    Task("Phường cũ nay thành phường nào / an old commune's new one", _commune),
    Task("Trạm xe buýt gần nhất / the nearest bus stop", _bus_stop),
    Task("Excel của một huyện / the Excel of one district", _excel),
    Task("Trích dẫn một bản / cite a release", _citation),
    Task("So sánh hai xã / compare two communes", _compare),
)
"""In the order of the table."""
