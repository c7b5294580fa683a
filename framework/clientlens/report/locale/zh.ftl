# 报告各处
name-separator = { "、" }
yes = 是
no = 否
synthetic = 合成数据
synthetic-banner = 合成数据：本报告所用答卷系人工生成，不代表任何真实客户的意见。
group-all = 全部有效答卷
group-of = { $attribute }：{ $value }
group-heading = { $name }（{ $n } 份）
model-entry = { $model }（{ $name }）
probability-of = { $name }概率
interval-at = { $level } 置信区间 { $interval }
minimum-group = 少于 { $smallest } 份答卷的分组不予显示。

# 章节
section-headlines = 要点
section-funnel = 问卷回收与筛选
section-findings = 结论与依据
section-notes = 说明
section-settings = 所用设置
section-tables = 全部数据表
all-settings = 全部设置（含默认值）
strength = 把握程度
class-with-probability = 小字为归类概率或置信区间；虚线标记表示接近分界线，样本量不足以区分。
estimate-with-interval = 小字为估计值的区间。

# 关键数字
valid-answers = 有效问卷
valid-rate = 有效率
response-rate = 回收率
funnel-summary = 发放 { $distributed } · 回收 { $returned }
funnel-summary-returned = 回收 { $returned }

# 漏斗
funnel-distributed = 发放
funnel-returned = 回收
funnel-removed = 剔除：{ $rule }
funnel-removed-in-all = 剔除 { $count }：{ $rules }
funnel-valid = 有效
rating-of = { $role }：{ $facet }
role-clients = 客户
funnel-flagged = 仅作标记，未剔除：{ $rule } { $count } 份。
funnel-nobody-removed = 本次评价没有剔除任何答卷。
rule-data_mean = 各指标均值
rule-median = 中位数
rule-midrange = 极差中点
rule-scale_midpoint = 量表中点
rule-fixed = 目标值
rule-external = 外部参照
rule-incomplete = 漏答过多
rule-straight_line = 直线作答
rule-identical_facets = 两类评分完全相同
rule-duplicates = 重复提交
rule-too_fast = 作答过快
rule-out_of_frame = 非调查对象
rule-attention_check = 未通过注意力检验

# 方法
method-none = 本次评价未估计抽样误差，所有数值均不带置信区间。
method-jackknife = 抽样误差用刀切法（逐一剔除）估计，置信水平 { $level }。
method-draws = 抽样误差用{ $method }估计：{ $replicates } 次重复抽样，{ $level } { $interval }，随机种子 { $seed }。
method-bootstrap = 自助法
method-poisson = 泊松自助法
method-bayesian = 贝叶斯自助法
interval-percentile = 百分位区间
interval-basic = 基本自助区间
interval-normal = 正态近似区间
interval-bca = BCa 区间

# 说明
note-suppressed = 以下分组少于 { $smallest } 份答卷，不予显示：{ $names }。
note-suppressed-beside = 以下分组份数虽够，也不予显示，否则与其他分组相减，会泄露不足 { $smallest } 份答卷的情况：{ $names }。
note-small = 以下分组少于 { $few } 份答卷，单独来看说明不了多少问题：{ $names }。
note-merged = { $attribute }：少于 { $below } 份答卷的分组已合并为“{ $into }”：{ $names }。
note-merged-there = { $attribute }：少于 { $below } 份答卷的分组已并入“{ $into }”：{ $names }。
note-lookalike = { $attribute }：“{ $value }”疑似“{ $like }”的误写。若为同一值，请在 respondents.{ $code }.values 中给两者同一代码。
note-found = { $name }：由本次答卷聚类得到 { $count } 个客户群（{ $method }）。各区间视其为既定；用聚类所依据的题目再检验各群差异属循环论证。
note-found-chosen = { "" }客户群个数按{ $criterion }确定。
note-found-given = 客户群个数由研究设定。
note-found-method = 客户群个数由方法得出。
note-found-none = { $name }：未发现客户群（{ $method }）。原因：{ $reason }。
note-found-remark = { $name }：{ $remark }。
note-failed = { $model }：{ $quantity }有 { $count } 次重复抽样未能估计，相应区间由其余各次得出。
note-failed-many = { $model }：有 { $count } 个项目在部分重复抽样中未能估计（各组合计 { $total } 次中最多 { $most } 次），相应区间由其余各次得出。
note-results = 结果
note-absent = { $model }，{ $group }：未给出{ $names }。原因：{ $reason }。
absent-all = 无法给出任何结果：{ $reason }。
absent-some = 无法给出：{ $quantities }。原因：{ $reason }。

