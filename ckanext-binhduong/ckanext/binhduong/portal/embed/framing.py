"""What lets a page stand in a frame of somebody else's page: its policy, and the HTML that frames it."""

from __future__ import annotations

from html import escape

from ckanext.binhduong.core.answer_headers.page_policy import allow_sources

__all__ = ["allow_framing", "binhduong_frame"]


def allow_framing() -> None:
    """Let any page frame this answer. Only for pages that show what is public and have no form: nothing in them can be clicked in
    somebody's name."""
    allow_sources({"frame-ancestors": "*"})


def binhduong_frame(address: str, title: str, height: int, allow: str = "") -> str:
    """Write the HTML that puts a page of the portal into another page.

    Args:
        address: the page's whole address.
        title: what the frame shows, for those who do not see it.
        height: pixels; the width is that of the text around it.
        allow: what of the device the frame may ask for, as in the attribute ``allow``.
    """
    more = f' allow="{escape(allow)}"' if allow else ""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" loading="lazy"{more} '
        'style="border:0"></iframe>'
    )
