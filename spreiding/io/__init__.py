"""Readers and writers: real formats in, prepared regions out."""
