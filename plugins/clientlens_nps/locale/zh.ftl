# 净推荐值与顶端占比

model-nps = 净推荐值与顶端占比

# Tables
table-recommendation = 推荐意愿
table-indicators = 各指标的顶端与底端占比
table-dimensions = 各一级指标的顶端与底端占比
table-distribution = 评分分布

# Quantities
quantity-net_promoter_score = 净推荐值（−100 至 100）
quantity-promoter_share = 推荐者
quantity-passive_share = 被动者
quantity-detractor_share = 贬损者
quantity-top_box = 顶端占比
quantity-bottom_box = 底端占比
quantity-net_box = 顶端减底端（百分点）
quantity-highest_share = 最高分占比
quantity-performance = 平均评分
quantity-dimension_top_box = 一级指标顶端占比
quantity-dimension_bottom_box = 一级指标底端占比
quantity-dimension_net_box = 一级指标顶端减底端
quantity-dimension_score = 一级指标得分

# Columns
column-net_low = 区间下限
column-net_high = 区间上限
column-detractors_to = 贬损者上限
column-promoters_from = 推荐者下限

# Findings
kind-score = 推荐意愿
kind-bottom = 底端最多
kind-top = 顶端最多
kind-remark = 提问方式
nps-score = 净推荐值为 { $net_promoter_score }（区间 { $net_low } 至 { $net_high }）：{ $n } 位受访者中，推荐者 { $promoter_share }，被动者 { $passive_share }，贬损者 { $detractor_share }。
nps-score-near = 净推荐值为 { $net_promoter_score }（区间 { $net_low } 至 { $net_high }）：{ $n } 位受访者中，推荐者 { $promoter_share }，被动者 { $passive_share }，贬损者 { $detractor_share }。样本不足以区分推荐者与贬损者孰多。
nps-score-plain = 净推荐值为 { $net_promoter_score }：{ $n } 位受访者中，推荐者 { $promoter_share }，被动者 { $passive_share }，贬损者 { $detractor_share }。
nps-bottom = 顶端与底端相比最差的是{ $name }；其中第一项有 { $bottom_box } 的评分落在底端。
nps-top = 顶端与底端相比最好的是{ $name }；其中第一项有 { $top_box } 的评分落在顶端。
nps-remark = 推荐意愿按 { $low } 至 { $high } 分提问，{ $detractors_to } 分及以下为贬损者，{ $promoters_from } 分及以上为推荐者，不能与 0 至 10 分量表的净推荐值比较。

# Pictures
nps-share = 答卷占比
nps-promoter_share = 推荐者
nps-passive_share = 被动者
nps-detractor_share = 贬损者
nps-chart-recommendation = 谁会推荐
nps-chart-recommendation-describes = { $count } 个群体中贬损者（左）、被动者（跨中线）与推荐者（右）的占比，右侧为净推荐值。
nps-chart-recommendation-note = 每条右侧是净推荐值，即推荐者减贬损者，方括号内为置信区间。
nps-chart-answers = 评分如何分布
nps-chart-answers-describes = { $count } 个指标的评分分布，低分在中线左侧，高分在右侧，最好的在上。
nps-chart-answers-note = 每条右侧：顶端占比减底端占比，单位为百分点。

# Reasons, as they are given
reason-no-recommendation = 推荐题没有回答
reason-no-ratings = 没有 { $facet } 的评分
