"""The password rule wherever CKAN sets a password: API, pages, reset, invitation and command line."""

from __future__ import annotations

from typing import Any

import click
from ckan.cli import user as user_commands
from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.binhduong.security.accounts.password_rule import LONGEST, SHORTEST, fault_of

__all__ = ["guard_command", "user_password_validator"]


def _words(fault: str) -> str:
    return {
        "short": tk._("Your password must have {count} characters or more. A sentence that only you would write is a good one."),
        "long": tk._("Your password must not have more than {longest} characters."),
        "common": tk._("This password is on the lists of passwords that attackers try first. Choose another one."),
    }[fault].format(count=SHORTEST, longest=LONGEST)


def user_password_validator(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Take a password that follows the rule; stands in the place of CKAN's validator of this name, which takes ``12345678``."""
    value = data[key]
    if value is tk.missing or value == "":
        return
    if not isinstance(value, str):
        errors[("password",)].append(tk._("Passwords must be strings"))
    elif fault := fault_of(value):
        errors[("password",)].append(_words(fault))


def guard_command() -> None:
    """Have ``ckan user setpass`` follow the rule too: it writes the account without an action."""
    command = user_commands.set_password
    original: Any = command.callback
    if getattr(original, "is_guarded", False):
        return

    def guarded(username: str, password: str | None) -> None:
        password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if fault := fault_of(str(password)):
            raise click.ClickException(_words(fault))
        original(username, password)

    guarded.is_guarded = True  # type: ignore[attr-defined]
    command.callback = guarded
