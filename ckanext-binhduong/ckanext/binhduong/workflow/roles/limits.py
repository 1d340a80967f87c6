"""What a contributor does not do alone, and what no submission could hold until another person decides."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk

__all__ = ["check_alone"]


def check_alone(*, public: bool, stays: bool, has_time: bool) -> None:
    """Refuse a change of a dataset that would be seen without another person.

    Args:
        public: whether everybody sees the dataset now.
        stays: whether everybody would still see it.
        has_time: whether it becomes public at a set time.

    Raises:
        ValidationError: it takes away what is public, or changes what will be public as it is; CKAN's transaction is rolled back.
    """
    if public and not stays:
        words = tk._("A contributor does not take away what is public. An editor of the agency can.")
    elif not public and has_time:
        words = tk._("This dataset becomes public at a set time, as it is. Ask an editor of the agency to clear the time first.")
    else:
        return
    model.Session.rollback()
    raise tk.ValidationError({"private": [words]})
