"""Scoring: findings become a result, with its range and its explanation."""
