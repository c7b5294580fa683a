# 重要度—绩效—竞争者分析

model-ipca = 与竞争者比较

class-solid_advantage = 稳固优势
class-head_to_head = 正面竞争
class-urgent_action = 紧急行动
class-null_advantage = 无效优势
class-competitive_advantage = 竞争优势
class-competitive_disadvantage = 竞争劣势
class-false_advantage = 虚假优势
class-false_alarm = 虚惊
class-boundary = 分界线上

simultaneous-null_opportunity = 无机会
simultaneous-false_alarm = 虚惊
simultaneous-false_advantage = 虚假优势
simultaneous-false_competition = 虚假竞争
simultaneous-neglected_opportunity = 被忽视的机会
simultaneous-competitive_disadvantage = 竞争劣势
simultaneous-competitive_advantage = 竞争优势
simultaneous-head_to_head = 正面竞争

# Tables
table-indicators = 各指标与竞争者比较
table-dimensions = 各一级指标与竞争者比较
table-classes = 各指标的类别
table-overall = 总体

# Quantities
quantity-class = 类别
quantity-performance = 本行评分
quantity-competitor_performance = 竞争者评分
quantity-difference = 本行 − 竞争者
quantity-importance = 重要度
quantity-gap = 本行评分 − 重要度
quantity-priority = 落后程度 × 重要度
quantity-dimension_score = 本行评分
quantity-dimension_competitor_performance = 竞争者评分
quantity-dimension_difference = 本行 − 竞争者
quantity-overall_difference = 总体：本行 − 竞争者
quantity-importance_line = 平均重要度

# Columns
column-difference = 本行 − 竞争者
column-simultaneous = 同步分析
column-lag = 落后
column-unsure = 接近分界线

# Findings
kind-overall = 总体
kind-urgent = 紧迫
kind-counts = 样本不足以区分
kind-ahead = 优于竞争者
kind-behind = 落后于竞争者
ipca-overall-ahead = 总体上本行评分比竞争者高 { $difference } 分（区间 { $low } 至 { $high }），依据同时评价两者的 { $n } 位受访者。
ipca-overall-behind = 总体上竞争者评分比本行高 { $lag } 分（区间 { $low } 至 { $high }），依据同时评价两者的 { $n } 位受访者。
ipca-overall-near = 总体上本行与竞争者相差 { $difference } 分（区间 { $low } 至 { $high }），依据同时评价两者的 { $n } 位受访者，样本不足以区分孰优。
ipca-overall-plain = 总体上本行与竞争者相差 { $difference } 分，依据同时评价两者的 { $n } 位受访者。
ipca-urgent = 在要紧之处落后于竞争者：{ $name }。
ipca-urgent-near = { $name }可能在要紧之处落后于竞争者，但接近分界线，样本不足以区分。
ipca-unsure = { $total } 个指标中有 { $unsure } 个接近分界线，归类只能作参考。
ipca-ahead = 评分高于竞争者，且差异不是偶然：{ $name }。
ipca-behind = 评分低于竞争者，且差异不是偶然：{ $name }。

# Pictures
ipca-difference = 本行评分 − 竞争者评分（量表分）
ipca-axis-gap = 本行评分 − 重要度（量表分）
ipca-axis-importance = 重要度与均值之差
ipca-chart-matrix = 与竞争者相比处于何处
ipca-chart-matrix-describes = { $count } 个指标，横轴为与竞争者之差（越靠右本行越好），纵轴为其对照。
ipca-chart-matrix-note = 空心标记表示接近分界线，样本不足以区分类别。
ipca-chart-differences = 与竞争者的差异
ipca-chart-differences-describes = { $count } 个指标的本行评分减竞争者评分及其区间，最差的在上。
ipca-chart-differences-note = 依据同时评价两者的受访者。红色：竞争者更好，且不是偶然。区间包含零，则不能说明孰优。

# Reasons, as they are given
reason-few-both = 任何指标上同时评价两者的受访者都不足 { $least } 人
reason-no-scale = 推导重要度没有量表
reason-two-scales = 评分与重要度量表不同
