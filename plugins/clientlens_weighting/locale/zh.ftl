# 指标体系的权重

model-weights = 权重

# 表
table-indicators = 各指标的权重
table-dimensions = 各维度的权重
table-overall = 不同权重下的指数
table-agreement = 各赋权方法之间的一致性
table-diagnostics = 各方法的诊断量

# 数量
quantity-effective = 总体中的权重
quantity-within = 维度内的权重
quantity-weight = 总体中的权重
quantity-dimension_weight = 维度权重
quantity-index = 指数（0–100）
quantity-index_weighted = 不同权重下的指数（0–100）

# 列名
column-index_least = 其他方法的最低值
column-index_most = 其他方法的最高值
column-weighting = 赋权方法
column-other = 对照方法
column-spearman = Spearman ρ
column-largest_difference = 最大差异
column-part = 组成部分
column-diagnostic = 诊断量
column-of = 对象
column-value = 数值
column-weight_low = 区间下限
column-weight_high = 区间上限
column-weight_other = 另一方法的权重
column-p_first = 居首的概率
diagnostic-units = 参与比较的单元数
diagnostic-lambda_max = 最大特征值 λ
diagnostic-consistency_ratio = 一致性比率（CR）
diagnostic-geometric_consistency = 几何一致性指数（GCI）
diagnostic-between_experts = 专家之间的标准差
diagnostic-deviation = 偏差 ξ
diagnostic-input_consistency = 基于输入的一致性比率
diagnostic-input_threshold = 可接受的最高比率
diagnostic-r_squared = R²
diagnostic-sampling_error = 抽取顺序带来的误差
diagnostic-factors = 保留的因子数
diagnostic-explained = 解释的方差
diagnostic-eigenvalue = 特征值
diagnostic-condition = 条件数
diagnostic-part_share = 组成部分的份额

# 发现
kind-weight = 权重最大的
kind-comparison = 其他赋权方法
kind-caution = 注意事项
weights-equal-indicator = { $total } 个指标权重相同，各为 { $weight }。
weights-equal-dimension = { $total } 个维度权重相同，各为 { $weight }。
weights-most-indicator = 权重最大的指标是{ $name }：占总体的 { $weight }（{ $level } 置信区间 { $weight_low } 至 { $weight_high }）；在 { $p_first } 的重抽样中居首。
weights-most-dimension = 权重最大的维度是{ $name }：{ $weight }（{ $level } 置信区间 { $weight_low } 至 { $weight_high }）；在 { $p_first } 的重抽样中居首。
weights-most-indicator-interval = 权重最大的指标是{ $name }：占总体的 { $weight }（{ $level } 置信区间 { $weight_low } 至 { $weight_high }）。
weights-most-dimension-interval = 权重最大的维度是{ $name }：{ $weight }（{ $level } 置信区间 { $weight_low } 至 { $weight_high }）。
weights-most-indicator-plain = 权重最大的指标是{ $name }：占总体的 { $weight }。
weights-most-dimension-plain = 权重最大的维度是{ $name }：{ $weight }。
weights-differ = 各方法分歧最大的指标是{ $name }：所用权重为 { $weight }，“{ $weighting }”为 { $weight_other }。
weights-agree-least = 指标的重要度排序与“{ $weighting }”最不一致：Spearman ρ 为 { $spearman }。
weights-index = 按所用权重，指数为 { $index }；改用其他方法时介于 { $index_least } 与 { $index_most } 之间。
weights-remark = “{ $weighting }”，{ $name }的各指标：{ $reason }。
weights-remark-dimensions = “{ $weighting }”，各维度：{ $reason }。

# 图
weights-axis = 权重
weights-chart-indicators = 各指标的权重
weights-chart-dimensions = 各维度的权重
weights-chart-indicators-describes = { $count } 个指标在总体中的权重；{ $most }的权重最大。
weights-chart-dimensions-describes = { $count } 个维度的权重；{ $most }的权重最大。
weights-chart-note-one = 按权重从大到小排列，细线为区间。
weights-chart-note-several = 按所用权重从大到小排列，细线为其区间。
weights-chart-left-out = { $count ->
    [1] 另有 1 种赋权方法见表。
   *[other] 另有 { $count } 种赋权方法见表。
  }

# 方法给出的说明
reason-inconsistent-kept = 专家“{ $expert }”的判断一致性比率为 { $ratio }，高于 { $limit }，仍按原判断使用
reason-inconsistent-left-out = 专家“{ $expert }”的判断一致性比率为 { $ratio }，高于 { $limit }，未予采用
reason-misfit = 专家“{ $expert }”判断“{ $node }”与“{ $beside }”之比为 { $given }，而其余判断意味着 { $implied }
reason-comparisons-contradict = 专家“{ $expert }”的比较相互矛盾，尤以“{ $node }”为甚：基于输入的比率为 { $ratio }，高于 { $limit }
reason-no-game = 各组成部分过于相似，或某一部分的系数为负，因此改为等份组合，未用博弈论规则
