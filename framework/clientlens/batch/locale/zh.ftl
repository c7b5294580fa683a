# 批量汇总
batch-title = { $count } 项评价汇总
batch-line = 期次 { $waves }
batch-one-wave = 期次 { $waves }
batch-evaluated = 完成评价
batch-evaluated-of = 共 { $count } 项
batch-failed = 失败
batch-answers = 有效问卷
batch-regions = 汇总地区
batch-nothing-failed = 无
batch-failed-note = 失败的评价不计入本页任何数值。
batch-wave = { $wave } 期
batch-no-wave = 未注明期次
batch-everywhere = 全部地区
batch-depth = { $depth ->
    [0] 未注明地区
    [1] 一级地区
    [2] 二级地区
    [3] 三级地区
   *[other] { $depth } 级地区
}

# 章节
batch-section-problems = 失败的评价
batch-section-regions = 地区汇总
batch-section-league = 排名
batch-section-studies = 全部评价
batch-section-remarks = 不一致之处
batch-section-skipped = 不是评价文件的文件
batch-section-method = 数值由来
batch-show-table = { $title }：展开
batch-folded-remarks = 全部 { $count } 条

# 列
batch-column-study = 评价
batch-column-region = 地区
batch-column-wave = 期次
batch-column-clients = 客户数
batch-column-n = 有效问卷
batch-column-studies = 评价数
batch-column-index = 指数（0–100）
batch-column-rank = 名次
batch-column-rank-set = 可能名次
batch-column-expected-rank = 期望名次
batch-column-tier = 可确认位于
batch-column-status = 状态
batch-column-weighted = 权数
batch-column-code = 指标或维度
batch-rank-range = { $low }–{ $high }
batch-tier-top = 前四分之一
batch-tier-bottom = 后四分之一
batch-tier-not_separated = —
batch-status-evaluated = 已完成
batch-status-failed = 失败
batch-status-crashed = 程序错误
batch-weighted-clients = 客户数
batch-weighted-answers = 有效问卷数
batch-quantity-index = 指数
batch-quantity-dimension_score = 维度
batch-quantity-performance = 指标
batch-of-model = { $title }：{ $model }

# 图
batch-chart-trend = { $model }：{ $region }各期指数
batch-chart-trend-description = { $region }各期的平均指数及其区间。
batch-chart-league = { $model }：各项评价的指数，{ $wave }
batch-chart-league-description = 每行一项评价，给出指数及其区间；可以排名时由高到低排列。

# 方法
batch-method-regions = 地区数值为其下各项评价的均值，以各评价申报所代表的客户数加权；某地区自身的评价代表其下全部。各样本相互独立，不同评价的重复抽样打乱次序后合并，区间为合并后重复抽样的 { $level } 百分位区间。
batch-method-answers = 某地区若有评价未申报客户数，则该地区全部评价改以有效问卷数加权，并在列中注明。
batch-method-league = 每项评价的可能名次包含其真实名次，一张表中全部同时成立的概率为 95 %。差异多由偶然造成（信度低于 { $least }）时不给名次，各评价按命令中的次序排列。
batch-unranked = 信度 { $reliability }：差异多半可能出于偶然，故不给名次。
batch-ranked = 信度 { $reliability }。
batch-csv = 全部数值（含各地区分指标的数值）见 summary.*.csv 与 summary.json。

# 不一致之处
batch-remark-no_region = { $wave }：{ $studies } 未注明地区，不计入任何汇总。
batch-remark-several_studies = { $wave }，{ $region }：同一地区有多项评价（{ $studies }），不计入汇总。
batch-remark-same_answers = { $wave }，{ $region }：{ $studies } 读取同一份问卷文件，并非相互独立，故不汇总。
batch-remark-clients_undeclared = { $wave }，{ $region }：{ $studies } 未申报 study.clients，该地区全部评价以有效问卷数加权。
batch-remark-other_model = { $wave }，{ $region }：{ $what } 在各评价中使用不同的模型，故不汇总。
batch-remark-other_scale = { $wave }，{ $region }：{ $what } 在各评价中量表不同，故不汇总。
batch-remark-lacking = { $wave }，{ $region }：{ $studies } 没有 { $what }，故不汇总。
batch-remark-no_draws = { $wave }，{ $region }：{ $what } 在 { $studies } 中没有重复抽样，故汇总值不带区间。
batch-remark-no_error = { $wave }：{ $studies } 的 { $what } 指数没有标准误，不参加排名。
batch-remark-settings_differ = { $studies } 的 { $what } 与多数评价不同，数值仍一并汇总。
batch-and-more = { $names } 等，另有 { $count } 项
