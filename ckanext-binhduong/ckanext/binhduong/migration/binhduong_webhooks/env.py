"""Run this plugin's migrations; its version table is ``binhduong_webhooks_alembic_version``."""

from ckanext.binhduong.migration.environment import run

run(__file__)
