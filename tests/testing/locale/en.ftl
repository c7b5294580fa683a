model-sound = Sound
table-indicators = Indicators
chart-means = Means
sound-best = { $name } is best with { $mean }.
segmenter-halves = Halves
criterion-gap = Gap
