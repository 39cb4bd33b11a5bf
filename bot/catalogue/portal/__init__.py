"""Procedures as the national portal and provinces publish them: read, repaired where certain, flagged where not."""
