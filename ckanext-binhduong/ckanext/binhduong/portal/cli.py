"""The group ``ckan binhduong``, made of the commands of every loaded package.

Click keeps the last of two groups of one name, so only this plugin registers the group; a room contributes by a method
``binhduong_commands() -> list[click.Command]`` on its plugin class.
"""

import click
from ckan import plugins as p
from ckan.plugins import toolkit as tk

__all__ = ["binhduong"]


class _RoomCommands(click.Group):
    """A group whose sub-commands are asked of the loaded plugins each time, because tests load and unload plugins."""

    def _collect(self) -> dict[str, click.Command]:
        """Return every package's commands by name; two packages with one command name is a mistake in the code."""
        found: dict[str, click.Command] = {}
        for plugin_name in tk.config["ckan.plugins"]:
            for command in getattr(p.get_plugin(plugin_name), "binhduong_commands", list)():
                name = str(command.name)
                if name in found:
                    raise RuntimeError(f"Two packages give a command named {name!r}")
                found[name] = command
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in alphabetical order."""
        return sorted(self._collect())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find one command, or None when no loaded package has it."""
        return self._collect().get(cmd_name)


@click.group(cls=_RoomCommands)
def binhduong() -> None:
    """Bình Dương's open-data portal: the seed catalogue and the care of each part."""
