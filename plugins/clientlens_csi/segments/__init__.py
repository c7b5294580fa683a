"""Segments for which the path model holds with other coefficients, found by the model itself."""
