"""The memory that a child process may use beside what its server has."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

# Of a child's memory, what code and libraries take, before it reads anything.
LIBRARIES_MIB = 128 if sys.platform == "win32" else 255

if sys.platform == "win32":
    _job: Any = None  # the job ends with its last handle

    def limit_memory(mib: int) -> None:
        """A job of its own for this process, beyond whose limit nothing is allocated."""
        global _job  # noqa: PLW0603
        import win32api  # noqa: PLC0415
        import win32job  # noqa: PLC0415

        _job = win32job.CreateJobObject(None, "")
        kind = win32job.JobObjectExtendedLimitInformation
        limits = win32job.QueryInformationJobObject(_job, kind)
        limits["ProcessMemoryLimit"] = mib << 20
        limits["BasicLimitInformation"]["LimitFlags"] |= win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
        win32job.SetInformationJobObject(_job, kind, limits)
        win32job.AssignProcessToJobObject(_job, win32api.GetCurrentProcess())

else:

    def limit_memory(mib: int) -> None:
        """What the process may allocate beside what it was forked with, which all children share;
        addresses without memory behind them are free.
        """
        import resource  # noqa: PLC0415

        limit = _inherited_bytes() + (mib << 20)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))

    def _inherited_bytes() -> int:
        """What of the server's the limit counts as this process's own; 0 where none can tell."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        except OSError:
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")
