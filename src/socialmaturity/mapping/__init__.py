"""Crosswalks: links between the stages of two frameworks, as values."""
