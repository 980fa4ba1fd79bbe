"""Where the table of a grid is, which rows are data, what the sheet says of its own size."""
