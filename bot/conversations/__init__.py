"""Conversations: what is said back, what is remembered, the unit and its hours. Pure."""
