"""The rules of the rating log (CONTRACT.md, "What is rejected"); its words: ratings.toml."""

from schemas import rules
from schemas.rules import cell, fault, is_filled, is_no_error, is_ordered, is_read, is_whole

SCHEMA = rules.table({
    "code": rules.text(),
    "written": rules.text(),
    "code.cell": cell(
        is_filled("no_code"), is_no_error("no_code"), is_whole("spoiled_code"),
        warns_of_errors=False,
    ),
    "unit": rules.text(),
    "unit.cell": cell(is_read("unknown_unit")),
    "rating_rank": rules.rank(),
    "is_satisfied": rules.yes_no(),
    "rating.cell": cell(is_read("bad_rating")),
    "rated_on": rules.day(),
    "rated_at": rules.moment(),
    "rated.cell": cell(is_read("bad_rating_date"), is_ordered()),
    "rated.missing": fault("rating_without_date"),
})  # fmt: skip
