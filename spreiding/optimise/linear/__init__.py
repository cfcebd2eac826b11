"""The mixed-integer model of a program, and searches for aims that are linear in its columns."""
