# 单位比较

model-units = 单位比较

# 表
table-league = 各单位得分
table-overview = 各单位总览
table-dimensions = 各维度得分
table-contributions = 长处与短板
table-breakpoints = 相邻单位互换位次的权重
table-rank_sets = 位次置信集
table-pairs = 两两比较
table-funnel = 漏斗界限
table-methods = 抽样与方法下的位次
table-variance = 位次的方差
table-sensitivity = 什么左右位次
table-alternatives = 变动了什么
table-runs = 计算次数

# 数量与列
quantity-score = 得分
quantity-dimension_score = 维度得分
quantity-item = 指标均值
quantity-dimension_weight = 维度权重
quantity-indicator_weight = 指标权重
quantity-compared_dimension_weight = 对照的维度权重
quantity-compared_indicator_weight = 对照的指标权重
quantity-contribution = 贡献
quantity-n_item = 答案数
quantity-units = 单位数
quantity-k = 前列名额（k）
quantity-reliability = 信度
quantity-centre = 真实得分的均值
quantity-between_deviation = 真实得分的标准差
quantity-typical_error = 一般标准误
quantity-ranks_are_shown = 是否给出位次
quantity-runs = 计算次数
quantity-failed_runs = 有单位算不出得分的次数
quantity-mean_shift = 位次平均变动
quantity-most_shift = 位次最大变动
quantity-share_same_top = 前 k 名不变（占方法的比例）
quantity-crossed_methods = 与重抽样交叉的方法数
quantity-crossed_replicates = 与方法交叉的重抽样数
quantity-sum_of_first = 一阶指数之和
quantity-has_settled = 指数是否稳定
column-unit = 单位
column-other = 另一单位
column-is_small = 样本偏少
column-score_low = 区间下限
column-score_high = 区间上限
column-rank = 位次
column-rank_low = 最前位次
column-rank_high = 最后位次
column-rank_kind = 位次区间种类
column-p_top = 居前 k 名的概率
column-p_bottom = 居后 k 名的概率
column-tier = 档次
column-value = 数值
column-weight = 权重
column-weight_where_equal = 两者相等时的权重
column-rank_one_low = 单看一家的最前位次
column-rank_one_high = 单看一家的最后位次
column-rank_all_low = 同看各家的最前位次
column-rank_all_high = 同看各家的最后位次
column-rank_resampled_low = 重抽样的最前位次
column-rank_resampled_high = 重抽样的最后位次
column-difference = 差
column-difference_low = 区间下限
column-difference_high = 区间上限
column-p_above = 前者更高的概率
column-limit_low = 95% 下限
column-limit_high = 95% 上限
column-outer_low = 99.8% 下限
column-outer_high = 99.8% 上限
column-side = 在漏斗中的位置
column-rank_method_low = 仅方法：最前位次
column-rank_method_high = 仅方法：最后位次
column-rank_sampling_low = 仅抽样：最前位次
column-rank_sampling_high = 仅抽样：最后位次
column-rank_both_low = 两者合计：最前位次
column-rank_both_high = 两者合计：最后位次
column-component = 来源
column-rank_deviation = 位次标准差
column-factor = 因素
column-first_order = 单独作用
column-first_order_low = 单独作用，下限
column-first_order_high = 单独作用，上限
column-total_order = 全部作用
column-total_order_low = 全部作用，下限
column-total_order_high = 全部作用，上限
column-alternatives = 备选数
column-mean_shift = 位次平均变动
column-share_same_top = 前 k 名不变
column-draws = 方法数
column-k = k
column-least = 至少
column-smallest = 可显示的最小人数
column-units = 单位数
column-share_reliability = 信度
column-share_least = 最低信度
column-share_sampling = 抽样所占
column-share_method = 方法所占
column-share_interaction = 两者共同所占
column-share_total = 占方差

# 代码
rank_kind-posterior = 经验贝叶斯后验
rank_kind-sets = 置信集（单看一家）
rank_kind-resampling = 重抽样的离散
tier-top = 确属前四分之一
tier-bottom = 确属后四分之一
tier-not_separated = 难分先后
side-far_below = 低于 99.8% 界限
side-below = 低于 95% 界限
side-inside = 界限之内
side-above = 高于 95% 界限
side-far_above = 高于 99.8% 界限
component-sampling = 抽样
component-method = 方法
component-interaction = 两者共同
factor-sampling = 受访者的抽取
factor-weights = 权重的增减
factor-weighting = 赋权方法
factor-normalisation = 归一化
factor-aggregation = 维度内的平均
factor-dimension_aggregation = 维度间的平均
factor-left_out = 去掉一个指标

# 结论
kind-standing = 各单位处在哪里
kind-funnel = 超出偶然的差别
kind-method = 位次由什么决定
kind-caution = 请注意
units-absent = 无法比较各单位：{ $reason }。
units-no-scores = 没有一个单位有得分：作答的指标太少，或各单位在各指标上完全相同。
units-order-only = 未估计抽样误差：{ $units } 个单位只按得分先后排列，这一次序有多可靠无从得知。
units-top = { $count ->
    [0] 没有哪个单位可以确定居于 { $units } 个单位的前 { $k } 名。
   *[other] { $count } 个单位确定居于 { $units } 个单位的前 { $k } 名：{ $name }。
  }
