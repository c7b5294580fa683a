# 惩罚—奖励对比

model-kano = 惩罚—奖励对比分析

class-frustrator = 挫败因素
class-dissatisfier = 不满因素
class-hybrid = 混合因素
class-satisfier = 满意因素
class-delighter = 惊喜因素

factor-basic = 基本因素
factor-performance = 绩效因素
factor-excitement = 魅力因素
factor-unclear = 样本不足以区分

# Tables
table-indicators = 惩罚与奖励
table-classes = 各指标的类别与因素
table-overall = 总体结果

# Quantities
quantity-penalty = 惩罚
quantity-reward = 奖励
quantity-impact_range = 影响幅度
quantity-asymmetry = 影响不对称度
quantity-class = 类别
quantity-performance = 平均评分
quantity-importance = 影响幅度
quantity-priority = 可提升空间
quantity-share_low = 低评分占比
quantity-share_high = 高评分占比
quantity-overall_rating = 总体评价
quantity-explained_share = 由各项评分解释的比例

# Columns
column-factor = 因素
column-importance_level = 影响幅度与均值相比
column-performance_level = 评分与均值相比
column-gain = 可提升空间
column-unclear = 未能区分

# Findings
kind-basic = 必须做好
kind-performance = 好坏皆有影响
kind-excitement = 带来惊喜
kind-counts = 样本不足以区分
kind-gains = 提升空间最大
kano-basic = 基本因素，必须做好：{ $name }。低评分造成的损失大于高评分带来的提升，样本足以认定。
kano-performance = 绩效因素：{ $name }。低评分造成的损失与高评分带来的提升相当，样本足以认定。
kano-excitement = 魅力因素：{ $name }。高评分带来的提升大于低评分造成的损失，样本足以认定。
kano-unclear = { $total } 个指标中有 { $unclear } 个，样本不足以区分惩罚与奖励孰重，其归类只能作参考。
kano-gain = { $name }：若人人给出高评分而其他不变，总体满意度可提高 { $gain } 分（区间 { $low } 至 { $high }）。
kano-gain-plain = { $name }：若人人给出高评分而其他不变，总体满意度可提高 { $gain } 分。

# Pictures
kano-axis-performance = 平均评分
kano-axis-asymmetry = 影响不对称度（−1 全为惩罚，1 全为奖励）
kano-effect = 对总体满意度的影响（量表分）
kano-chart-effects = 惩罚与奖励
kano-chart-effects-describes = { $count } 个指标的低评分（左）与高评分（右）对总体满意度的影响，幅度最大的在上。
kano-chart-effects-note = 红色：低评分与中间评分相比；蓝色：高评分与中间评分相比。细线是置信区间，跨过零的可能只是偶然。
kano-chart-asymmetry = 影响不对称度与平均评分
kano-chart-asymmetry-describes = { $count } 个指标的影响不对称度（纵轴）与平均评分（横轴），自下而上由挫败因素到惊喜因素。
kano-chart-asymmetry-note = 越靠下，做不好的损失越大；越靠上，做得好的提升越大。空心标记表示样本不足以区分类别。左下方最为紧迫。

# Reasons, as they are given
reason-levels = 没有指标同时具备足够的低、中、高评分
