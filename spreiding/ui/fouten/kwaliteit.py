"""Faults of forecasts and of facts per gemeente."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {}
