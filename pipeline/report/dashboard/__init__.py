"""The dashboard: one page for a meeting, which a browser opens without a network."""
