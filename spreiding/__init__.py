"""Spreiding: where do public libraries belong, for whom, and at what cost?

Population squares and road networks go in; distances, norms, costs and proven plans come out.
"""

from typing import Final

__version__: Final = "0.1.0"
