"""The functions of expressions, by kind; importing this fills the table."""

from jarchy.xforms.xpath.functions import (
    dates,
    deciding,
    geography,
    nodesets,
    numbers,
    outside,
    secrets,
    selects,
    texts,
)
from jarchy.xforms.xpath.functions.table import FUNCTIONS

__all__ = [
    "FUNCTIONS", "dates", "deciding", "geography", "nodesets", "numbers", "outside", "secrets", "selects", "texts",
]  # fmt: skip
