# 页面
sweep-title = { $title }：换一种选择会怎样
sweep-universes = 情形数
sweep-universes-below = { $choices }项选择，{ $samples }个样本
sweep-one-at-a-time = 每次只换一项
sweep-range = 各情形下的{ $index }
sweep-in-the-study = 本研究为{ $value }
sweep-kept-classes = 象限始终不变的指标
sweep-of = 共{ $count }个
sweep-section-choices = 选了什么，本可以选什么
sweep-section-conclusions = 哪些结论成立
sweep-section-universes = 全部情形
sweep-section-method = 方法
sweep-as-is = 按研究文件
sweep-base-mark = { $name }（本研究）
sweep-list-separator = { "；" }
sweep-none = 无

# 结论与其所依
sweep-kind-index = 总体水平
sweep-kind-same = 在所有情形下类别相同
sweep-kind-hangs = 取决于选择的结论
sweep-kind-first = 最先改进
sweep-kind-notes = 阅读提示
sweep-index-steady = { $name }在本研究中为{ $value }，在{ $count }种情形下为{ $low }至{ $high }；没有一种情形与本研究的差异超出抽样误差。
sweep-index-moves = { $name }在本研究中为{ $value }，在{ $count }种情形下为{ $low }至{ $high }；其中{ $share }与本研究的差异超出抽样误差{ $choices ->
    [none] 。
   *[other] ，原因在于{ $choices }。
  }
sweep-index-untold = { $name }在本研究中为{ $value }，在{ $count }种情形下为{ $low }至{ $high }；没有重复抽样，无法判断是否属于抽样误差。
sweep-index-same = { $name }在全部{ $count }种情形下都是{ $value }。
sweep-index-alone = { $name }为{ $value }；其他情形没有给出。
sweep-classes-all = 全部{ $total }个指标在{ $count }种情形下类别都不变。
sweep-classes-some = { $total }个指标中有{ $same }个在全部{ $count }种情形下类别不变。
sweep-classes-none = { $total }个指标中没有一个在全部{ $count }种情形下类别不变。
sweep-class-names = 在所有情形下都属于“{ $class }”：{ $names }。
sweep-choice-changes = “{ $choice }”会改变{ $count }个指标的类别：{ $names }。
sweep-choice-idle = 类别不取决于：{ $choice }。
sweep-first-always = 在所有情形下都列入前{ $top }位优先改进：{ $names }。
sweep-first-sometimes = 只在部分情形下列入前{ $top }位：{ $names }。
sweep-first-never = 没有指标在所有情形下都列入前{ $top }位。
sweep-named-share = { $name }（{ $share }）
sweep-option-idle = “{ $option }”（{ $choice }）不改变任何类别和数值。
sweep-failed = { $count }种情形没有结果（{ $universes }）：{ $reason }
sweep-unshown = { $count }种情形的数值不予显示（{ $universes }）：与其他情形相减，会泄露不足{ $smallest }位客户的回答；其类别和优先次序仍计入。
sweep-not-followed = 以下模型没有可在各情形间比较的结论：{ $models }；其结果见单次评价的报告。
sweep-everybody = 以上都针对全部有效答卷；分组结果见单次评价的报告。

# 图
sweep-chart-curve = 各情形下的{ $quantity }
sweep-chart-curve-describes = { $count }种情形下的{ $quantity }，从{ $low }到{ $high }依次排列；下方为对应的选项。
sweep-chart-curve-note = 每一列是一种情形，按估计值排列，并带{ $level }区间；下方为得出它的选项。红色与虚线：本研究。
sweep-chart-curve-note-plain = 每一列是一种情形，按估计值排列；下方为得出它的选项。红色与虚线：本研究。
sweep-chart-columns = 各情形，估计值由低到高
sweep-chart-classes = 每个指标在多少情形下属于哪一类
sweep-chart-classes-describes = { $count }个指标在{ $universes }种情形下的类别；其中{ $same }个始终不变。
sweep-chart-classes-note = 最左为本研究中的类别；宽屏上条形之后是会改变它的选择。
sweep-chart-share = 情形占比
sweep-chart-influence = 哪项选择改变哪个指标的类别
sweep-chart-influence-describes = 只换一项选择时，{ $count }个指标的类别改变的频率。
sweep-chart-influence-note = 只在这一项上不同的成对情形中，类别不同者所占比例；空白：从不改变。类别始终不变的指标不列出。
sweep-chart-variance = 哪项选择影响哪个数值
sweep-chart-variance-describes = { $count }个数值在各情形间的方差构成。
sweep-chart-variance-note = 该项选择单独造成的情形间方差所占比例；不足100%的部分由几项选择共同造成。不受任何选择影响的数值不列出。
sweep-told-switches = { $count }次切换中有{ $share }不同
sweep-told-variance = 单独{ $main }，连同其他{ $total }，最多相差{ $change }

# 表
column-choice = 选择
column-options = 选项
column-universe = 情形
column-sample = 样本
column-pairing = 与本研究
column-numbers = 显示数值
column-conclusion = 结论
column-subject = 对象
column-base = 本研究
column-held_share = 成立的情形占比
column-is_robust = 稳健
column-changed_by = 受其影响
column-universes = 情形数
column-range = 范围
pairing-base = 本研究
pairing-same_sample = 同一样本
pairing-same_draws = 相同客户，抽样权重不同
pairing-same_rows = 相同答卷者
pairing-same_run = 同一次评价
pairing-keyed = 相同客户，按编号配对
pairing-no_replicates = 没有重复抽样
pairing-other_draws = 抽样方式不同
pairing-other_respondents = 答卷者不同
pairing-other_answers = 答卷文件不同
pairing-other_region = 地区不同
conclusion-class = 类别
conclusion-top = 列入前几位
conclusion-index = 指数（0–100）
conclusion-dimension_score = 维度得分
base-in_top = 是
base-not_in_top = 否

# 方法
sweep-method-full = 选项的每一种组合都作为一项独立研究评价：{ $samples }个样本上共{ $count }种情形。
sweep-method-single = 每次只换一项选择：{ $samples }个样本上共{ $count }种情形。
sweep-method-pairing = 同一样本的情形与本研究逐次重复抽样配对相减，共同的误差相互抵消；其他情形在按编号赋权时配对，否则按独立样本处理。
sweep-method-not = 在所有情形下成立的结论，只说明它对这些选择是稳健的，并不涉及没有列出的选择；情形占比也不是概率。

# 终端
sweep-written = 结果已写入 { $path }
sweep-and-more = { $names }等，另有{ $count }个
sweep-section-influence = 各项选择的影响
column-switches = 切换次数
column-changed_share = 改变占比
column-largest_change = 最大变化
column-main_share = 单独影响
column-total_share = 总影响
