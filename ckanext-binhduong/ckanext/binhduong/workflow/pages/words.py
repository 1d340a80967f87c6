"""How states, conditions and fields are called on the pages: message ids of the translation catalogue."""

from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["ACTS", "CONDITIONS", "FIELDS", "KINDS", "REASONS", "REJECTIONS", "REQUEST_ACTS", "REQUEST_STATES", "STATES"]

#: State of lateness → its name.
STATES = {
    "waiting": _("Not due yet"),
    "late": _("Late"),
    "on_time": _("Published on time"),
    "came_late": _("Published late"),
    "already": _("There before it was promised"),
    "lost": _("Below the promised level again"),
    "refused": _("Not opened"),
    "refused_late": _("Refused after the day"),
}
#: Condition of a minimum level → what is missing.
CONDITIONS = {
    "public": _("a public dataset with a published file"),
    "licence": _("a licence"),
    "open_format": _("an open, machine-readable format"),
    "rows_by_api": _("rows that programs can query"),
    "described": _("title, description, contact and update frequency"),
    "metadata_points": _("a description rated excellent (351 of 405 points)"),
    "no_open_finding": _("no file that was refused, failed or waits for an answer"),
    "frequency_kept": _("updates as often as promised"),
}
#: Fields of an item that are no column of the list → their name in a history.
FIELDS = {
    "created": _("Entered"),
    "due_now": _("Day"),
    "dataset_id": _("Dataset"),
    "level": _("Measured level"),
    "reached": _("Reached on"),
    "lost": _("Lost on"),
    "refused": _("Refused on"),
}
#: Kind of a submission → what it is.
KINDS = {
    "publication": _("Dataset becomes public"),
    "change": _("Description of a public dataset changes"),
    "release": _("New file of a public dataset"),
    "rule": _("Rule of approval becomes weaker"),
}
#: Step of a submission → its name.
ACTS = {
    "submitted": _("Submitted"),
    "approved": _("Approved"),
    "returned": _("Returned"),
    "overtaken": _("Replaced by a newer one"),
}
#: Why a time failed, or still waits after it → in words.
REASONS = {
    "unapproved": _("nobody approved it"),
    "changed": _("it is not what was approved"),
    "deleted": _("the dataset or the resource was deleted"),
    "moved": _("the dataset went to another agency"),
    "no-file": _("no new file was uploaded"),
    "refused": _("the new file was refused or could not be loaded"),
    "invalid": _("the description has fields that must be corrected"),
    "machine": _("the portal failed; tell the administrator"),
    "checking": _("its file is still being checked"),
    "replaced": _("another time took its place"),
}
#: How a request for data stands → its name.
REQUEST_STATES = {
    "received": _("Waits to be read"),
    "accepted": _("Waits for an answer"),
    "overdue": _("Overdue"),
    "listed": _("On the list"),
    "published": _("Published"),
    "refused": _("Not opened"),
    "lost": _("Published, then taken away again"),
    "rejected": _("No request for data"),
}
#: Step of a request for data → its name.
REQUEST_ACTS = {
    "received": _("Request sent"),
    "accepted": _("Accepted as a request"),
    "edited": _("Text changed"),
    "rejected": _("Rejected"),
    "assigned": _("Assigned to the agency"),
    "answered": _("Answered"),
}
#: Why something is no request for data → in words.
REJECTIONS = {
    "no-data": _("it does not ask for data"),
    "personal": _("it asks for data about persons"),
    "abuse": _("insult or advertisement"),
    "duplicate": _("the same was asked for before"),
}
