"""Location problems on a bare cost matrix: bounds, exchange, covering; `textbook` is their face."""
