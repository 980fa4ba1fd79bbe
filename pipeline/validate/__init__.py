"""Which rows are accepted: rules of a table, rules of all files together, corrected copies."""
