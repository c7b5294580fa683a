comparison-title-models = 模型比较
comparison-title-settings = 同一批答卷、不同设置的比较
comparison-title-regions = 地区比较
comparison-title-waves = 各期比较
comparison-title-studies = 评价比较
comparison-title-mixed = 比较
comparison-pair = { $first } — { $second }
comparison-source = { $run } · { $model }
comparison-of = { $measure }，{ $quantity }
section-comparison = 并列比较
section-agreement = 一致程度
section-pairs = 指标、差异与分解
section-unaligned = 无法比较的内容
section-sources = 比较对象

comparison-quantity-performance = 满意度
comparison-quantity-importance = 重要度
comparison-quantity-priority = 优先程度
comparison-quantity-class = 类别
comparison-quantity-dimension_score = 维度得分
comparison-quantity-index = 指数（0—100）

measure-kendall = Kendall τ
measure-spearman = Spearman ρ
measure-concordance = Lin 一致性系数
measure-top_overlap = 前列重合率
measure-rank_biased_overlap = 排名偏重重合度
measure-kappa = Cohen κ
measure-same_class = 类别相同

comparison-rank = 位次
comparison-agreement = 一致程度（1 为完全一致，0 为无关）
comparison-hundred = 折合 0—100
comparison-second-less-first = 后者减前者
comparison-chart-priorities = 各自认为最该先改进什么
comparison-chart-priorities-describes = { $count } 个指标的优先位次，每列一个比较对象，连线为同一指标。
comparison-chart-priorities-note = 第 1 位最该先改进。红色：某处位次相差超过 { $gap } 位，把握在 90% 以上（没有重复抽样时按答卷）。
comparison-chart-agreement = 一致程度：{ $pair }
comparison-chart-agreement-priority = 优先位次的一致程度（Kendall τ）
comparison-chart-agreement-class = 类别的一致程度（Cohen κ）
comparison-chart-agreement-describes = { $count } 个比较对象两两之间的一致程度。
comparison-chart-measures-describes = { $count } 个一致性指标及其区间。
comparison-chart-agreement-note = 抽样误差会使两个排序看上去比实际更不一致，所以一致程度多半被低估；区间已考虑到这一点。
comparison-chart-differences = 差异所在：{ $first } 与 { $second }
comparison-chart-differences-describes = { $count } 对数值（折合 0—100）及其差异和区间。
comparison-chart-differences-note = 左图为两个数值，右图为后者减前者及其区间。红色：错误发现率控制在 5% 时差异明确（Benjamini–Hochberg 法）。

comparison-figure-sources = 比较对象
comparison-figure-range = { $count } 对中的最低和最高
comparison-figure-index = 指数之差
comparison-figure-largest = { $count } 对中的最大者

says-index-same = { $first }与{ $second }的指数相同，答卷和每次重复抽样中都如此。
says-index-higher = { $second }的指数比{ $first }高 { $size } 分，区间 { $interval }；Holm 校正后 p = { $p }。
says-index-lower = { $second }的指数比{ $first }低 { $size } 分，区间 { $interval }；Holm 校正后 p = { $p }。
says-index-higher-untested = { $second }的指数比{ $first }高 { $size } 分；没有重复抽样，无法判断把握有多大。
says-index-lower-untested = { $second }的指数比{ $first }低 { $size } 分；没有重复抽样，无法判断把握有多大。
says-index-open = 两个指数相差 { $size } 分，区间 { $interval }；答卷不足以把它与偶然区分开（p = { $p }）。
says-parts = 指数之差 { $total } 分中，{ $ratings } 分来自评分不同，{ $weights } 分来自权重不同。
says-parts-coverage = 指数之差 { $total } 分中，{ $ratings } 分来自评分不同，{ $weights } 分来自权重不同，{ $coverage } 分来自只有一方才有的指标。
says-priorities = { $n } 个指标优先位次的 Kendall τ = { $tau } { $interval }；最该先改进的 { $k } 个中有 { $common } 个相同。
says-class-verdicts = 归入同一类的有 { $agree } 个指标，归入不同类的有 { $disagree } 个（把握都在 90% 以上）；其余 { $open } 个，样本无法判断。
says-rank-verdicts = 位次相近的有 { $agree } 个指标，相差超过 { $gap } 位的有 { $disagree } 个（把握都在 90% 以上）；其余 { $open } 个，样本无法判断。
says-disagree-on = { $more ->
    [0] 不一致的是：{ $names }（把握最低 { $least }）。
   *[other] 不一致的是：{ $names } 等，另有 { $more } 个（把握最低 { $least }）。
}

