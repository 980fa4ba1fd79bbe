"""`make bundle`: dist/phu-luc-ii-<version>-<system>.zip for Windows and Linux."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bundle.bundle import SYSTEMS, bundle

if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    for system in sys.argv[1:] or SYSTEMS:
        print(bundle(root, system, root / "dist"))
