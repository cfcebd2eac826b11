"""Faults of containers: archives, databases, spreadsheets, and what their readers refuse."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {}
