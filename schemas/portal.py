"""The rules of the portal's figures (DOMAIN.md, Inputs); words: portal.toml, index766.toml."""

from schemas import rules
from schemas.rules import cell, fault, is_filled, is_no_error, is_not_negative, is_ordered, is_read

SCHEMA = rules.table({
    "unit": rules.text(),
    "unit.cell": cell(is_read("unknown_unit"), is_filled("no_unit")),
    "measure": rules.text(),
    "measure.cell": cell(
        is_filled("no_measure"), is_no_error("no_measure"), is_read("unknown_measure"),
        warns_of_errors=False,
    ),
    "numerator": rules.number(),
    "numerator.value": rules.number(is_not_negative("negative_count")),
    "numerator.cell": cell(is_read("bad_count")),
    "numerator.over_denominator": fault("numerator_over_denominator"),
    "denominator": rules.number(),
    "denominator.value": rules.number(is_not_negative("negative_count")),
    "denominator.cell": cell(is_read("bad_count")),
    "rate_bp": rules.number(),
    "rate.value": rules.number(is_not_negative("bad_rate")),
    "rate.cell": cell(is_read("bad_rate")),
    "rate.over_100": fault("rate_over_100"),
    "rate.disagrees": fault("rate_disagrees"),
    "rate.doubtful": fault("rate_doubtful"),
    "fraction.half": fault("half_fraction", "numerator", "denominator", "rate"),
    "fraction.missing": fault("no_figure", "numerator", "denominator", "rate"),
    "figure_on": rules.day(),
    "figure.cell": cell(is_read("bad_figure_date"), is_ordered()),
})  # fmt: skip
