"""Assessments: what was found about one organisation, and what it rests on."""
