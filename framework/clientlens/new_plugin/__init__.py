"""The new plugin: an installable package to start from, written from a template."""
