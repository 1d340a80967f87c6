"""The plugin of the package `webhooks`: a table of contents."""

from __future__ import annotations

from datetime import timedelta

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.jobs import prompt_work
from ckanext.binhduong.webhooks.outbox import deliveries, delivering
from ckanext.binhduong.webhooks.pages import binhduong_webhooks

__all__ = ["WebhooksPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.config_declarations
class WebhooksPlugin(p.SingletonPlugin):
    """What becomes public, changes or goes is sent to those who asked for it."""

    p.implements(p.IBlueprint)
    p.implements(p.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Have the clock look for what happened, and old deliveries forgotten every night."""
        prompt_work.register("webhooks", delivering.look)
        scheduler.register("webhooks", scheduler.Regular(deliveries.forget_old, timedelta(days=1), timedelta(hours=20, minutes=45)))

    def get_blueprint(self) -> list[Blueprint]:
        """Return the pages."""
        return [binhduong_webhooks]
