model-sound = 样例
table-indicators = 指标
table-branches = 支行
column-branch = 支行
chart-means = 均值
sound-best = { $name }最好。
segmenter-halves = 两半
criterion-gap = 差距
