"""Is a workbook what these exports give? Which cells differ? (`pipeline verify`)."""
