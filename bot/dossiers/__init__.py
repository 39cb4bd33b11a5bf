"""Dossiers (hồ sơ): statuses, deadlines, verification and what is said about them. Pure: no clock, no database."""
