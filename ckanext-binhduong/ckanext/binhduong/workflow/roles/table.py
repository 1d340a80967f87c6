"""What each role of an agency's member may do: one table. Imports no CKAN.

CKAN gives a member of an agency one capacity, and a capacity permissions; ``admin`` has them all. Three capacities are added, and three
permissions that CKAN does not ask for itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["APPROVE", "DATA_OFFICE", "PROPOSING", "PUBLISH", "ROLES", "SEE_SUBMISSIONS", "Role"]

PUBLISH = "publish_dataset"
"""Make something public, or change what is, as far as the agency asks for no second person; answer for the agency."""
APPROVE = "approve_publication"
"""Decide what others submitted."""
SEE_SUBMISSIONS = "see_submissions"
"""See what waits for a decision."""
DATA_OFFICE = "data_office"
"""The capacity of the province's data office: it counts in the agency that is the office, and there for all agencies."""


@dataclass(frozen=True)
class Role:
    """A capacity of CKAN's.

    Attributes:
        name: how it is called; a message id. Empty: CKAN's own name stays.
        duties: what its holder may do, in one line; a message id.
        permissions: those that it has, of CKAN's and of this module.
    """

    name: str
    duties: str
    permissions: tuple[str, ...]


_MEMBER = ("read", "manage_group")

#: Capacity → role, the most powerful of an agency first, as forms list them.
ROLES = {
    "admin": Role("", _("Manages members, the plan and the rule of approval; may also do what editors and approvers do."), ("admin",)),
    "approver": Role(
        _("Approver"), _("Approves or returns what others submitted, and edits nothing."), (*_MEMBER, SEE_SUBMISSIONS, APPROVE)
    ),
    "editor": Role(
        "",
        _("Uploads, edits and publishes data, and answers requests; where the agency asks for approval a second person decides."),
        (*_MEMBER, "create_dataset", "update_dataset", "delete_dataset", SEE_SUBMISSIONS, PUBLISH),
    ),
    "contributor": Role(
        _("Contributor"),
        _("Prepares data and submits them; nothing becomes public before another person has approved it."),
        (*_MEMBER, "create_dataset", "update_dataset", SEE_SUBMISSIONS),
    ),
    "member": Role("", _("Reads the agency’s private data, and changes nothing."), _MEMBER),
    DATA_OFFICE: Role(
        _("Province’s data office"),
        _(
            "Keeps the items of all agencies’ plans, sees what waits for approval without its files, and names the agency that answers a "
            "request for data; neither publishes nor approves."
        ),
        _MEMBER,
    ),
}

PROPOSING = tuple(name for name, role in ROLES.items() if "update_dataset" in role.permissions and PUBLISH not in role.permissions)
"""The capacities whose holders change datasets and publish nothing."""
