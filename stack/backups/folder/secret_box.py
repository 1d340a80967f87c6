"""Secrets of a backup, encrypted for the operator's public key by ``age``: this machine can write them and cannot read them back."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from stack.backups.messages import problem

__all__ = ["is_recipient", "seal", "unseal"]


def is_recipient(text: str) -> bool:
    """Whether age takes a text as a public key."""
    if not re.fullmatch(r"age1[0-9a-z]{50,}", text):
        return False
    return not _age(["-r", text], b"").returncode


def seal(secrets: Mapping[str, str], recipient: str) -> bytes:
    """Encrypt the secrets. Raises Problem when age does not take the public key."""
    done = _age(["-r", recipient], json.dumps(dict(secrets)).encode())
    if done.returncode:
        raise problem("bad-recipient", recipient=recipient)
    return done.stdout


def unseal(sealed: Path, key: bytes, backup: str, recipient: str) -> dict[str, str]:
    """Decrypt the secrets with the content of a key file. Raises Problem naming the public key that fits when this one does not."""
    # In memory: the key is written to no disk of this machine.
    handle = os.memfd_create("key")
    try:
        os.write(handle, key)
        done = _age(["-d", "-i", f"/proc/self/fd/{handle}"], sealed.read_bytes(), handle)
    finally:
        os.close(handle)
    if done.returncode:
        raise problem("wrong-key", id=backup, recipient=recipient)
    return json.loads(done.stdout)


def _age(words: list[str], data: bytes, *handles: int) -> subprocess.CompletedProcess[bytes]:
    if not shutil.which("age"):
        raise problem("no-age")
    return subprocess.run(["age", *words], input=data, capture_output=True, check=False, pass_fds=handles)