pairing-same-run = 各模型用同一套重复抽样估计，差异的区间按配对计算。
pairing-same-rows = 每次重复抽样中同一受访者的权重相同，差异的区间按配对计算。
pairing-keyed = 两次都在的受访者在每次重复抽样中权重相同，差异的区间就他们按配对计算。
pairing-no-replicates = 有的评价没有重复抽样，所以没有区间。
comparison-more-pairs = 以上只写出前 { $told } 对，另有 { $left } 对列在数据表中；用 --models 指定模型或减少评价，即可看到说明。
pairing-tells-of-few = 同一批答卷的两次评价只相差几名受访者，少于允许公布的最小组。同时看到两者的人可以推出他们的回答，请像对待原始答卷一样保管本页。
pairing-other-draws = 重复抽样方法、种子或整群不同的评价按相互独立比较。对同一批答卷，采用相同的种子和方法可使区间更窄。
pairing-other-respondents = 保留的受访者不同，按相互独立比较。采用 poisson 或 bayesian 权重并给出受访者编号，就能配对。
pairing-other-answers = 答卷不同，按相互独立比较。若为固定样本，采用 poisson 或 bayesian 权重并给出受访者编号，就能配对。
pairing-other-region = 不同地区的评价按相互独立比较。

hint-agreement = 小字为重复抽样得出的区间。1 为完全一致，0 为无关。Kendall、Spearman 和重合率只看位次，Lin 一致性系数看数值本身（两者在同一量尺上时）。
hint-indicators = 位次相差超过 { $gap } 位才算不同。判断：双方都有类别时看类别，否则看位次；把握在 90% 以上才下结论。
hint-differences = 后者减前者。p 值按 Holm 法和 Benjamini–Hochberg 法校正，以同一数量的各行为一族；指数则以所有各对为一族。p 值不会低于 2 /（重复抽样次数 + 1），行数多时要有足够多的重复抽样，Holm 校正后才可能明确。
hint-decomposition = 评分：共有指标评分不同所致（按平均权重）。权重：权重不同所致（按平均评分）。范围：只有一方才有的指标所致。
table-indicators = 指标：{ $pair }
table-differences = 差异：{ $pair }
table-decomposition = 指数之差的分解：{ $pair }

comparison-quantity = 数量
comparison-count = 比较个数
comparison-rank-in = 位次：{ $name }
comparison-class-in = 类别：{ $name }
comparison-p-rank = 位次不同
comparison-p-class = 类别不同
comparison-verdict = 判断
verdict-agree = 一致
verdict-disagree = 不一致
verdict-open = 无法判断
verdict-untested = 未检验
comparison-difference = 差异
comparison-scale = 量尺
comparison-p-direction = 方向的把握
comparison-p-holm = p（Holm）
comparison-p-bh = p（BH）
comparison-effect = 来源
comparison-points = 分
effect-total = 指数之差
effect-ratings = 评分
effect-weights = 权重
effect-coverage = 范围

comparison-of-heading = 内容
comparison-why = 原因
comparison-sources = 比较对象
comparison-source-heading = 比较对象
comparison-everything = 全部
comparison-and-more = { $names } 等，另有 { $count } 个
comparison-unaligned-count = 共 { $count } 行
comparison-unaligned-told = 有 { $count } 项无法比较，列在报告和 tables/unaligned.csv 中。
unaligned-only-everybody = 只对全体受访者估计。
unaligned-nothing-shared = 没有其他模型也给出的内容。
unaligned-only-in-first = 只有前者问到。
unaligned-only-in-second = 只有后者问到。
unaligned-not-in-first = 前者没有给出。
unaligned-not-in-second = 后者没有给出。
unaligned-no-value-in-first = 前者没有数值。
unaligned-no-value-in-second = 后者没有数值。
unaligned-no-common-scale = 没有共同的量尺，只比较次序。
unaligned-no-common-classes = 没有共同的类别。
unaligned-all-tied-in-first = 前者全部相等，没有次序可言。
unaligned-all-tied-in-second = 后者全部相等，没有次序可言。
unaligned-no-weighted-mean-in-first = 不作分解：前者的指数不是按重要度加权的评分均值。
unaligned-no-weighted-mean-in-second = 不作分解：后者的指数不是按重要度加权的评分均值。
unaligned-no-rated-indicator-in-both = 不作分解：没有双方都评分的指标。

comparison-study = 评价
comparison-region = 地区
comparison-wave = 期次
comparison-method = 重复抽样方法
comparison-respondents = 有效答卷
comparison-replicates = 重复抽样次数
comparison-seed = 种子
method-short-bootstrap = 自助法
method-short-poisson = 泊松权重
method-short-bayesian = 贝叶斯权重
method-short-jackknife = 刀切法
method-short-none = 无
