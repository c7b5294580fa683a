# 服务质量（SERVQUAL）

model-servqual = 服务质量差距（SERVQUAL）

# 表名
table-items = 各指标
table-dimensions = 各质量维度
table-overall = 总体结果
table-roles = 各方之间的差距
table-roles_dimensions = 各方之间的差距（按质量维度）
table-roles_items = 各方之间的差距（按指标）
table-tests = 各指标的配对检验
table-reliability = 评分与差值的信度
table-structure = 指标是否归得其所
table-confirmatory = 各维度结构的整体拟合
table-dimension_correlations = 维度之间的相关
table-surface = 总体评价的响应面
table-inversions = 可接受水平高于期望的作答

# 数量
quantity-gap = 差距
quantity-perception = 感知
quantity-expectation = 期望
quantity-importance = 重要度
quantity-importance_gap = 重要度差距
quantity-performance = 感知
quantity-priority = 可提升的指数分
quantity-weight_share = 权重
quantity-adequacy = 高出可接受水平
quantity-superiority = 高出期望水平
quantity-zone_width = 容忍区宽度
quantity-zone_position = 在容忍区中的位置（0–1）
quantity-share_in_zone = 落在容忍区内的受访者
quantity-index = 感知指数（0–100）
quantity-gap_overall = 差距，各维度等权
quantity-gap_weighted = 加权差距
quantity-importance_gap_overall = 重要度差距，各维度等权
quantity-importance_gap_weighted = 加权重要度差距
quantity-perception_overall = 感知，各维度等权
quantity-perception_weighted = 加权感知
quantity-dimension_gap = 维度差距
quantity-dimension_perception = 维度感知
quantity-dimension_expectation = 维度期望
quantity-dimension_priority = 维度可提升的指数分
quantity-dimension_weight = 维度权重
quantity-dimension_adequacy = 维度高出可接受水平
quantity-dimension_superiority = 维度高出期望水平
quantity-dimension_zone_position = 维度在容忍区中的位置
quantity-alpha_perception = 感知的 α
quantity-alpha_expectation = 期望的 α
quantity-alpha_importance = 重要度的 α
quantity-alpha_gap = 差距的 α
quantity-alpha_importance_gap = 重要度差距的 α
quantity-omega_perception = 感知的 ω
quantity-omega_expectation = 期望的 ω
quantity-omega_importance = 重要度的 ω
quantity-r_perception_expectation = 感知与期望的相关
quantity-r_perception_importance = 感知与重要度的相关
quantity-reliability_gap = 差距的信度
quantity-reliability_importance_gap = 重要度差距的信度
quantity-lowest_loading = 最低载荷
quantity-r_overall_perception = 感知与总体评价的相关
quantity-r_overall_gap = 差距与总体评价的相关
quantity-r_overall_importance_gap = 重要度差距与总体评价的相关
quantity-r_squared_gap = 差距的 R²
quantity-r_squared_importance_gap = 重要度差距的 R²
quantity-r_squared_perception = 仅用感知的 R²
quantity-r_squared_surface = 响应面的 R²
quantity-n_surface = 给出总体评价的受访者
quantity-surface_expectation = b1，期望
quantity-surface_perception = b2，感知
quantity-surface_expectation_squared = b3，期望的平方
quantity-surface_product = b4，期望 × 感知
quantity-surface_perception_squared = b5，感知的平方
quantity-surface_importance = b1，重要度
quantity-surface_importance_squared = b3，重要度的平方
quantity-confirmatory = 验证性因子分析
quantity-chi_square = 卡方
quantity-df = 自由度
quantity-p = 卡方检验 p
quantity-cfi = CFI
quantity-tli = TLI
quantity-rmsea = RMSEA
quantity-rmsea_low = RMSEA 90% 区间下限
quantity-rmsea_high = RMSEA 90% 区间上限
quantity-srmr = SRMR
quantity-parameters = 自由参数
quantity-dimension_correlation = 维度之间的相关
quantity-dimension_correlation_error = 维度相关的标准误

