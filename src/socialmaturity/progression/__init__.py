"""Progression: what to do next."""
