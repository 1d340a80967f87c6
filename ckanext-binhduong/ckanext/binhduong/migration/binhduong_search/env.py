"""Run this plugin's migrations; its version table is ``binhduong_search_alembic_version``."""

from ckanext.binhduong.migration.environment import run

run(__file__)
