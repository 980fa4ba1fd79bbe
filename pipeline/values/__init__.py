"""One cell's text to one value: keys, dates, numbers. Pure functions that know no tables."""