# 列名
column-role_gap = 差距类别
column-rating_of = 评分
column-rating_against = 对照
quantity-of = 均值
quantity-against = 对照均值
column-quality_dimension = 质量维度
column-loading = 载荷
column-confirmatory_loading = 载荷（各维度同时估计）
column-r_own = 与本维度其余指标的相关
column-r_other = 与最近的其他维度的相关
column-other = 最近的其他维度
column-other_dimension = 另一维度
column-contrast = 差值
column-t = t
column-t_p = t 检验 p
column-t_p_holm = t 检验 p（Holm）
column-d_z = d_z
column-d_z_hedges = d_z（Hedges）
column-d_av = d_av
column-wilcoxon_p = Wilcoxon p
column-wilcoxon_p_holm = Wilcoxon p（Holm）
column-rank_biserial = 秩二列相关
column-sign_p = 符号检验 p
column-tests_disagree = 两检验不一致
column-value = 数值
column-inverted = 颠倒的作答
column-lowest = 最低值
column-gap_low = 区间下限
column-gap_high = 区间上限
column-importance_gap_low = 区间下限
column-importance_gap_high = 区间上限
contrast-perception_minus_expectation = 感知 − 期望
contrast-expectation_minus_perception = 期望 − 感知
contrast-perception_minus_importance = 感知 − 重要度
contrast-importance_minus_perception = 重要度 − 感知

# 发现
kind-index = 总体
kind-shortfall = 不足之处
kind-exceeds = 超出之处
kind-roles = 客户、员工与管理层之间
kind-caution = 注意事项
servqual-absent = 无法得出差距：{ $reason }。
servqual-no-weights = 无法得出总体差距：研究所要求的权重无法从答卷中得到。
servqual-unrated = 因两项评分都作答的人太少而没有差距：{ $name }。
servqual-overall-below-expectation = 总体上，客户感知到的服务低于期望：差距为 { $gap } 分（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），依据 { $n } 份答卷。
servqual-overall-above-expectation = 总体上，客户感知到的服务高于期望：差距为 { $gap } 分（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），依据 { $n } 份答卷。
servqual-overall-near-expectation = 总体上，客户感知到的服务与期望大致相当，样本量不足以区分高低：差距为 { $gap } 分（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），依据 { $n } 份答卷。
servqual-overall-below-expectation-plain = 总体上，客户感知到的服务低于期望：差距为 { $gap } 分，依据 { $n } 份答卷。
servqual-overall-above-expectation-plain = 总体上，客户感知到的服务不低于期望：差距为 { $gap } 分，依据 { $n } 份答卷。
servqual-overall-below-importance = 总体上，服务评分低于其重要度：重要度差距为 { $importance_gap } 分（{ $level } 置信区间 { $importance_gap_low } 至 { $importance_gap_high }），依据 { $n } 份答卷。
servqual-overall-above-importance = 总体上，服务评分高于其重要度：重要度差距为 { $importance_gap } 分（{ $level } 置信区间 { $importance_gap_low } 至 { $importance_gap_high }），依据 { $n } 份答卷。
servqual-overall-near-importance = 总体上，服务评分与其重要度大致相当，样本量不足以区分高低：重要度差距为 { $importance_gap } 分（{ $level } 置信区间 { $importance_gap_low } 至 { $importance_gap_high }），依据 { $n } 份答卷。
servqual-overall-below-importance-plain = 总体上，服务评分低于其重要度：重要度差距为 { $importance_gap } 分，依据 { $n } 份答卷。
servqual-overall-above-importance-plain = 总体上，服务评分不低于其重要度：重要度差距为 { $importance_gap } 分，依据 { $n } 份答卷。
servqual-shortfall-expectation = { $count ->
    [1] 明显低于客户期望的指标有1个：{ $name }（差距为{ $gap }）。
   *[other] 明显低于客户期望的指标有{ $count }个，差距从大到小：{ $name }（首项为{ $gap }）。
  }
servqual-shortfall-importance = { $count ->
    [1] 评分明显低于重要度的指标有1个：{ $name }（重要度差距为{ $importance_gap }）。
   *[other] 评分明显低于重要度的指标有{ $count }个，差距从大到小：{ $name }（首项为{ $importance_gap }）。
  }
