# 客户细分

model-segments = 客户细分

# 方法与准则
segmenter-kmeans = k 均值
segmenter-ward = Ward 法
segmenter-mixture = 高斯混合
segmenter-hdbscan = HDBSCAN
segmenter-latent_class = 潜在类别
criterion-silhouette = 轮廓系数
criterion-calinski_harabasz = Calinski-Harabasz 指数
criterion-gap = Gap 统计量
criterion-gap_error = Gap 统计量的标准误
criterion-bic = BIC
criterion-aic = AIC
criterion-abic = 按样本量调整的 BIC
criterion-entropy = 熵 R²
criterion-jaccard = 最不稳定的细分的稳定性（Jaccard）
criterion-adjusted_rand = 各次重抽样的一致性（调整兰德指数）
criterion-departure = 比单一总体更紧（标准差倍数）
criterion-one_population = p 值：无细分的单一总体
criterion-stability = 稳定性
criterion-given = 给定的数目
criterion-method = 由方法得出的数目

# 表
table-sizes = 各细分
table-profile = 细分的特点：作答
table-attributes = 细分的特点：属性
table-association = 与细分相关的属性
table-choice = 细分数目的选择
table-silhouettes = 轮廓系数
table-rule = 判别细分的规则
table-rule_accuracy = 规则判对的比例

# 数量与列
quantity-share = 占比
quantity-feature_mean = 均值
quantity-difference = 与其他细分之差
quantity-standardised_difference = 标准化差异（d）
quantity-level_share = 在细分中的占比
quantity-lift = 提升度
quantity-association = Cramér V
quantity-n_feature = 作答数
quantity-n_level = 受访者
quantity-rule_question = 规则的问题
quantity-rule_bound = 规则的界限
quantity-rule_is_above = 高于界限
quantity-rule_segment = 规则判为的细分
quantity-rule_n = 规则判别的受访者
quantity-rule_purity = 其中判对
quantity-rule_accuracy = 规则判对
quantity-rule_accuracy_error = 规则判对的标准误
quantity-rule_baseline = 最大细分
column-segmentation = 细分方式
column-segment = 细分
column-feature = 问题
column-level = 取值
column-attribute = 属性
column-share = 占比
column-share_low = 区间下限
column-share_high = 区间上限
column-jaccard = 稳定性（Jaccard）
column-criterion = 准则
column-number = 细分数
column-value = 值
column-is_chosen = 选定
column-is_decisive = 依此选定
column-mean = 均值
column-p10 = 10%
column-p25 = 25%
column-median = 中位数
column-p75 = 75%
column-p90 = 90%
column-share_negative = 低于 0
column-end = 终点
column-condition = 什么样的客户
column-purity = 其中属于该细分
column-accuracy = 判对
column-std_error = 标准误
column-baseline = 最大细分
column-is_better = 优于猜测
column-how = 选定依据
column-others = 其他
column-features = 特点
column-share_right = 判对
column-share_baseline = 最大细分

# 细分的名称
segments-and = { $one }、{ $other }
segments-list = { "、" }
segments-apart = { "；" }
segments-name-high-throughout = 全面偏高
segments-name-low-throughout = 全面偏低
segments-name-both = 偏高：{ $high }；偏低：{ $low }
segments-name-high = 偏高：{ $features }
segments-name-low = 偏低：{ $features }
segments-name-average = 接近平均
segments-facet-of = { $name }（{ $facet }）
segments-gap-of = { $name }（差距）
segments-attribute-is = { $attribute }：{ $value }
segments-feature-with-effect = { $name }（{ $effect }）

# 规则
segments-rule-and = { "，且" }
segments-rule-is = { $name }
segments-rule-is-not = 非{ $name }
segments-rule-at-least = { $name }不低于 { $point }
segments-rule-at-most = { $name }不高于 { $point }
segments-anybody = 任何客户

# 结论
kind-found = 有没有细分
kind-profile = 各细分的特点
kind-rule = 如何判别客户的细分
kind-caution = 请注意
segments-none = { $name }：没有细分。{ $reason }。
segments-how = { $how ->
    [given] 数目由研究给定
    [method] 数目由方法得出
    [silhouette] 数目按轮廓系数与稳定性选定
    [calinski_harabasz] 数目按 Calinski-Harabasz 指数选定
    [gap] 数目按 Gap 统计量选定
    [bic] 数目按 BIC 选定
    [stability] 数目按稳定性选定
   *[other] 数目按{ $criterion }选定
  }
