model-sound = Sound
table-indicators = Indicators
table-branches = Branches
column-branch = Branch
chart-means = Means
sound-best = { $name } is best with { $mean }.
segmenter-halves = Halves
criterion-gap = Gap
