"""The Dutch screens: the only place that knows Streamlit and folium."""