segments-found = { $name }：共 { $segments } 个细分（{ segments-how }）。
segments-high = { $name }：高于其他细分之处有{ $features }{ $others ->
    [0] 。
   *[other] ，另有 { $others } 项。
  }
segments-low = { $name }：低于其他细分之处有{ $features }{ $others ->
    [0] 。
   *[other] ，另有 { $others } 项。
  }
segments-goes-with = 彼此相关：{ $name }（Cramér V 为 { $association }）。
segments-rule-better = { $name }：对未见过的客户，规则能判对 { $share_right }；一律判为最大的细分只能判对 { $share_baseline }。
segments-rule-no-better = { $name }：几个问题的规则并不比猜测更能判别细分（判对 { $share_right }；一律判为最大的细分可判对 { $share_baseline }）。
segments-unstable = { $count ->
    [1] 有一个细分在换一批客户作答时不再出现（Jaccard { $jaccard }）：{ $name }。请勿据此行事。
   *[other] 有 { $count } 个细分在换一批客户作答时不再出现（Jaccard 最低 { $jaccard }）：{ $name }。请勿据此行事。
  }
segments-doubtful = { $count ->
    [1] 有一个细分在换一批客户作答时只能大致重现（Jaccard { $jaccard }）：{ $name }。
   *[other] 有 { $count } 个细分在换一批客户作答时只能大致重现（Jaccard 最低 { $jaccard }）：{ $name }。
  }
segments-remark = { $name }：{ $reason }。
segments-taken-as-given = { $name }：细分由这批作答一次得出，各区间视其为给定。细分在据以划分的问题上有差别，不算结论。

# 图
segments-n = n = { $n }
segments-single-questions = 单项题目
segments-with-n = { $name }（n = { $n }）
segments-chart-profile = 特点：{ $name }
segments-chart-profile-describes = { $count } 个细分在各问题上与其他细分的标准化差异。
segments-chart-profile-note = 数字：与其他各细分之差，以合并标准差为单位；区间含零者加括号。蓝：偏高；红：偏低。
segments-axis-effect = 标准化差异
segments-chart-map = 分布图：{ $name }
segments-chart-map-describes = { $count } 个细分的中心在前两个主成分上的位置，以及各含一半受访者的椭圆。
segments-chart-map-note = 两个成分占方差的 { $share }；此处重叠的细分，在图未显示的方面可能分开。方格：{ $least } 名及以上受访者，越深越多。椭圆：若为正态，含该细分的一半。两轴分别主要是{ $first }与{ $second }。
segments-axis-component = 成分 { $number }（{ $share }）
segments-chart-silhouettes = 轮廓系数：{ $name }
segments-chart-silhouettes-describes = { $count } 个细分轮廓系数的分布。
segments-chart-silhouettes-note = 轮廓系数：1 为居于本细分之中，0 为介于两个细分之间，低于 0 则更近另一细分。线：10% 至 90% 分位；条：中间一半；点：中位数。
segments-axis-silhouette = 轮廓系数
segments-chart-quadrants = 各细分的重要度与绩效：{ $name }
segments-chart-quadrants-describes = 各指标的重要度与绩效，{ $count } 幅小图，每个细分一幅。
segments-chart-quadrants-note = 虚线：各细分自己的均值。数字：重要度高于均值而绩效低于均值的指标，即{ $listed }。
segments-explained = { " " }细分：{ $names }。
segments-listed = { $number } { $name }

# 原因
reason-segments-alike = 所有受访者的作答都相同
reason-segments-one-population = 作答的聚集程度不超过一个没有细分的总体
reason-segments-small = 没有一种划分使各细分达到最少人数
reason-segments-unstable = 换一批受访者作答，没有一种划分会再次出现
reason-segments-one = 一个整体比几个细分更能解释作答
reason-segments-no-two = 该方法找不到两个细分
reason-segments-few = 可比较的受访者有 { $n } 名，而需要 { $least } 名
reason-segments-some-rows = 细分由随机抽取的部分受访者得出，其余受访者据此归入
reason-segments-parted = 作答的聚集程度不超过一个没有细分的总体；这些细分只是把一个整体切开
reason-segments-constant = 人人作答相同的内容已略去
reason-segments-left-out = 作答太少的受访者不属于任何细分
reason-segments-unweighted = 该方法对所有受访者一视同仁，不计设计权重
