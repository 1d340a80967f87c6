"""The command group `ckan binhduong`."""

from typing import Any

import click
import pytest
from ckan import plugins as p
from ckan.tests.helpers import CKANCliRunner

from ckanext.binhduong.portal.cli import binhduong


@pytest.mark.usefixtures("with_plugins")
def test_the_group_has_the_commands_of_the_rooms(cli: CKANCliRunner) -> None:
    """A command that a room gives is found below `binhduong`."""
    result = cli.invoke(binhduong, ["--help"])
    assert result.exit_code == 0
    assert "seed" in result.output


@pytest.mark.usefixtures("with_plugins")
def test_two_commands_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two packages with one command name would hide each other; the mistake is said at once."""

    def twice(self: Any) -> list[click.Command]:
        return [click.Command("seed"), click.Command("seed")]

    monkeypatch.setattr(type(p.get_plugin("binhduong")), "binhduong_commands", twice, raising=False)
    with pytest.raises(RuntimeError, match="seed"):
        binhduong.list_commands(click.Context(binhduong))
