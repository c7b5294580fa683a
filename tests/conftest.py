"""Settings for all tests."""

import os

from hypothesis import HealthCheck, settings

# Where it is decided whether a change lands the examples are the same every time; everywhere else
# Hypothesis looks for new ones.
settings.register_profile(
    "clientlens",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("clientlens")
