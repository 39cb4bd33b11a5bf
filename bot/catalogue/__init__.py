"""Procedures: the record, the curated data, and answers composed from it. Pure: no I/O but reading records."""
