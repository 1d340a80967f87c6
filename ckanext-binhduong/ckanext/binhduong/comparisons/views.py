"""The blueprints of this package."""

from ckanext.binhduong.comparisons.pages import versions

__all__ = ["versions"]
