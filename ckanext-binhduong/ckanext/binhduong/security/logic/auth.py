"""Who is let in, where CKAN lets in more than it should.

Configuration closes most doors (``config/ckan.ini``); these have no switch.
"""

from __future__ import annotations

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.types import AuthFunction, AuthResult, ChainedAuthFunction, Context, DataDict

from ckanext.binhduong.security.accounts.visible_people import administers, is_self
from ckanext.binhduong.security.activity.auth import activity_data_show, activity_diff, activity_show

__all__ = [
    "activity_data_show",
    "activity_diff",
    "activity_show",
    "am_following_dataset",
    "am_following_group",
    "am_following_user",
    "audit_list",
    "dataset_followee_count",
    "dataset_follower_count",
    "followee_count",
    "group_followee_count",
    "organization_followee_count",
    "package_collaborator_create",
    "package_collaborator_delete",
    "package_collaborator_list",
    "user_create",
    "user_followee_count",
    "user_follower_count",
    "user_list",
    "user_show",
]


def _members_only(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """Signed-in users whom CKAN lets in: whom somebody follows, or works with, is nobody else's business."""
    if authz.auth_is_anon_user(context):
        return {"success": False, "msg": tk._("Not authorized")}
    return next_auth(context, data_dict or {})


def _closed(name: str, *, needs_dataset: bool = False) -> ChainedAuthFunction:
    """Return :func:`_members_only` under the name of the function it guards.

    Args:
        name: the function's name.
        needs_dataset: look first whether the dataset exists: CKAN 2.12.0 ends in an assertion when it does not.
    """

    @tk.chained_auth_function
    @tk.auth_allow_anonymous_access
    def guard(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
        if needs_dataset and not authz.auth_is_anon_user(context) and model.Package.get((data_dict or {}).get("id")) is None:
            raise tk.ObjectNotFound(tk._("Dataset not found"))
        return _members_only(next_auth, context, data_dict)

    guard.__name__ = name
    guard.__doc__ = _members_only.__doc__
    return guard


am_following_dataset = _closed("am_following_dataset")
am_following_group = _closed("am_following_group")
am_following_user = _closed("am_following_user")
dataset_followee_count = _closed("dataset_followee_count")
followee_count = _closed("followee_count")
group_followee_count = _closed("group_followee_count")
organization_followee_count = _closed("organization_followee_count")
user_followee_count = _closed("user_followee_count")
user_follower_count = _closed("user_follower_count")
package_collaborator_create = _closed("package_collaborator_create", needs_dataset=True)
package_collaborator_delete = _closed("package_collaborator_delete", needs_dataset=True)
package_collaborator_list = _closed("package_collaborator_list", needs_dataset=True)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def dataset_follower_count(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """Whoever may see the dataset: the count would tell that a hidden one exists."""
    return authz.is_authorized("package_show", context, {"id": (data_dict or {}).get("id", "")})


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_create(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """System administrators only, whatever the configuration says; and nobody names the id of an account that exists (CVE-2022-43685)."""
    return {"success": False, "msg": tk._("Not authorized to create users")}


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_list(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """Whoever administers an agency or theme, for the pages of its members (``user_autocomplete`` asks the same); no other account."""
    if administers(context):
        return next_auth(context, data_dict or {})
    return {"success": False, "msg": tk._("Not authorized")}


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_show(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """The account itself, and whoever may list accounts."""
    if is_self(context, (data_dict or {}).get("id")) or administers(context):
        return next_auth(context, data_dict or {})
    return {"success": False, "msg": tk._("Not authorized")}


def audit_list(context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """System administrators, whom CKAN lets in before this is asked; the log has addresses and names of accounts."""
    return {"success": False}
