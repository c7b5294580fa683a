"""What a study says of its satisfaction index: options, templates, constructs and paths."""
