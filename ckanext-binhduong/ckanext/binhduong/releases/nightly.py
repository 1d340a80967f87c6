"""What is done once a night."""

from __future__ import annotations

from ckanext.binhduong.releases.repair import repair

__all__ = ["nightly"]


def nightly() -> dict[str, int]:
    """Repair what hangs; give how much of it there was."""
    return repair()
