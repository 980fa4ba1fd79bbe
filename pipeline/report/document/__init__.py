"""The report in words, as a Word document."""