servqual-shortfall-near-expectation = { $count ->
    [1] 另有1个指标低于客户期望，但样本量不足以排除偶然：{ $name }（差距为{ $gap }）。
   *[other] 另有{ $count }个指标低于客户期望，但样本量不足以排除偶然：{ $name }（首项为{ $gap }）。
  }
servqual-shortfall-near-importance = { $count ->
    [1] 另有1个指标的评分低于重要度，但样本量不足以排除偶然：{ $name }（重要度差距为{ $importance_gap }）。
   *[other] 另有{ $count }个指标的评分低于重要度，但样本量不足以排除偶然：{ $name }（首项为{ $importance_gap }）。
  }
servqual-exceeds-expectation = { $count ->
    [1] 明显超出客户期望的指标有1个：{ $name }（差距为{ $gap }）。
   *[other] 明显超出客户期望的指标有{ $count }个：{ $name }（首项为{ $gap }）。
  }
servqual-exceeds-importance = { $count ->
    [1] 评分明显高于重要度的指标有1个：{ $name }（重要度差距为{ $importance_gap }）。
   *[other] 评分明显高于重要度的指标有{ $count }个：{ $name }（首项为{ $importance_gap }）。
  }
servqual-importance = 这里以重要度代替期望。客户看重一件事，不等于对它有多高的期望，因此这些是重要度差距，不是 SERVQUAL 差距。
servqual-sign-negative = 差距等于感知减去{ $contrast ->
    [perception_minus_importance] 重要度
   *[other] 期望
  }，负值表示不足；只用两项评分都作答的答卷计算。
servqual-sign-positive = 差距等于{ $contrast ->
    [importance_minus_perception] 重要度
   *[other] 期望
  }减去感知，正值表示不足；只用两项评分都作答的答卷计算。
servqual-left-out = { $count ->
    [1] 有1个指标不属于任何质量维度，未计入：{ $name }。
   *[other] 有{ $count }个指标不属于任何质量维度，未计入：{ $name }。
  }
servqual-disagree = t 检验与 Wilcoxon 检验结论不一致：{ $name }。这些差距只能作参考。
servqual-unreliable = 差值的信度偏低（最低 { $lowest }，低于 0.70）：{ $name }。可以比较这些维度的均值，不宜据差距给单个客户排序。
servqual-loose = 部分指标不够一致（最低载荷 { $lowest }，低于 0.40）：{ $name }。这样的维度均值混合了不同的内容。
servqual-elsewhere = { $count ->
    [1] 有1个指标与其他质量维度的关系比与本维度更近：{ $name }。请考虑其归类是否恰当。
   *[other] 有{ $count }个指标与其他质量维度的关系比与本维度更近，尤其是：{ $name }。客户未必区分这些维度。
  }
servqual-misfit = 各质量维度合在一起，不能很好地描述评分（RMSEA 为 { $rmsea }，90% 区间 { $rmsea_low } 至 { $rmsea_high }，应不高于 0.08；CFI 为 { $cfi }，应不低于 0.90）。指标之间的关系与维度的划分不一致，请逐项查看。
servqual-alike = { $count ->
    [1] 有两个质量维度难以区分：{ $name }（去除误差后的相关为 { $dimension_correlation }）。客户可能把它们看作一回事。
   *[other] 有{ $count }对质量维度难以区分，尤其是{ $name }（去除误差后的相关为 { $dimension_correlation }）。客户看到的维度可能更少。
  }
servqual-few = 只有 { $n } 位受访者评了全部指标，而参数有 { $parameters } 个，每个参数不到 5 人。各维度整体拟合的卡方不可靠，拟合指标的界限也只能作参考。
servqual-inverted = { $count ->
    [1] 有1位受访者的可接受水平高于期望水平，可能误解了题目。
   *[other] 有{ $count }位受访者的可接受水平高于期望水平，可能误解了题目。
  }
