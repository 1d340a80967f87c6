"""The package's blueprints."""

from ckanext.binhduong.workflow.pages.addresses import binhduong_plans
from ckanext.binhduong.workflow.pages.approval import binhduong_approval
from ckanext.binhduong.workflow.pages.data_requests.addresses import binhduong_data_requests
from ckanext.binhduong.workflow.pages.schedule import binhduong_schedule

__all__ = ["binhduong_approval", "binhduong_data_requests", "binhduong_plans", "binhduong_schedule"]
