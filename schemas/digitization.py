"""The rules of the digitization log (CONTRACT.md, "What is rejected"); words: digitization.toml."""

from schemas import rules
from schemas.rules import cell, is_filled, is_no_error, is_ordered, is_read, is_whole

SCHEMA = rules.table({
    "code": rules.text(),
    "written": rules.text(),
    "code.cell": cell(
        is_filled("no_code"), is_no_error("no_code"), is_whole("spoiled_code"),
        warns_of_errors=False,
    ),
    "unit": rules.text(),
    "unit.cell": cell(is_read("unknown_unit")),
    "has_components": rules.yes_no(),
    "components.cell": cell(is_read("bad_yes_no")),
    "is_reused": rules.yes_no(),
    "has_result": rules.yes_no(),
    "result.cell": cell(is_read("bad_yes_no")),
    "digitized_on": rules.day(),
    "digitized_at": rules.moment(),
    "digitized.cell": cell(is_read("bad_digitization_date"), is_ordered()),
})  # fmt: skip
