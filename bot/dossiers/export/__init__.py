"""Exports of provincial one-stop systems: which column and word means what, and a row as a dossier. Pure: no files."""
