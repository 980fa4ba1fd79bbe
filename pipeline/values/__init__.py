"""One cell's text to one value: text keys, dates, numbers. Pure functions, no knowledge of tables."""
