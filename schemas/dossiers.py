"""The rules of the dossier log (CONTRACT.md, "What is rejected"); its words: dossiers.toml."""

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
    # which dossier
    "code": rules.text(),
    "written": rules.text(),
    "code.cell": cell(
        is_filled("no_code"), is_no_error("no_code"), is_whole("spoiled_code"),
        warns_of_errors=False,
    ),
    "unit": rules.text(),
    "unit.cell": cell(is_read("unknown_unit"), is_filled("no_unit")),
    # of which procedure and field
    "procedure": rules.text(),
    "procedure_code.cell": cell(),
    "procedure_code.unlisted": fault(
        "procedure_not_in_catalogue", "procedure_code", "procedure_name"
    ),
    "procedure_name.cell": cell(uncalculated="uncalculated_word"),
    "field": rules.text(),
    "field_key": rules.text(),
    "field.cell": cell(uncalculated="uncalculated_word"),
    # where
    "village": rules.text(),
    "village_key": rules.text(),
    "village.cell": cell(uncalculated="uncalculated_word"),
    # who answers for it
    "official": rules.text(),
    "official_key": rules.text(),
    "official.cell": cell(uncalculated="uncalculated_word"),
    # when
    "received_on": rules.day(),
    "received_at": rules.moment(),
    "received.cell": cell(
        is_read("bad_received"), is_ordered(), is_no_error("bad_received"), warns_of_errors=False
    ),
    "received.missing": fault("no_received"),
    "received.after_today": fault("received_after_today"),
    "due_on": rules.day(),
    "due_at": rules.moment(),
    "due.cell": cell(is_read("bad_due"), is_ordered()),
    "due.before_received": fault("due_before_received"),
    "finished_on": rules.day(),
    "finished_at": rules.moment(),
    "ended.cell": cell(is_read("bad_finished"), is_ordered()),
    "ended.before_received": fault("finished_before_received"),
    "returned.cell": cell(is_read("bad_finished"), is_ordered()),
    "returned.before_received": fault("finished_before_received"),
    "finished.undated": fault("finished_without_date", "ended", "returned"),
    # how far along
    "status_rank": rules.rank(),
    "is_accepted": rules.yes_no(),
    "is_waiting": rules.yes_no(),
    "status.cell": cell(is_read("unknown_status")),
    # what it counts for
    "channel": rules.text(),
    "channel.cell": cell(is_read("bad_channel")),
    "is_fee_due": rules.yes_no(),
    "is_exempt": rules.yes_no(),
    "fee.value": rules.number(is_not_negative("negative_fee")),
    "fee.cell": cell(is_read("bad_fee")),
    "charge.value": rules.number(is_not_negative("negative_fee")),
    "charge.cell": cell(is_read("bad_fee")),
    "has_e_result": rules.yes_no(),
    "e_result.cell": cell(is_read("bad_yes_no")),
    # what the export has columns for
    "has_end_columns": rules.yes_no(),
    "has_due_column": rules.yes_no(),
})  # fmt: skip
