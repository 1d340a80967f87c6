"""The process `metrics`: `/metrics` on the loopback, for Prometheus (docs/runbook.md). CKAN is not loaded.

Arguments: CKAN's configuration that all instances share, the instance's own, nginx's access log, the address (host:port) to serve on, and
nginx's own address.
"""

import configparser
import sys
import threading
from pathlib import Path

from prometheus_client import CollectorRegistry, start_http_server

from ckanext.binhduong.observability.logs import configure
from ckanext.binhduong.observability.metrics.exporter import Portal, Requests
from ckanext.binhduong.observability.metrics.sources import sources_of

if __name__ == "__main__":
    configure("metrics")
    shared, own, access, listen, portal = sys.argv[1:]
    parser = configparser.RawConfigParser()
    parser.read([shared, own], encoding="utf-8")
    registry = CollectorRegistry()
    requests = Requests(registry)
    registry.register(Portal(sources_of({**parser["app:main"], "health_url": portal})))
    host, port = listen.split(":")
    start_http_server(int(port), host, registry)
    requests.follow(Path(access), threading.Event())
