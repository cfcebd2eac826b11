"""Text of others in places where Streamlit reads Markdown: shown as it is, never as markup."""

from collections.abc import Hashable
from typing import Final

import pandas as pd

_SIGNS: Final = frozenset("\\`*_{}[]()#+-.!|<>$:~")


def plain(text: str) -> str:
    """Make text of a user harmless in Markdown: every sign that could be markup is shown as itself."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Make every text in the cells and the index of a table harmless.

    `st.table` reads its cells as Markdown: a name in a file could fetch a picture from anywhere.
    """
    return frame.map(_harmless).rename(index=_harmless)


def _harmless(value: Hashable) -> Hashable:
    return plain(value) if isinstance(value, str) else value
