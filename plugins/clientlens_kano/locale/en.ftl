# Penalty-reward contrast

model-kano = Penalty–reward contrast

class-frustrator = Frustrator
class-dissatisfier = Dissatisfier
class-hybrid = Hybrid
class-satisfier = Satisfier
class-delighter = Delighter

factor-basic = Basic factor
factor-performance = Performance factor
factor-excitement = Excitement factor
factor-unclear = The sample can't tell

# Tables
table-indicators = Penalties and rewards
table-classes = Classes and factors of the indicators
table-overall = Overall results

# Quantities
quantity-penalty = Penalty
quantity-reward = Reward
quantity-impact_range = Impact range
quantity-asymmetry = Impact asymmetry
quantity-class = Class
quantity-performance = Mean rating
quantity-importance = Impact range
quantity-priority = Possible gain
quantity-share_low = Low ratings
quantity-share_high = High ratings
quantity-overall_rating = Overall rating
quantity-explained_share = Explained by the ratings

# Columns
column-factor = Factor
column-importance_level = Impact range against the mean
column-performance_level = Rating against the mean
column-gain = Possible gain
column-unclear = Unclear

# Findings
kind-basic = Must be right
kind-performance = Pay either way
kind-excitement = Delight
kind-counts = Where the sample can't tell
kind-gains = Where most is to be gained
kano-basic = Basic factors, which must be right: { $name }. Low ratings cost more overall satisfaction than high ones add; the sample is clear.
kano-performance = Performance factors: { $name }. Low ratings cost about as much overall satisfaction as high ones add; the sample is clear.
kano-excitement = Excitement factors: { $name }. High ratings add more overall satisfaction than low ones cost; the sample is clear.
kano-unclear = { $unclear ->
    [1] For 1 of { $total } indicators
   *[other] For { $unclear } of { $total } indicators
  } the sample can't tell whether penalties or rewards weigh more: the class of such an indicator is no more than a hint.
kano-gain = { $name }: if everybody rated it high, overall satisfaction would be { $gain } points higher (interval { $low } to { $high }), if nothing else changed.
kano-gain-plain = { $name }: if everybody rated it high, overall satisfaction would be { $gain } points higher, if nothing else changed.

# Pictures
kano-axis-performance = Mean rating
kano-axis-asymmetry = Impact asymmetry (−1 all penalty, 1 all reward)
kano-effect = Effect on overall satisfaction, in its scale points
kano-chart-effects = Penalties and rewards
kano-chart-effects-describes = What low ratings (left) and high ratings (right) of { $count } indicators do to overall satisfaction, the widest range on top.
kano-chart-effects-note = Red: a low rating against one in between. Blue: a high one. Thin lines are intervals; a bar whose line crosses zero may be chance.
kano-chart-asymmetry = Impact asymmetry and mean rating
kano-chart-asymmetry-describes = Impact asymmetry (up) against the mean rating (right) of { $count } indicators, from frustrators below to delighters above.
kano-chart-asymmetry-note = Below, an indicator can mainly lose satisfaction; above, mainly win it. An open mark: the sample can't tell the class. Low and to the left is urgent.

# Reasons, as they are given
reason-levels = no indicator has low, middle and high ratings enough
