"""Simulated studies: answers drawn from a population with known truth."""
