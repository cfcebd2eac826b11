"""The embedded example region: real places, inhabitants and branches; generated squares, roads and boundaries."""
