"""The command line as a real process."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def pipeline(*arguments, cwd=ROOT, **options):
    """`python -m pipeline …`, finished: returncode, stdout and stderr as text."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
        stdin=subprocess.DEVNULL, **options,
    )  # fmt: skip


def started(*arguments, **options):
    """`python -m pipeline …`, running in a session of its own, so that it can be killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        **options,
    )  # fmt: skip


def without_roots_privileges():
    """For `preexec_fn`: takes away what lets root look into every folder, so that modes hold."""
    libc, drop = ctypes.CDLL(None), 24  # PR_CAPBSET_DROP
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(drop, capability, 0, 0, 0)
