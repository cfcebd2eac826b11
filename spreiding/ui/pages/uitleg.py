"""Uitleg: how each figure is computed, with its source."""

import streamlit as st

from spreiding.ui import cached, catalogus, context, labels, panels, rows, uitleg

now = context.load()
panels.heading(labels.EXPLANATION, now, has_place=False)
computed, amounts, words, data = st.tabs([labels.HOW, labels.TARIFFS, labels.GLOSSARY, labels.SOURCES])
with computed.container(width=labels.READING_WIDTH_PX):
    st.markdown(uitleg.how(now.uitgangspunten))
with amounts.container(width=labels.READING_WIDTH_PX):
    st.markdown(uitleg.tariffs_source(now.uitgangspunten.tariffs))
    st.table(rows.tariff_rows(now.uitgangspunten.tariffs))
    st.markdown(uitleg.KERNFUNCTIES)
    st.table(rows.kernfunctie_rows(now.uitgangspunten))
    st.markdown(uitleg.CATCHMENTS)
    st.table(rows.catchment_rows(now.uitgangspunten))
with amounts:
    services = cached.catalogue()
    st.markdown(catalogus.intro(services))
    st.table(catalogus.service_rows(services))
with words.container(width=labels.READING_WIDTH_PX):
    st.markdown(uitleg.GLOSSARY)
with data:
    st.markdown(uitleg.SOURCES)
    st.table(rows.bron_rows(now.region.manifest))
    st.caption(uitleg.manifest_line(now.region.manifest))
