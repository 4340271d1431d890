"""Reasoning over crosswalks: what follows, what contradicts, one axis; translation, comparison."""