units-bottom = { $count ->
    [0] 没有哪个单位可以确定居于 { $units } 个单位的后 { $k } 名。
   *[other] { $count } 个单位确定居于 { $units } 个单位的后 { $k } 名：{ $name }。
  }
units-between = 另有 { $count } 个单位两头都不能确定，请看其位次范围（{ $level } 区间）。
units-no-ranking = 不给出排名：各单位得分的差异只有 { $share_reliability } 属于单位自身，低于 { $share_least }，其余是偶然。排出名次，说的多半是运气。
units-tier-top = 尽管如此，{ $count } 个单位确属 { $units } 个单位的前四分之一：{ $name }。
units-tier-bottom = 尽管如此，{ $count } 个单位确属 { $units } 个单位的后四分之一：{ $name }。
units-funnel-below = { $count } 个单位低于平均，其差距按受访人数已不能用偶然解释（99.8% 界限）：{ $name }。
units-funnel-above = { $count } 个单位高于平均，其差距按受访人数已不能用偶然解释（99.8% 界限）：{ $name }。
units-funnel-inside = { $units } 个单位与平均的差距，按受访人数都在偶然范围之内（99.8% 界限）。
units-methods = 换用 { $draws } 种其他算法，一个单位平均变动 { $mean_shift } 位，前 { $k } 名不变的占 { $share_same_top }。这是看法的范围，不是置信度。
units-variance-sampling = 位次的方差中，抽样占 { $share_sampling }，方法占 { $share_method }，两者共同占 { $share_interaction }：要让位次更可靠，多访问客户比改换算法更有用。
units-variance-small = 换一批客户或换一种算法都不会使位次有多大变动：标准差 { $rank_deviation } 位。
units-variance-method = 位次的方差中，抽样占 { $share_sampling }，方法占 { $share_method }，两者共同占 { $share_interaction }：得分怎样计算，对位次的影响不小于访问了哪些客户。
units-factor = { $factor ->
    [weights] 权重的增减
    [weighting] 赋权方法
    [normalisation] 归一化
    [aggregation] 维度内的平均方式
    [dimension_aggregation] 维度间的平均方式
   *[left_out] 去掉哪个指标
  }
units-driver = 在方法的各项变动中，{ units-factor }对位次影响最大：位次变动的方差有 { $share_total } 与它有关。
units-small = { $count } 个单位的受访者少于 { $least } 人：{ $name }。其得分仅供参考。
units-hidden = { $count } 个单位不予显示，因为没有答卷，或显示后会透露不足 { $smallest } 位客户的情况：{ $name }。
units-relative = 得分是各单位相互比较得来的：参加比较的单位一变，得分就变，不能用于跨期跟踪。

# 图
units-with-n = { $name }（n = { $n }）
units-axis-score = 得分
units-axis-rank = 位次（1 为最好）
units-axis-n = 受访人数
units-axis-contribution = 高于或低于各单位平均的分数
units-axis-variance = 占位次方差的比例
units-axis-total = 占位次平均变动之方差的比例
units-note-marks = 三角：确定居前（朝上）或居后（朝下）；灰色圆点难分先后。
units-note-small = 空心圆：受访者少于 { $least } 人。
units-chart-scores = 各单位得分
units-chart-scores-describes = { $count } 个单位的得分及其区间，虚线为各单位平均。
units-chart-scores-note = 横线为各自的 { $level } 区间；两条横线相交不等于两个单位没有差别。虚线为各单位平均。
units-chart-ranks = 位次及其可靠程度
units-chart-ranks-describes = { $count } 个单位的位次，以及各自可能的位次。
units-chart-ranks-note = 细线：抽样留下的可能位次（{ $level }）。浅色宽带：抽样与其他算法合在一起留下的可能位次。
units-chart-ranks-note-sampling = 细线：抽样留下的可能位次（{ $level }）。
units-chart-funnel = 得分与受访人数
units-chart-funnel-describes = { $count } 个单位的受访人数与得分；界限随人数增多而收窄。
units-chart-funnel-note = 若只有偶然在起作用，95% 的单位落在虚线之间，99.8% 落在实线之间。人数少的单位起伏本来就大，不宜因此褒贬。
units-chart-strengths = 什么抬高、什么拉低各单位
units-chart-strengths-describes = { $count } 个单位各自高于平均的部分之和与低于平均的部分之和，并标出各自最主要的指标。
units-chart-strengths-note = 条形：与各单位平均的加权差距，两侧分别相加；菱形：两者合计。宽屏上，右侧文字为可排除偶然的首要指标，第一列抬高，第二列拉低。
units-chart-variance = 是样本，还是方法？
units-chart-variance-describes = 一条横条：位次的方差分为抽样、方法和两者共同三部分。
units-chart-variance-note = 抽样：换一批客户。方法：换一种说得通的算法。两者共同：方法的影响因样本而异。
units-chart-drivers = 什么左右位次
units-chart-drivers-describes = { $count } 个因素在位次平均变动的方差中所占的比例及其区间。
units-chart-drivers-note = 一个因素单独或与其他因素一起所占的方差（Sobol 总指数，90% 区间）；各项相加可以超过 1。

# 原因
reason-few-units = '{ $attribute }' 中只有 { $count } 个单位可以显示，即受访者不少于 { $smallest } 人
