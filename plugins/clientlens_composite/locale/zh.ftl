# 综合指数

model-composite = 综合指数

# 表
table-indicators = 各指标
table-dimensions = 各维度
table-overall = 指数
table-grades = 总体等级分布
table-dimension_grades = 各维度等级分布

# 量
quantity-index = 指数（0–100）
quantity-index_indicator = 指数（0–100）
quantity-index_dimension = 指数（0–100）
quantity-performance = 平均评分
quantity-importance = 权重
quantity-priority = 可提升的指数分
quantity-weight_share = 权重
quantity-dimension_weight = 维度权重
quantity-dimension_score = 维度得分
quantity-grade_share = 等级占比
quantity-dimension_grade_share = 维度内等级占比
quantity-share = 占比
quantity-validity = 最大隶属度有效性

# 列
column-grade = 等级
column-index_low = 区间下限
column-index_high = 区间上限
column-index_gain = 可提升的指数分

# 结论
kind-index = 总体
kind-dimensions = 各维度
kind-gains = 最能提升指数之处
kind-grade = 等级
composite-no-index = 没有指数：有答案的指标或维度过少，或权重无法得出。
composite-index-mean = 指数为 { $index }（满分 100，{ $level } 置信区间 { $index_low } 至 { $index_high }），依据 { $n } 份答卷。
composite-index-mean-plain = 指数为 { $index }（满分 100），依据 { $n } 份答卷。
composite-index-fuzzy = 模糊综合评价得分为 { $index }（满分 100，{ $level } 置信区间 { $index_low } 至 { $index_high }），依据 { $n } 份答卷。
composite-index-fuzzy-plain = 模糊综合评价得分为 { $index }（满分 100），依据 { $n } 份答卷。
composite-index-topsis = 按 TOPSIS，服务与最优答案的贴近度为 { $index }（满分 100，{ $level } 置信区间 { $index_low } 至 { $index_high }），依据 { $n } 份答卷。
composite-index-topsis-plain = 按 TOPSIS，服务与最优答案的贴近度为 { $index }（满分 100），依据 { $n } 份答卷。
composite-index-grey = 与最优答案的灰色关联度为 { $index }（满分 100，{ $level } 置信区间 { $index_low } 至 { $index_high }），依据 { $n } 份答卷。
composite-index-grey-plain = 与最优答案的灰色关联度为 { $index }（满分 100），依据 { $n } 份答卷。
composite-weakest = 最弱的维度是{ $name }（{ $index }，满分 100）。
composite-weakest-near = 最弱的维度似乎是{ $name }（{ $index }，满分 100），但样本不足以与其他维度区分。
composite-strongest = 最强的维度是{ $name }（{ $index }，满分 100）。
composite-strongest-near = 最强的维度似乎是{ $name }（{ $index }，满分 100），但样本不足以与其他维度区分。
composite-gains = { $count ->
    [1] { $name }最拖累指数：若达到最好，指数可提高 { $index_gain } 分。
   *[other] 最拖累指数的是{ $name }：其中第一项若达到最好，指数可提高 { $index_gain } 分。
  }
composite-grade = 占比最大的等级是“{ $name }”（{ $share }）。
composite-grade-weak = 占比最大的等级是“{ $name }”（{ $share }），但不足以代表总体，应看等级分布。

# 图
composite-axis = 指数（0–100）
composite-whole = 总体
composite-share = 答案占比
composite-chart-dimensions = 各维度指数
composite-chart-dimensions-describes = { $count } 个维度的指数及其区间，最弱的在上。
composite-chart-indicators = 各指标指数
composite-chart-indicators-describes = { $count } 个指标的指数及其区间，最弱的在上。
composite-chart-note = 虚线为总体指数。细线为区间。
composite-chart-grades = 总体与各维度的等级分布
composite-chart-grades-describes = 总体与 { $count } 个维度的答案在各等级上的分布。
composite-chart-grades-note = 颜色越深，等级越好。指数相同的服务，等级分布可能不同。

# 原因
reason-no-ratings = 没有 '{ $facet }' 的评分