servqual-claim-below-expectation = { $role_gap ->
    [knowledge] 管理层低估了客户的期望
    [standards] 制度标准低于管理层所认为的客户期望
    [delivery] 员工实际做到的低于制度标准
    [communication] 实际做到的低于对客户的承诺
    [staff_knowledge] 员工低估了客户的期望
    [internal] 员工所认为的客户期望低于管理层所认为的
    [familiarity] 员工对产品和规定的熟悉程度低于客户的期望
   *[other] 低于所对照的评分
  }
servqual-claim-below-importance = { $role_gap ->
    [knowledge] 管理层低估了客户的关心程度
    [standards] 制度标准低于管理层所认为的客户关心程度
    [delivery] 员工实际做到的低于制度标准
    [communication] 实际做到的低于对客户的承诺
    [staff_knowledge] 员工低估了客户的关心程度
    [internal] 员工所认为的客户关心程度低于管理层所认为的
    [familiarity] 员工对产品和规定的熟悉程度低于客户的关心程度
   *[other] 低于所对照的评分
  }
servqual-claim-above-expectation = { $role_gap ->
    [knowledge] 管理层高估了客户的期望
    [standards] 制度标准高于管理层所认为的客户期望
    [delivery] 员工实际做到的高于制度标准
    [communication] 实际做到的高于对客户的承诺
    [staff_knowledge] 员工高估了客户的期望
    [internal] 员工所认为的客户期望高于管理层所认为的
    [familiarity] 员工对产品和规定的熟悉程度高于客户的期望
   *[other] 高于所对照的评分
  }
servqual-claim-above-importance = { $role_gap ->
    [knowledge] 管理层高估了客户的关心程度
    [standards] 制度标准高于管理层所认为的客户关心程度
    [delivery] 员工实际做到的高于制度标准
    [communication] 实际做到的高于对客户的承诺
    [staff_knowledge] 员工高估了客户的关心程度
    [internal] 员工所认为的客户关心程度高于管理层所认为的
    [familiarity] 员工对产品和规定的熟悉程度高于客户的关心程度
   *[other] 高于所对照的评分
  }
servqual-claim-near-expectation = { $role_gap ->
    [knowledge] 管理层是否低估了客户的期望，尚不能确定
    [standards] 制度标准是否低于管理层所认为的客户期望，尚不能确定
    [delivery] 员工实际做到的是否低于制度标准，尚不能确定
    [communication] 实际做到的是否低于对客户的承诺，尚不能确定
    [staff_knowledge] 员工是否低估了客户的期望，尚不能确定
    [internal] 员工与管理层所认为的客户期望孰高孰低，尚不能确定
    [familiarity] 员工对产品和规定的熟悉程度是否低于客户的期望，尚不能确定
   *[other] 高于还是低于所对照的评分，尚不能确定
  }
servqual-claim-near-importance = { $role_gap ->
    [knowledge] 管理层是否低估了客户的关心程度，尚不能确定
    [standards] 制度标准是否低于管理层所认为的客户关心程度，尚不能确定
    [delivery] 员工实际做到的是否低于制度标准，尚不能确定
    [communication] 实际做到的是否低于对客户的承诺，尚不能确定
    [staff_knowledge] 员工是否低估了客户的关心程度，尚不能确定
    [internal] 员工与管理层所认为的客户关心程度孰高孰低，尚不能确定
    [familiarity] 员工对产品和规定的熟悉程度是否低于客户的关心程度，尚不能确定
   *[other] 高于还是低于所对照的评分，尚不能确定
  }
