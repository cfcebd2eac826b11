"""Files of any format: recognised by content, read where they can do no harm."""
