"""The methods: each gives the hierarchy the weights that its arithmetic finds."""
