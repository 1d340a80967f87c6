"""The package's one blueprint."""

from ckanext.binhduong.workflow.pages.addresses import binhduong_plans

__all__ = ["binhduong_plans"]
