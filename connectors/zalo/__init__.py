"""Zalo Official Account: a signed webhook in, the OA's message API out, one-time codes by ZNS."""
