"""What other plugins keep beside releases, through ``IReleaseArtefacts``."""

from __future__ import annotations

from collections.abc import Callable

from ckan import plugins as p

from ckanext.binhduong.releases.interfaces import IReleaseArtefacts

__all__ = ["contents_of", "forget_gone", "repair_steps", "sweep_steps"]


def repair_steps() -> dict[str, Callable[[], int]]:
    """Return the repairs of every plugin, by name."""
    return {name: step for plugin in p.PluginImplementations(IReleaseArtefacts) for name, step in plugin.repair_steps().items()}


def sweep_steps() -> dict[str, Callable[[], int]]:
    """Return the sweeps of every plugin, by name."""
    return {name: step for plugin in p.PluginImplementations(IReleaseArtefacts) for name, step in plugin.sweep_steps().items()}


def contents_of(release_ids: list[str]) -> set[str]:
    """Return the contents that plugins keep for releases, beside the releases' own files."""
    return {content for plugin in p.PluginImplementations(IReleaseArtefacts) for content in plugin.contents_of(release_ids)}


def forget_gone() -> None:
    """Have every plugin forget what belongs to releases that are deleted or retired. Commits."""
    for plugin in p.PluginImplementations(IReleaseArtefacts):
        plugin.forget_gone()
