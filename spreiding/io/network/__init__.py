"""Roads, ferries and places of OpenStreetMap, and roads from other files."""
