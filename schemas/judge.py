"""pandera, imported here alone.

Where Spark is installed, pandera imports it, and Spark warns of the version of pandas: on the screen
of staff, who can't do anything about it.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)
    import pandera.pandas as pandera
    from pandera.errors import SchemaErrors

__all__ = ["SchemaErrors", "pandera"]
