# Importance-performance-competitor analysis

model-ipca = Comparison with a competitor

class-solid_advantage = Solid advantage
class-head_to_head = Head-to-head competition
class-urgent_action = Urgent action
class-null_advantage = Null advantage
class-competitive_advantage = Competitive advantage
class-competitive_disadvantage = Competitive disadvantage
class-false_advantage = False advantage
class-false_alarm = False alarm
class-boundary = On a line

simultaneous-null_opportunity = Null opportunity
simultaneous-false_alarm = False alarm
simultaneous-false_advantage = False advantage
simultaneous-false_competition = False competition
simultaneous-neglected_opportunity = Neglected opportunity
simultaneous-competitive_disadvantage = Competitive disadvantage
simultaneous-competitive_advantage = Competitive advantage
simultaneous-head_to_head = Head-to-head competition

# Tables
table-indicators = The indicators beside the competitor
table-dimensions = The dimensions beside the competitor
table-classes = Classes of the indicators
table-overall = On the whole

# Quantities
quantity-class = Class
quantity-performance = Own rating
quantity-competitor_performance = Competitor's rating
quantity-difference = Own − competitor
quantity-importance = Importance
quantity-gap = Own rating − importance
quantity-priority = Lag × importance
quantity-dimension_score = Own rating
quantity-dimension_competitor_performance = Competitor's rating
quantity-dimension_difference = Own − competitor
quantity-overall_difference = Own − competitor, on the whole
quantity-importance_line = Mean importance

# Columns
column-difference = Own − competitor
column-simultaneous = Simultaneous analysis
column-lag = Lag
column-unsure = Near a line

# Findings
kind-overall = On the whole
kind-urgent = Urgent
kind-counts = Where the sample can't tell
kind-ahead = Better than the competitor
kind-behind = Behind the competitor
ipca-overall-ahead = On the whole we are rated { $difference } points better than the competitor (interval { $low } to { $high }), by { $n } respondents who rated both.
ipca-overall-behind = On the whole the competitor is rated { $lag } points better (interval { $low } to { $high }), by { $n } respondents who rated both.
ipca-overall-near = On the whole our rating is { $difference } points beside the competitor's (interval { $low } to { $high }), by { $n } respondents who rated both: the sample can't tell who is better.
ipca-overall-plain = On the whole our rating is { $difference } points beside the competitor's, by { $n } respondents who rated both.
ipca-urgent = Behind the competitor where it counts: { $name }.
ipca-urgent-near = Perhaps behind the competitor where it counts, but near a line, so that the sample can't tell: { $name }.
ipca-unsure = { $unsure ->
    [1] 1 of { $total } indicators lies
   *[other] { $unsure } of { $total } indicators lie
  } near a line: the class is no more than a hint.
ipca-ahead = Rated better than the competitor, by more than chance: { $name }.
ipca-behind = Rated worse than the competitor, by more than chance: { $name }.

# Pictures
ipca-difference = Own rating − competitor's, in scale points
ipca-axis-gap = Own rating − importance, in scale points
ipca-axis-importance = Importance against its mean
ipca-chart-matrix = Where we stand beside the competitor
ipca-chart-matrix-describes = { $count } indicators by the difference from the competitor (right: we are better) and, upwards, by what it is set against.
ipca-chart-matrix-note = An open mark: near a line, the sample can't tell the class.
ipca-chart-differences = Differences from the competitor
ipca-chart-differences-describes = Own minus competitor's rating of { $count } indicators with their intervals, the worst on top.
ipca-chart-differences-note = Of respondents who rated both. Red: the competitor is better by more than chance. An interval that holds zero tells nothing of who is better.

# Reasons, as they are given
reason-few-both = fewer than { $least } respondents rated both on any indicator
reason-no-scale = derived importance has no scale
reason-two-scales = performance and importance are not on one scale
