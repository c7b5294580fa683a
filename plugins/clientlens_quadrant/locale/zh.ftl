# 重要度—满意度四象限

class-keep_up = 优势区
class-concentrate = 改进区
class-low_priority = 机会区
class-overkill = 维持区
class-boundary = 分界线上
class-unknown = 未能归类
quantity-distance_importance = 距重要度线
quantity-distance_performance = 距满意度线
quadrant-advice-keep_up = 继续保持
quadrant-advice-concentrate = 优先改进
quadrant-advice-low_priority = 择机改善
quadrant-advice-overkill = 维持即可
quadrant-advice-boundary = 尚不能归类

quadrant-index = 按重要度加权的服务指数为 { $index }（满分100，{ $level } 置信区间 { $index_low } 至 { $index_high }），依据 { $n } 份有效答卷。
quadrant-index-plain = 按重要度加权的服务指数为 { $index }（满分100），依据 { $n } 份有效答卷。
quadrant-counts = { $total } 个指标中，优势区 { $keep_up } 个、改进区 { $concentrate } 个、机会区 { $low_priority } 个、维持区 { $overkill } 个{ $boundary ->
    [0] {""}
   *[other] ，正好落在分界线上 { $boundary } 个
  }{ $unknown ->
    [0] {""}
   *[other] ，因缺少评分未能归类 { $unknown } 个
  }{ $near ->
    [0] 。
   *[other] ；其中 { $near } 个贴近分界线，归类只能作参考。
  }
quadrant-counts-plain = { $total } 个指标中，优势区 { $keep_up } 个、改进区 { $concentrate } 个、机会区 { $low_priority } 个、维持区 { $overkill } 个{ $boundary ->
    [0] {""}
   *[other] ，正好落在分界线上 { $boundary } 个
  }{ $unknown ->
    [0] {""}
   *[other] ，因缺少评分未能归类 { $unknown } 个
  }。
quadrant-unrated-importance = 因缺少重要度评分而未能归类：{ $name }。
quadrant-unrated-performance = 因缺少满意度评分而未能归类：{ $name }。
quadrant-unrated-derived = 评分与总体评价没有共同变化，或同时作答的人太少，重要度无法推导，因而未能归类：{ $name }。
quadrant-no-importance = 无法得出象限图：{ $reason }。

quadrant-list-concentrate = 应当首先改进：{ $name }。客户看重而满意度偏低，样本足以认定。
quadrant-list-concentrate-plain = 应当首先改进：{ $name }。客户看重而满意度偏低。
quadrant-list-concentrate-near = { $name }落在改进区，但接近分界线，样本量不足以区分；宜继续观察，不宜据此大举投入。
quadrant-list-keep_up = 可以放心保持的优势：{ $name }。
quadrant-list-keep_up-plain = 优势：{ $name }。
quadrant-list-keep_up-near = { $name }落在优势区，但接近分界线，样本量不足以区分。
quadrant-list-boundary-near = { $name }正好落在分界线上，不归入任何象限。
quadrant-first-on-both = { $name }（重要度 { $importance }，满意度 { $performance }）最为突出：客户最看重，也最满意。
quadrant-outstanding = { $name }（重要度 { $importance }，满意度 { $performance }）是最突出的优势。
quadrant-improve = { $name }：重要度 { $importance }，满意度 { $performance }，低于满意度分界线 { $below }，高于重要度分界线 { $above }；落在改进区的概率为 { $p_class }。
quadrant-improve-near = { $name }：重要度 { $importance }，满意度 { $performance }，低于满意度分界线 { $below }，高于重要度分界线 { $above }；落在改进区的概率仅 { $p_class }，样本量不足以区分。
quadrant-improve-plain = { $name }：重要度 { $importance }，满意度 { $performance }，低于满意度分界线 { $below }，高于重要度分界线 { $above }。
quadrant-improve-near-plain = { $name }：重要度 { $importance }，满意度 { $performance }，低于满意度分界线 { $below }，高于重要度分界线 { $above }，样本量不足以区分。
quadrant-exceeds = 满意度高于重要度，且差异不是偶然：{ $name }。
quadrant-exceeds-near = { $name }的满意度略高于重要度，但样本量不足以认定。
quadrant-exceeds-plain = 满意度高于重要度：{ $name }。
quadrant-nearest-low_priority = 机会区中{ $name }离重要度分界线最近（差 { $distance }）：客户稍加重视，就会进入改进区。
quadrant-nearest-overkill = 维持区中{ $name }离重要度分界线最近（差 { $distance }）：客户稍加重视，就会成为优势。
quadrant-other-rule = { $rule ->
    [data_mean] 若以各指标均值的平均数
    [median] 若以各指标均值的中位数
    [midrange] 若以最高与最低均值的中点
    [scale_midpoint] 若以量表中点
   *[other] 若以另一种规则
} 定分界线，{ $total } 个指标中有 { $changed } 个会改变归类，因此分界规则应当事先约定并保持不变。

