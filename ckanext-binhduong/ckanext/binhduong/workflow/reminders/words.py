"""What a mail with reminders says: first what was promised, then which lists are to be reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ckan.plugins import toolkit as tk

from ckanext.binhduong.workflow.reminders.upcoming import Upcoming

__all__ = ["mail_of"]


def mail_of(found: Sequence[Upcoming], today: date) -> tuple[str, str]:
    """Return the subject and the text of a mail, in the language of the request."""
    items, reviews = [each for each in found if not each.is_review], [each for each in found if each.is_review]
    number = tk.ungettext(
        "{number} item of the publication plan is due soon", "{number} items of the publication plan are due soon", len(items)
    )
    subject = number.format(number=len(items)) if items else tk._("The open-data list is to be reviewed soon")
    promised = tk._(
        "{title}: what your agency promised to publish is due soon.\n\n{items}\n\nDays late are counted from the first promised day."
    )
    reviewed = tk._(
        "{title}: your agency’s open-data list is to be reviewed soon.\n\n{items}\n\nAdd what has changed, and confirm the review there."
    )
    parts = [
        words.format(title=tk.config["ckan.site_title"], items="\n\n".join(_line(each, today) for each in part))
        for words, part in ((promised, items), (reviewed, reviews))
        if part
    ]
    return subject, "\n\n".join(parts)


def _line(each: Upcoming, today: date) -> str:
    left = (each.day - today).days
    when = tk.ungettext("in {number} day", "in {number} days", left).format(number=left) if left else tk._("today")
    day = f"{each.day:%d/%m/%Y} ({when})"
    if each.is_review:
        address = tk.h.url_for("binhduong_plans.plan", agency=each.agency_name, qualified=True, _anchor="plan-reviews")
        return f"{day}: {each.agency}\n{address}"
    address = tk.h.url_for("binhduong_plans.item", item_id=each.id, qualified=True)
    return f"{day}: {each.code} {each.title} – {each.agency}\n{address}"