servqual-role-below-expectation = { $name }：{ servqual-claim-below-expectation }，{ $of } 对 { $against }；差距为 { $gap }（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），较少一方 { $n } 份答卷。
servqual-role-below-expectation-plain = { $name }：{ servqual-claim-below-expectation }，{ $of } 对 { $against }；差距为 { $gap }，较少一方 { $n } 份答卷。
servqual-role-below-importance = { $name }：{ servqual-claim-below-importance }，{ $of } 对 { $against }；差距为 { $gap }（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），较少一方 { $n } 份答卷。
servqual-role-below-importance-plain = { $name }：{ servqual-claim-below-importance }，{ $of } 对 { $against }；差距为 { $gap }，较少一方 { $n } 份答卷。
servqual-role-above-expectation = { $name }：{ servqual-claim-above-expectation }，{ $of } 对 { $against }；差距为 { $gap }（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），较少一方 { $n } 份答卷。
servqual-role-above-expectation-plain = { $name }：{ servqual-claim-above-expectation }，{ $of } 对 { $against }；差距为 { $gap }，较少一方 { $n } 份答卷。
servqual-role-above-importance = { $name }：{ servqual-claim-above-importance }，{ $of } 对 { $against }；差距为 { $gap }（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），较少一方 { $n } 份答卷。
servqual-role-above-importance-plain = { $name }：{ servqual-claim-above-importance }，{ $of } 对 { $against }；差距为 { $gap }，较少一方 { $n } 份答卷。
servqual-role-near-expectation = { $name }：{ servqual-claim-near-expectation }，{ $of } 对 { $against }；差距为 { $gap }（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），较少一方 { $n } 份答卷。
servqual-role-near-expectation-plain = { $name }：{ servqual-claim-near-expectation }，{ $of } 对 { $against }；差距为 { $gap }，较少一方 { $n } 份答卷。
servqual-role-near-importance = { $name }：{ servqual-claim-near-importance }，{ $of } 对 { $against }；差距为 { $gap }（{ $level } 置信区间 { $gap_low } 至 { $gap_high }），较少一方 { $n } 份答卷。
servqual-role-near-importance-plain = { $name }：{ servqual-claim-near-importance }，{ $of } 对 { $against }；差距为 { $gap }，较少一方 { $n } 份答卷。
servqual-gap-name = { $role_gap ->
    [knowledge] 差距 1
    [standards] 差距 2
    [delivery] 差距 3
    [communication] 差距 4
    [staff_knowledge] 差距 6
    [internal] 差距 7
    [familiarity] 员工熟悉程度的差距
   *[other] { $role_gap }
  }
servqual-role-where = { servqual-gap-name }：{ $count ->
    [1] 有 1 个指标明显不足：{ $name }（{ $gap }）。
   *[other] 有 { $count } 个指标明显不足，首先是：{ $name }（首项为 { $gap }）。
  }
servqual-roles = 这里只调查了客户（差距5）。管理者和员工的认识、标准与承诺（差距1至4、6、7）没有测量。
servqual-roles-missing = 没有测量（{ $reason }）：{ $name }。

