"""The plugin of the package `usage`: a table of contents."""

from __future__ import annotations

from datetime import timedelta

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.usage import counting
from ckanext.binhduong.usage.figures import dataset


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.config_declarations
@tk.blanket.helpers
class UsagePlugin(p.SingletonPlugin):
    """Views, downloads and calls of every dataset, by day."""

    p.implements(p.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Have the log counted every five minutes, and the figures of whole days published as a dataset."""
        scheduler.register("usage", scheduler.Regular(counting.count_log, timedelta(minutes=5), timedelta(minutes=2)))
        dataset.register()
