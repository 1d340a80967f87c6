"""The web process: granian serves ``wsgi.py``'s application with a few threads each in two processes (two cores).

Granian's own command line would configure logging a second time, so it is started from here with our configuration.
"""

import sys

from granian import Granian
from granian.constants import Interfaces

from ckanext.binhduong.observability.logs import configure, dict_config

if __name__ == "__main__":
    configure("web")
    host, port = sys.argv[1].split(":")
    Granian(
        "wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_dictconfig=dict_config("web"),
    ).serve()
