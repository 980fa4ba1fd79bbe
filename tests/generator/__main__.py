"""`python -m tests.generator samples`: inputs/ke-hoach.xlsx and inputs/mau/ anew."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.generator.samples import write_samples

if __name__ == "__main__":
    if sys.argv[1:] != ["samples"]:
        sys.exit("usage: python -m tests.generator samples")
    write_samples(Path(__file__).parents[2] / "inputs")
