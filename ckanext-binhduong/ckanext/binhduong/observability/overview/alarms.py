"""Which alarms a reading of the metrics raises: the rules of config/prometheus/alerts.yml that need one reading alone. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.observability.metrics.database import Reading

__all__ = ["LIMITS", "TEXTS", "Limit", "raised"]


@dataclass(frozen=True)
class Limit:
    """A reading beyond which an alarm is raised; a test compares it with the rule.

    Attributes:
        alarm: its name, the title of its section in docs/runbook.md.
        metric: the metric that is looked at.
        sign: ``>``, ``<`` or ``==``.
        bound: the value it is compared with; of a reading below zero the size counts.
        labels: those that the reading must have.
    """

    alarm: str
    metric: str
    sign: str
    bound: float
    labels: Mapping[str, str] = field(default_factory=dict)

    def is_raised_by(self, metric: str, labels: Mapping[str, str], value: float) -> bool:
        """Whether a reading is beyond the limit."""
        if metric != self.metric or not self.labels.items() <= labels.items():
            return False
        return {">": abs(value) > self.bound, "<": value < self.bound, "==": value == self.bound}[self.sign]


LIMITS = (
    Limit("DependencyDown", "binhduong_dependency_up", "==", 0),
    Limit("JobsWait", "binhduong_queue_age_seconds", ">", 600),
    Limit("UploadsWait", "binhduong_release_waiting_seconds", ">", 3600),
    Limit("WebhooksWait", "binhduong_webhook_announcing_seconds", ">", 900),
    Limit("WebhooksWait", "binhduong_webhook_waiting_seconds", ">", 900),
    Limit("SlowPublishing", "binhduong_publish_seconds", ">", 900, {"quantile": "0.95"}),
    Limit("IndexBehind", "binhduong_index_missing_datasets", ">", 0),
    Limit("IndexBehind", "binhduong_index_lag_seconds", ">", 60),
    Limit("PartsDiffer", "binhduong_drift_left", ">", 0),
    Limit("PartsDiffer", "binhduong_drift_uncompared", ">", 0),
    Limit("DriftNotChecked", "binhduong_drift_checked_age_seconds", ">", 2400),
    Limit("NoBackups", "binhduong_backup_configured", "==", 0),
    Limit("BackupLate", "binhduong_backup_age_seconds", ">", 144000, {"kind": "backup"}),
    Limit("DrillFailed", "binhduong_backup_ok", "==", 0, {"kind": "drill"}),
    Limit("DrillFailed", "binhduong_backup_age_seconds", ">", 777600, {"kind": "drill"}),
    Limit("LogNotArchived", "binhduong_backup_ok", "==", 0, {"kind": "archive"}),
    Limit("LogNotArchived", "binhduong_wal_waiting_segments", ">", 8),
    Limit("LogNotArchived", "binhduong_backup_age_seconds", ">", 600, {"kind": "archive"}),
    Limit("AuditLogBroken", "binhduong_audit_ok", "==", 0),
    Limit("AuditLogBroken", "binhduong_audit_verified_age_seconds", ">", 172800),
    Limit("DiskNearlyFull", "binhduong_disk_free_ratio", "<", 0.1),
)

TEXTS = {
    "DependencyDown": _("A part that the portal stands on does not answer as it must."),
    "SourceSilent": _("Something could not be measured: what this page says of it is missing."),
    "JobsWait": _("The oldest job of a queue has waited for more than ten minutes."),
    "UploadsWait": _("An uploaded file has not been published for an hour."),
    "WebhooksWait": _("What changed has not been sent to webhooks for a quarter of an hour."),
    "SlowPublishing": _("One upload in twenty takes longer than a quarter of an hour to be published."),
    "IndexBehind": _("The search index is not what the database holds."),
    "PartsDiffer": _("Parts of the portal do not say the same, and the check cannot repair it."),
    "DriftNotChecked": _("The parts of the portal have not been compared for 40 minutes."),
    "NoBackups": _("No place for backups is set."),
    "BackupLate": _("The last good backup is older than 40 hours."),
    "DrillFailed": _("The backup could not be restored in the last drill, or the drill is late."),
    "LogNotArchived": _("PostgreSQL's log is not archived: what is written now is not in the backups."),
    "AuditLogBroken": _("The audit log is not whole, or was not verified for two days."),
    "DiskNearlyFull": _("Less than a tenth of the disk is free."),
}
"""What each alarm means, in English, which is the message's id in the catalogue."""


def raised(readings: Iterable[Reading], silent: Iterable[str]) -> list[str]:
    """Return the names of the alarms, in the runbook's order, each once.

    Args:
        silent: the sources that gave nothing.
    """
    listed = list(readings)
    found = {limit.alarm for limit in LIMITS for reading in listed if limit.is_raised_by(*reading)}
    found |= {"SourceSilent"} if any(silent) else set()
    return [name for name in TEXTS if name in found]
