"""A web process (`web`, `web2`): granian serves ``wsgi.py``'s application in one worker with the threads that the lanes divide.

Two of these run behind nginx, each with its own parent, so that a killed or restarting one is not noticed. Granian's own command line
would configure logging a second time, so it is started from here with our configuration.

Arguments: the address (host:port) to serve on, and the address to answer health on.
"""

import os
import sys

from granian import Granian
from granian.constants import Interfaces

from ckanext.binhduong.observability.logs import configure, dict_config
from ckanext.binhduong.security.capacity.lanes import THREADS

#: libpq's own variables, for every connection of this process that names none: a page neither waits for a database that does not take
#: connections, nor runs a statement for longer than nginx waits for the page. Jobs and commands have no such limit.
POSTGRES = {"PGCONNECT_TIMEOUT": "2", "PGOPTIONS": "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"}

if __name__ == "__main__":
    configure("web")
    host, port = sys.argv[1].split(":")
    for name, value in POSTGRES.items():
        os.environ.setdefault(name, value)
    os.environ["PORTAL_HEALTH_LISTEN"] = sys.argv[2]
    Granian(
        "wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_dictconfig=dict_config("web"),
    ).serve()
