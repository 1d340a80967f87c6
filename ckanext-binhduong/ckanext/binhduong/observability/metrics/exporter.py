"""The answers of `/metrics`: what the access log added up, and what the sources say now.

One process for the whole portal: prometheus_client's mode for several processes keeps a file a metric and process, cannot have gauges that
are asked at a scrape, and would not see what nginx answers without CKAN (docs/decisions/operations-metrics.md). Imports no CKAN.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from ckanext.binhduong.observability.metrics import access_log
from ckanext.binhduong.observability.metrics.database import Reading
from ckanext.binhduong.observability.metrics.sources import SOURCES

__all__ = ["BUCKETS", "Portal", "Requests"]

log = logging.getLogger(__name__)

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the latency histograms, in seconds."""


class Requests:
    """What the access log adds up: requests by class, status and what the cache did; seconds by class."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.count = Counter("binhduong_requests", "Answered requests.", ["route", "status", "cache"], registry=registry)
        self.seconds = Histogram(
            "binhduong_request_duration_seconds", "Until the last byte was sent.", ["route"], buckets=BUCKETS, registry=registry
        )
        self.unread = Counter("binhduong_access_log_unread", "Lines of the access log that could not be read.", registry=registry)

    def add(self, line: str) -> None:
        """Count a line of the log."""
        request = access_log.parse(line)
        if request is None:
            self.unread.inc()
            return
        self.count.labels(request.route, request.status, request.cache).inc()
        self.seconds.labels(request.route).observe(request.seconds)

    def follow(self, path: Path, stopped: threading.Event) -> None:
        """Count what is added to a log from now on, until stopped."""
        for line in access_log.follow(path, stopped):
            self.add(line)


class Portal(Collector):
    """What the sources say at the moment of a scrape; a source that fails is missing, and ``binhduong_source_up`` says so."""

    def __init__(self, sources: Mapping[str, Callable[[], list[Reading]]]) -> None:
        self.sources = sources

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield each metric with its readings."""
        up = GaugeMetricFamily("binhduong_source_up", "Whether a source of metrics answered.", labels=["source"])
        readings: list[Reading] = []
        for name, source in self.sources.items():
            try:
                readings += source()
                up.add_metric([name], 1)
            except Exception:
                # Each source's driver has errors of its own; the others go on.
                log.warning("the source %s gives no metrics", name, exc_info=True)
                up.add_metric([name], 0)
        yield up
        for metric, text in SOURCES.items():
            of_it = [(labels, value) for name, labels, value in readings if name == metric]
            if of_it:
                family = GaugeMetricFamily(metric, text, labels=list(of_it[0][0]))
                for labels, value in of_it:
                    family.add_metric(list(labels.values()), value)
                yield family

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: a registry would ask every source when it starts."""
        return []
