"""The published model and its parts: framework, stage, statement, indicator, source."""
