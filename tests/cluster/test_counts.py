"""The cases of facts, units and forecasts once more, each on both engines."""

from __future__ import annotations

import pytest

pytest.importorskip("pyspark", reason="the cluster engine is an optional extra: make spark")

from tests.aggregate.conftest import counted  # noqa: F401 - a fixture of the cases below
from tests.aggregate.test_facts import *  # noqa: F403 - the same cases on both engines
from tests.aggregate.test_reuse import *  # noqa: F403 - as above
from tests.aggregate.test_units import (  # noqa: F401 - as above
    test_a_parents_dossier_changes_no_earlier_window,
    test_a_rating_without_a_dossier_counts_once,
    test_a_units_numbers_are_those_of_all_below_it_and_its_own,
    test_an_export_of_the_parent_repeats_what_its_communes_report,
    test_indicators_that_count_procedures_add_the_units_up,
    test_official_field_and_procedure_stay_with_the_dossiers_own_unit,
    test_the_rows_of_parent_and_commune_compete_by_the_usual_rules,
    test_two_communes_with_the_same_code_and_their_parent,
    test_what_hangs_on_a_dossier_follows_it,
)
from tests.aggregate.test_villages import (  # noqa: F401 - as above
    test_each_village_has_its_dossiers_of_the_campaign,
    test_what_no_export_tells_is_not_0,
)
from tests.analysis.test_forecast import *  # noqa: F403 - as above
