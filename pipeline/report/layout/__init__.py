"""How a sheet is laid out and written, whatever stands on it."""