# 工作簿
sheet-overview = 概览
overview-study = 评价
overview-title = 标题
overview-region = 地区与期次
overview-note = 备注
overview-synthetic = 数据性质
overview-item = 项目
overview-value = 内容
column-code = { $name }代码

# 终端
terminal-written = 报告已写入 { $path }

# 列名
column-group = 分组
column-dimension = 一级指标
column-indicator = 指标
column-construct = 潜变量
column-item = 题目
column-facet = 评分内容
column-point = 分值
column-quantity = 项目
column-estimate = 估计值
column-std_error = 标准误
column-ci_low = 区间下限
column-ci_high = 区间上限
column-n = 样本量
column-class = 类别
column-share = 占比
column-count = 数量
column-rule = 规则
column-source = 来源
column-target = 目标
column-importance_level = 重要度高低
column-performance_level = 满意度高低
column-distance_importance = 距重要度线
column-distance_performance = 距满意度线
column-distance_to_neighbour = 距最近分界线
column-neighbour = 相邻类别
column-near_line = 接近分界线
column-diagonal_class = 按对角线分类
column-changed = 类别变动数
column-is_used = 本次采用
column-total = 指标总数
column-near = 接近分界线
column-above = 高于重要度线
column-below = 低于满意度线
column-distance = 距离
column-low = 区间下限
column-high = 区间上限
column-level = 置信水平
column-index_low = 区间下限
column-index_high = 区间上限
column-quadrant = 类别
column-p_class = 归类概率
column-reason = 原因
column-strength = 把握程度
column-p = 概率
column-p_value = p 值

# 组间差异
section-differences = 哪些组有差异
group-rest = 其他各组
groups-sides = { $first } − { $second }
label-of = { $label }（{ $quantity }）
name-with-p = { $name }（{ $p }）
groups-differ = 按{ $attribute }划分的各组在以下方面有差异：{ $names }。
groups-unclear = 样本未显示按{ $attribute }划分的各组在以下方面有差异：{ $names }。
difference-lower = { $subject }：{ $first }比{ $second }低 { $difference } { $interval }，校正后 { $p }。
difference-higher = { $subject }：{ $first }比{ $second }高 { $difference } { $interval }，校正后 { $p }。
difference-lower-only = { $subject }：{ $first }比{ $second }低 { $difference }，校正后 { $p }。
difference-higher-only = { $subject }：{ $first }比{ $second }高 { $difference }，校正后 { $p }。
differences-in-all = 共比较 { $compared } 处差异，其中 { $sure } 处可以确认（校正后 p 小于 { $alpha }）；其余各处样本不足以判断。
differences-untested = 其中 { $count } 处因有一组少于 30 份答卷而未作检验。
differences-detectable = { $quantity }：单就一处而言，{ $difference } 的真实差异有 { $power } 的把握被发现；更小的差异可能看不出来。
segment-listed = { $code }（{ $name }）
segment-separator = { "；" }
groups-untold = 按{ $attribute }划分的各组没有整体检验；共比较 { $compared } 处差异，其中 { $sure } 处可以确认（校正后 p 小于 { $alpha }）。
differences-circular = 这些客户群由答卷本身聚类得到，在聚类所依据的题目上必然有差异，对此的 p 值不说明任何问题。
differences-method = 差异的区间与其他结果出自同一批重复抽样。p 值由 { $permutations } 次置换得出：每人答卷不变，分组重新随机分配；结构权重保持不变。同一指标、同一属性内的 p 值已校正：{ $adjusted }。
differences-method-replicates = 差异的区间和 p 值与其他结果出自同一批重复抽样。同一指标、同一属性内的 p 值已校正：{ $adjusted }。
differences-overall = { $attribute }：各组究竟有无差异
differences-all = { $attribute }：全部差异
differences-cut = 此处只列最明显的差异；全部差异见工作簿和 tables/segments.differences.csv。
differences-corner = 所比各组 · 所比内容
chart-differences = 按{ $attribute }最明显的差异：{ $quantity }
chart-differences-axis = { $quantity }：前一组减后一组
chart-differences-describes = { $title }。共 { $count } 处组间差异及其区间。
chart-differences-note = 点为差异，横线为单个差异的区间。实心（前一组较高为蓝、较低为红）：校正后 p 小于 { $alpha }；空心：样本不足以判断。
adjust-westfall_young = Westfall–Young 逐步法
adjust-holm = Holm 法
adjust-benjamini_hochberg = Benjamini–Hochberg 法
test-permutation = 置换检验
test-parametric = 参数检验
column-difference = 差异
column-model = 模型
column-attribute = 属性
column-group_1 = 前一组
column-group_2 = 后一组
column-kind = 标签类别
column-key = 标签
column-estimate_1 = 前一组估计值
column-estimate_2 = 后一组估计值
column-n_1 = 前一组份数
column-n_2 = 后一组份数
column-p_permutation = p（置换）
column-p_henseler = p（Henseler）
column-p_parametric = p（Welch）
column-p_pooled = p（Keil）
column-p_adjusted = 校正后 p
column-test = 采用的检验
column-detectable = 可发现的差异
column-groups = 组数
column-labels = 标签数
column-statistic = 统计量
table-segments-differences = 组间差异
table-segments-overall = 各组总体检验

