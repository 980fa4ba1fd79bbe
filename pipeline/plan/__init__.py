"""The plan workbook as one checked value; its keys, its template, its targets."""
