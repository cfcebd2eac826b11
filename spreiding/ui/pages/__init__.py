"""The pages: each asks, computes through `cached`, and shows."""
