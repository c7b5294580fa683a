"""Statistics: arrays in, arrays out; knows no survey."""