# 图
servqual-level-perception = 感知
servqual-level-expectation = 期望
servqual-level-importance = 重要度
servqual-axis-negative-expectation = 感知 − 期望（分）
servqual-axis-positive-expectation = 期望 − 感知（分）
servqual-axis-negative-importance = 感知 − 重要度（分）
servqual-axis-positive-importance = 重要度 − 感知（分）
servqual-chart-gaps-dimensions-expectation = 各质量维度的差距
servqual-chart-gaps-dimensions-importance = 各质量维度的重要度差距
servqual-chart-gaps-dimensions-describes = { $count } 个质量维度的差距及其区间，不足最大的在上。
servqual-chart-gaps-items-expectation = 各指标的差距
servqual-chart-gaps-items-importance = 各指标的重要度差距
servqual-chart-gaps-items-describes = { $count } 个指标的差距及其区间，不足最大的在上。
servqual-chart-gaps-dimensions-note-negative-expectation = 虚线左侧：感知低于期望；红色表示明显不足。细线为区间。
servqual-chart-gaps-items-note-negative-expectation = 虚线左侧：感知低于期望；红色表示明显不足，并已按比较次数校正。细线为区间。
servqual-chart-gaps-dimensions-note-positive-expectation = 虚线右侧：感知低于期望；红色表示明显不足。细线为区间。
servqual-chart-gaps-items-note-positive-expectation = 虚线右侧：感知低于期望；红色表示明显不足，并已按比较次数校正。细线为区间。
servqual-chart-gaps-dimensions-note-negative-importance = 虚线左侧：评分低于重要度；红色表示明显偏低。细线为区间。
servqual-chart-gaps-items-note-negative-importance = 虚线左侧：评分低于重要度；红色表示明显偏低，并已按比较次数校正。细线为区间。
servqual-chart-gaps-dimensions-note-positive-importance = 虚线右侧：评分低于重要度；红色表示明显偏低。细线为区间。
servqual-chart-gaps-items-note-positive-importance = 虚线右侧：评分低于重要度；红色表示明显偏低，并已按比较次数校正。细线为区间。
servqual-chart-radar-expectation = 各维度的期望与感知
servqual-chart-radar-importance = 各维度的重要度与感知
servqual-chart-radar-describes = { $count } 个质量维度排成一圈，越靠外评分越高。
servqual-chart-radar-note-expectation = 实线在虚线之内，感知就低于期望。圆心不是量表的起点，以便看清差别；数值见表。
servqual-chart-radar-note-importance = 实线在虚线之内，评分就低于重要度。圆心不是量表的起点，以便看清差别；数值见表。
servqual-gap-number = 差距 { $number }
servqual-not-measured = 没有测量
servqual-box-expected-expectation = 客户的期望
servqual-box-expected-importance = 客户的关心程度
servqual-box-perceived-expectation = 客户的感知
servqual-box-perceived-importance = 客户的满意程度
servqual-box-staff-expectation = 员工所认为的客户期望
servqual-box-staff-importance = 员工所认为的客户关心程度
servqual-box-managers-expectation = 管理层所认为的客户期望
servqual-box-managers-importance = 管理层所认为的客户关心程度
servqual-box-standards-expectation = 制度和标准的要求
servqual-box-standards-importance = 制度和标准的要求
servqual-box-delivered-expectation = 员工实际做到的
servqual-box-delivered-importance = 员工实际做到的
servqual-box-promised-expectation = 对客户的承诺
servqual-box-promised-importance = 对客户的承诺
servqual-chain-axis = 差距（分）
servqual-chart-chain = 差距链
servqual-chart-chain-describes = 七个差距中的 { $count } 个：客户的期望与感知、员工和管理层的认识、制度标准、实际做到与对外承诺之间。
servqual-chart-chain-note-plain = 没有区间，差距是否确实无法判断。虚线：没有测量。框中数字为均值（分）。
servqual-box-varies = 因指标而异
servqual-chart-chain-note-negative = 粗红线：明显不足（差距为负）。细灰线：样本不足以判断。虚线：没有测量。框中数字为均值（分）。
servqual-chart-chain-note-positive = 粗红线：明显不足（差距为正）。细灰线：样本不足以判断。虚线：没有测量。框中数字为均值（分）。
servqual-zone-axis = 高于或低于感知的分数
servqual-chart-zone = 容忍区
servqual-chart-zone-describes = { $count } 个指标的容忍区：从可接受水平到期望水平，以感知为零点。
servqual-chart-zone-note = 每条从客户尚可接受的水平延伸到期望的水平；竖线是客户的感知。整条都在竖线右侧，服务就低于可接受水平；竖线越靠近右端越好。

# 原因
reason-no-pairs = 没有指标有 { $least } 名以上的受访者同时评了 { $perception } 和 { $expectation }
reason-few-complete = 评了全部指标的受访者少于验证性因子模型的 { $parameters } 个参数
reason-answered-alike = 所有人对 { $names } 的回答相同
reason-nothing-to-test = 指标太少，验证性因子模型没有可供检验的余地
reason-determined = 部分指标的回答可由其他指标推出
reason-no-solution = 验证性因子模型在 { $steps } 步内没有得到解
reason-not-identified = 现有回答不足以识别验证性因子模型
reason-heywood = { $name } 的误差方差将为负（Heywood 情形）
reason-no-role = 本次评价没有调查 '{ $role }'
reason-not-asked = 没有向{ $role }询问 '{ $facet }'
reason-other-scale = '{ $of }' 的量表为 { $of_low } 至 { $of_high }，'{ $against }' 为 { $against_low } 至 { $against_high }
