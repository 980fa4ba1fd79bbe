"""The rules of the payment log (CONTRACT.md, "What is rejected"); its words: payments.toml."""

from schemas import rules
from schemas.rules import (
    cell,
    fault,
    is_filled,
    is_no_error,
    is_not_negative,
    is_ordered,
    is_read,
    is_whole,
)

SCHEMA = rules.table({
    "code": rules.text(),
    "written": rules.text(),
    "code.cell": cell(
        is_filled("no_code"), is_no_error("no_code"), is_whole("spoiled_code"),
        warns_of_errors=False,
    ),
    "unit": rules.text(),
    "unit.cell": cell(is_read("unknown_unit")),
    "paid_on": rules.day(),
    "paid_at": rules.moment(),
    "paid.cell": cell(is_read("bad_payment_date"), is_ordered()),
    "amount": rules.number(),
    "amount.value": rules.number(is_not_negative("negative_amount")),
    "amount.cell": cell(is_read("bad_amount")),
    "charge.value": rules.number(is_not_negative("negative_amount")),
    "charge.cell": cell(is_read("bad_amount")),
    "levy.value": rules.number(is_not_negative("negative_amount")),
    "levy.cell": cell(is_read("bad_amount")),
    "is_online": rules.yes_no(),
    "method.cell": cell(is_read("bad_method")),
    "collection.cell": cell(),
    "status_rank": rules.rank(),
    "is_paid": rules.yes_no(),
    "payment_status.cell": cell(is_read("bad_payment_status")),
    "payment.undated": fault("paid_without_date", "paid", "payment_status"),
    "is_exempt": rules.yes_no(),
    "reference": rules.text(),
    "reference.cell": cell(is_whole("spoiled_reference"), uncalculated="uncalculated_word"),
    "receipt.cell": cell(uncalculated="uncalculated_word"),
})  # fmt: skip
