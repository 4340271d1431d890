"""Questionnaires as values, in the shapes of form libraries, and answers back."""
