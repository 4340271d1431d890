"""Frameworks, crosswalks and rules of other distributions, found by entry point on request."""
