"""The command line: arguments in, exit codes out.

Exit codes: 0 done; 1 done, with a problem in the data that the user asked to fail on; 2 something
the user can mend; 70 our bug.
"""

from clientlens.cli.app import main

__all__ = ["main"]
