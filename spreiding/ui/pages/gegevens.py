"""Gegevens: what is in this region, and how to read in another."""

import streamlit as st

from spreiding.ui import (
    branch_upload,
    cached,
    context,
    fetching,
    inlezen,
    labels,
    markdown,
    panels,
    quality_panel,
    uploads,
)

now = context.load()
panels.heading(labels.DATA, now, has_place=False, has_year=False)
if now.state.notice:
    st.success(markdown.plain(now.state.notice))
# Other tabs for another region: one that was just made is shown by its report.
report, files, branches, fetch = st.tabs(list(inlezen.TABS), key=f"gegevens-{now.state.region}")
with report:
    quality_panel.show(now.base, cached.quality(now.base))
with files.container(width=labels.READING_WIDTH_PX):
    uploads.show()
with branches.container(width=labels.READING_WIDTH_PX):
    branch_upload.show(now)
with fetch.container(width=labels.READING_WIDTH_PX):
    fetching.show()
