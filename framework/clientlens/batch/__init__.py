"""Many studies in one command: found, run side by side, and summed up over regions."""
