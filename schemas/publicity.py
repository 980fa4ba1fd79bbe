"""The rules of the publicity list (CONTRACT.md, "What is rejected"); its words: publicity.toml."""

from schemas import rules
from schemas.rules import cell, is_filled, is_no_error, is_read

SCHEMA = rules.table({
    "procedure": rules.text(),
    "procedure_code.cell": cell(
        is_filled("no_procedure_code"), is_no_error("no_procedure_code"), warns_of_errors=False
    ),
    "unit": rules.text(),
    "unit.cell": cell(is_read("unknown_unit"), is_filled("no_unit")),
    "is_transparent": rules.yes_no(),
    "published.cell": cell(is_read("bad_yes_no")),
    "full.cell": cell(is_read("bad_yes_no")),
})  # fmt: skip