quadrant-importance = 重要度
quadrant-performance = 满意度
quadrant-derived-importance = 推导重要度
quadrant-axis = { $facet }（均值，{ $low }–{ $high } 分）
quadrant-indicator = 指标
quadrant-dimension = 一级指标
quadrant-class = 归类
quadrant-probability = 概率
quadrant-with-interval = { $axis }［{ $level } 区间］
quadrant-show-intervals = 显示全部指标的区间
quadrant-near = 接近分界线
quadrant-overview = 全貌
quadrant-diagonal = 重要度＝满意度
quadrant-corner-short = { $name } { $count }
quadrant-corner = { $name } · { $advice } { $count }

quadrant-chart-matrix = 重要度—满意度四象限图
quadrant-chart-matrix-describes = { $total } 个指标按重要度（纵轴）与满意度（横轴）分布；十字线在重要度 { $importance }、满意度 { $performance } 处，优势区 { $keep_up } 个、改进区 { $concentrate } 个、机会区 { $low_priority } 个、维持区 { $overkill } 个、分界线上 { $boundary } 个。
quadrant-chart-matrix-note = 颜色越淡，归类越不确定；虚线圈表示接近分界线。
quadrant-chart-matrix-zoomed = 小图为全貌，大图放大其方框内的部分。
quadrant-chart-certainty = 归类有多确定
quadrant-chart-certainty-describes = 每个指标落在各象限的自助法概率，按一级指标排列。
quadrant-chart-certainty-note = 一条颜色占满全长，归类就是确定的；颜色各半，样本就分不清。分界线在每次重抽样中重新计算。
quadrant-chart-gaps = 重要度与满意度之差
quadrant-chart-gaps-describes = 每个指标的重要度与满意度均值及其区间，按两者之差排列，差距最大的在上。
quadrant-chart-gaps-note = 线段从重要度连到满意度；细线是置信区间。

# 原因
reason-no-ratio = 量表含零或负值时，比值没有意义
reason-no-ratings = 没有 { $facet } 的评分
reason-nothing-to-weigh = 没有重要度大于零的指标可用于加权
reason-nothing-varies = 没有指标与总体评分一同变化
reason-no-pair = 没有指标由同一受访者同时评了重要度和满意度
reason-two-scales = 重要度与满意度量表不同
reason-few-to-derive = 受访者 { $n } 人，不足以推算重要度
reason-few-overall = 受访者 { $n } 人，不足以推算重要度：{ $question } 仅有 { $answers } 份回答
reason-few-together = 同时回答 { $first } 和 { $second } 的仅 { $n } 人；{ $drivers } 个影响因素至少需要 { $least } 人
reason-few-for-drivers = 受访者 { $n } 人；{ $drivers } 个影响因素至少需要 { $least } 人
reason-all-alike = 所有人对 { $questions } 的回答相同，无从推算
reason-no-pair-of-questions = 有的题目没有人同时回答，无法计算相关
reason-contradictory = 各对题目由不同受访者回答，相关系数相互矛盾
reason-singular = 某一影响因素可由其他因素组合而成，相关矩阵奇异
reason-inflated = { $question } 几乎可由其他因素组合而成：方差膨胀因子 { $inflation }，高于 { $highest }
