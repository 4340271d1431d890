"""Frameworks, a crosswalk and a rule of Acme's."""
