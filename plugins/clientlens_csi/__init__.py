"""The customer satisfaction index: PLS path modelling over all replicates at once."""
