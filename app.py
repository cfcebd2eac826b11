"""Spreiding: where do public libraries belong, for whom, and at what cost? Run with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from spreiding.ui import bill_words, labels, normen, sidebar
from spreiding.ui.frame import dutch_document

PAGES = "spreiding/ui/pages"
ICON = Path(__file__).parent / "spreiding" / "ui" / "icon.png"

# Our own icon: without one Streamlit fetches the icon of the page from another host.
st.set_page_config(page_title=labels.APP, page_icon=ICON, layout="wide")
page = st.navigation(
    [
        st.Page(f"{PAGES}/overzicht.py", title=labels.OVERVIEW, icon=":material/map:", default=True),
        st.Page(f"{PAGES}/scenarios.py", title=labels.SCENARIOS, icon=":material/edit_location_alt:"),
        st.Page(f"{PAGES}/normtoets.py", title=normen.TITLE, icon=":material/fact_check:"),
        st.Page(f"{PAGES}/kosten.py", title=bill_words.TITLE, icon=":material/euro:"),
        st.Page(f"{PAGES}/beste_plan.py", title=labels.SEARCH, icon=":material/search:"),
        st.Page(f"{PAGES}/gegevens.py", title=labels.DATA, icon=":material/database:"),
        st.Page(f"{PAGES}/uitleg.py", title=labels.EXPLANATION, icon=":material/menu_book:"),
    ]
)
dutch_document()
sidebar.show()
page.run()
