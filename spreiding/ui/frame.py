"""What holds for every page of the app: its language, and room for the map."""

from typing import Final

import streamlit as st

from spreiding.ui import labels

# Streamlit writes lang="en"; a screen reader would read our Dutch aloud as English.
_DUTCH: Final = "<script>document.documentElement.lang = 'nl';</script>"
_STYLE: Final = f"""
<style>
.stMainBlockContainer {{ padding-top: 2.5rem; padding-bottom: 2rem; }}
/* Figures and the map are never cut off: too narrow beside each other, they stand below each other. */
.stHorizontalBlock:has(.stMetric), .stHorizontalBlock:has(.legenda) {{ flex-wrap: wrap; }}
.stHorizontalBlock:has(.stMetric) > .stColumn {{ min-width: 12rem; }}
.stHorizontalBlock:has(.legenda) > .stColumn {{ min-width: 18rem; }}
/* Streamlit has these words in English only. */
.stFileUploader section button p, [data-testid="stFileUploaderDropzoneInstructions"] * {{ font-size: 0; }}
.stFileUploader section button p::after {{ content: "{labels.CHOOSE_FILE}"; font-size: 1rem; }}
[data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: "{labels.DROP_FILE}"; font-size: 0.875rem; }}
[data-testid="stSkipToContent"] {{ font-size: 0; }}
[data-testid="stSkipToContent"]::after {{ content: "{labels.SKIP}"; font-size: 1rem; }}
/* Its sizes have an English point, and its one fault is a file that is too large. */
[data-testid="stFileChipName"] + * {{ font-size: 0; }}
[data-testid="stTooltipErrorContent"], [data-testid="stTooltipErrorContent"] * {{ font-size: 0 !important; }}
[aria-invalid="true"] [data-testid="stFileChipName"] + *::after,
[data-testid="stTooltipErrorContent"]::after {{ content: "{labels.FILE_TOO_LARGE}"; font-size: 0.75rem; }}
</style>
"""


def dutch_document() -> None:
    """Mark the page as Dutch and set its margins."""
    st.html(_DUTCH, unsafe_allow_javascript=True)
    st.html(_STYLE)
