"""Norms judged: does this gemeente comply, for whom not, and how sure is that?"""
