"""Mutated files, read in children: none may crash the run, hang, lose a row or change a value in
silence. `make fuzz` runs many; tests/ingest/test_fuzz.py a few.

`seeds`: clean exports; `mutations`: what happens to their bytes; `reading`: what the pipeline keeps
and says of them; `other_readers`: what plain readers find in the same bytes; `judge`: which row is
neither kept nor named; `plans` and `caches`: the same of the plan's workbook and of kept results;
`run`: many of each in children.
"""
