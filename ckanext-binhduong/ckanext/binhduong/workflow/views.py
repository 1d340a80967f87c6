"""The package's blueprints."""

from ckanext.binhduong.workflow.pages.addresses import binhduong_plans
from ckanext.binhduong.workflow.pages.approval import binhduong_approval

__all__ = ["binhduong_approval", "binhduong_plans"]
