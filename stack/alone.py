"""``alone.py FILE COMMAND …``: become COMMAND, after ending what an earlier one left behind.

A server that is killed outright (kill -9, out of memory) leaves its own children: nginx's and granian's workers go on answering on the
port, with old code and no master. The supervisor starts each process in a process group of its own; FILE remembers that group, and the
next start ends it if its leader is gone. Turned down: finding leftovers by their port or their name, which could be somebody else's.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path


def end_leftovers(remembered: Path) -> None:
    """Kill the processes of the remembered group whose leader is dead; a living leader is not ours (process numbers are used again)."""
    text = remembered.read_text().strip() if remembered.exists() else ""
    if text.isdigit() and not Path("/proc", text).exists():
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(int(text), signal.SIGKILL)


def main() -> None:
    """Clear up, remember our own group, and become the command."""
    remembered, command = Path(sys.argv[1]), sys.argv[2:]
    end_leftovers(remembered)
    remembered.write_text(str(os.getpgrp()))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
