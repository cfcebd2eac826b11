"""Faults of downloads and of addresses."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {}
