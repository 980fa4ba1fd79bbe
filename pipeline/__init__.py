"""From exports of one-stop systems to the filled Phụ lục II. `run.py` shows the whole run."""

__version__ = "0.1.0"
