"""SSSOM 1.1, the Simple Standard for Sharing Ontological Mappings: read and written."""
