"""Outputs to disk, whole or not at all; one run at a time."""
