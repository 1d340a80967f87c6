"""Metrics of the portal in Prometheus' text format, by a process of its own (docs/runbook.md)."""