# 数量
quantity-importance = 重要度
quantity-performance = 满意度
quantity-satisfaction = 满意度
quantity-expectation = 期望
quantity-perception = 感知
quantity-gap = 差值
quantity-priority = 优先度
quantity-top_box = 满意率（前两档）
quantity-conformity = 符合度
quantity-index = 总指数（0–100）
quantity-index_max_share = 满意指数（占满分）
quantity-conformity_overall = 总符合度
quantity-crosshair_importance = 重要度分界线
quantity-crosshair_performance = 满意度分界线
quantity-dimension_importance = 一级指标重要度
quantity-dimension_score = 一级指标得分
quantity-dimension_gap = 一级指标差值
quantity-dimension_top_box = 一级指标满意率

# 表名
table-indicators = 指标明细
table-dimensions = 一级指标
table-classes = 指标分类
table-crosshairs = 不同分界线下的分类
table-overall = 总体结果
table-distribution = 评分分布

# 类别与高低
class-keep_up = 优势区
class-concentrate = 改进区
class-low_priority = 机会区
class-overkill = 维持区
class-boundary = 分界线上
level-high = 高
level-low = 低
level-line = 线上

# 结论种类
kind-index = 总体水平
kind-overall = 总体水平
kind-summary = 总体情况
kind-keep_up = 继续保持
kind-concentrate = 优先改进
kind-low_priority = 机会区
kind-overkill = 维持即可
kind-boundary = 分界线上
kind-near_line = 接近分界线
kind-counts = 总体情况
kind-exceeds = 满意度高于重要度
kind-nearest = 值得关注
kind-crosshair = 分界线的影响
kind-absent = 未能得出
kind-watch = 值得关注

# 模型
model-quadrant = 重要度—满意度四象限分析

# 原因
reason-few-answers = 有效答卷少于 { $least } 份
reason-tells-of-few = 会透露不足 { $least } 份答卷的情况
reason-nobody-of-role = 其中没有{ $role }的答卷
reason-part-of-role = 显示{ $role }会透露不足 { $least } 份答卷的部分
reason-few-of-role = { $role }的有效答卷不足 { $least } 份
reason-small-group = 有一组少于 { $least } 份答卷
reason-shared = 两组有相同的答卷人
reason-parts-of-role = 它不只取决于各组自己的答卷，例如还取决于某一角色中的相应部分
reason-nothing-varies = 没有任何变化
reason-few-groups = 不足两组有 { $least } 份答卷
reason-split-clusters = 分组拆开了整群抽取的单位
