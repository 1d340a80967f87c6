"""A hand at a phone: every tap and key on the way to an answer is counted."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PATIENCE = 30_000
"""Milliseconds until an answer that does not come is none."""


@dataclass(frozen=True)
class Reached:
    """How an answer was reached: counts, seconds from the opened home page on, and whether it stands on the screen without scrolling.

    ``scrolls``: how often what had to be tapped was not on the screen.
    """

    taps: int
    keys: int
    scrolls: int
    seconds: float
    on_first_screen: bool


class Hand:
    """Does what a person does, on one page that begins at the portal's home."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.keys, self.scrolls = page, 0, 0, 0
        self._began = time.monotonic()

    def tap(self, what: Locator) -> None:
        """Tap a link, a button or a box."""
        self.taps += 1
        what.wait_for(timeout=PATIENCE)
        self.scrolls += not self._is_on_screen(what)
        what.click(timeout=PATIENCE)

    def type(self, field: Locator, text: str) -> None:
        """Tap into a field, type, and press Enter."""
        self.tap(field)
        field.press_sequentially(text)
        field.press("Enter")
        self.keys += len(text) + 1

    def reached(self, answer: Locator) -> Reached:
        """Wait for the answer and look where it stands.

        Raises:
            AssertionError: it does not come.
        """
        expect(answer).to_be_visible(timeout=PATIENCE)
        seconds = time.monotonic() - self._began
        self._wait_until_still(answer)
        return Reached(self.taps, self.keys, self.scrolls, seconds, self._is_on_screen(answer))

    def _wait_until_still(self, what: Locator) -> None:
        """Wait while the page scrolls by itself to where a link leads."""
        before = None
        while (box := what.bounding_box()) != before:
            before = box
            self.page.wait_for_timeout(100)

    def _is_on_screen(self, what: Locator) -> bool:
        box, screen = what.bounding_box(), self.page.viewport_size
        assert box
        assert screen
        return box["y"] >= 0 and box["y"] + box["height"] <= screen["height"]
