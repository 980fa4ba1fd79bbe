"""pandera, imported here alone.

Where Spark is installed, pandera tries to import it, and Spark warns of the version of pandas: on
the screen of staff, who can't do anything about it.
"""

import warnings

warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)

import pandera.pandas as pandera  # noqa: E402 - behind the filter
from pandera.errors import SchemaErrors  # noqa: E402 - as above

__all__ = ["SchemaErrors", "pandera"]
