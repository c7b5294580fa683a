# Importance-performance quadrants

class-keep_up = Keep up
class-concentrate = Concentrate here
class-low_priority = Low priority
class-overkill = Possible overkill
class-boundary = On a line
class-unknown = Not judged
quantity-distance_importance = Distance to importance line
quantity-distance_performance = Distance to satisfaction line
quadrant-advice-keep_up = strengths
quadrant-advice-concentrate = improve first
quadrant-advice-low_priority = watch
quadrant-advice-overkill = maintain
quadrant-advice-boundary = no class yet

quadrant-index = Weighted by importance, the service reaches { $index } of 100 ({ $level } interval { $index_low } to { $index_high }), on { $n } valid questionnaires.
quadrant-index-plain = Weighted by importance, the service reaches { $index } of 100, on { $n } valid questionnaires.
quadrant-counts = Of { $total } indicators, { $keep_up } to keep up, { $concentrate } to improve, { $low_priority } of low priority, { $overkill } to maintain{ $boundary ->
    [0] {""}
   *[other] {", "}{ $boundary } exactly on a line
  }{ $unknown ->
    [0] {""}
   *[other] {", "}{ $unknown } without ratings enough
  }{ $near ->
    [0] {"."}
    [1] {"."} One of them lies so near a line that its class is no more than a hint.
   *[other] {"."} { $near } of them lie so near a line that their class is no more than a hint.
  }
quadrant-counts-plain = Of { $total } indicators, { $keep_up } to keep up, { $concentrate } to improve, { $low_priority } of low priority, { $overkill } to maintain{ $boundary ->
    [0] {""}
   *[other] {", "}{ $boundary } exactly on a line
  }{ $unknown ->
    [0] {""}
   *[other] {", "}{ $unknown } without ratings enough
  }.
quadrant-unrated-importance = Not judged, because ratings of importance are wanting: { $name }.
quadrant-unrated-performance = Not judged, because ratings of satisfaction are wanting: { $name }.
quadrant-unrated-derived = Not judged, because the ratings don't vary together with the overall rating, or too few gave both: { $name }.
quadrant-no-importance = There are no quadrants: { $reason }.

quadrant-list-concentrate = Improve first: { $name }. Clients care and are less satisfied; the sample is clear.
quadrant-list-concentrate-plain = Improve first: { $name }. Clients care and are less satisfied.
quadrant-list-concentrate-near = To be improved, but near a line, so that the sample can't tell: { $name }. Watch before spending much.
quadrant-list-keep_up = Strengths to rely on: { $name }.
quadrant-list-keep_up-plain = Strengths: { $name }.
quadrant-list-keep_up-near = Strengths near the line, so that the sample can't tell: { $name }.
quadrant-list-boundary-near = Exactly on a line, in no quadrant: { $name }.
quadrant-first-on-both = { $name } (importance { $importance }, satisfaction { $performance }) stands out: clients care about it most and are most satisfied with it.
quadrant-outstanding = { $name } (importance { $importance }, satisfaction { $performance }) is the strongest point.
quadrant-improve = { $name }: importance { $importance }, satisfaction { $performance }, { $below } below the satisfaction line and { $above } above the importance line; to be improved with probability { $p_class }.
quadrant-improve-near = { $name }: importance { $importance }, satisfaction { $performance }, { $below } below the satisfaction line and { $above } above the importance line; to be improved with probability { $p_class } only, the sample can't tell.
quadrant-improve-plain = { $name }: importance { $importance }, satisfaction { $performance }, { $below } below the satisfaction line and { $above } above the importance line.
quadrant-improve-near-plain = { $name }: importance { $importance }, satisfaction { $performance }, { $below } below the satisfaction line and { $above } above the importance line, the sample can't tell.
quadrant-exceeds = Satisfaction exceeds importance by more than chance: { $name }.
quadrant-exceeds-near = Satisfaction slightly exceeds importance, but the sample can't tell: { $name }.
quadrant-exceeds-plain = Satisfaction exceeds importance: { $name }.
quadrant-nearest-low_priority = Of low priority, { $name } is nearest to the importance line ({ $distance } below): if clients cared a little more, it would have to be improved.
quadrant-nearest-overkill = Of those to maintain, { $name } is nearest to the importance line ({ $distance } below): if clients cared a little more, it would be a strength.
quadrant-other-rule = { $rule ->
    [data_mean] With the lines at the mean of the indicator means,
    [median] With the lines at the median of the indicator means,
    [midrange] With the lines midway between the highest and the lowest mean,
    [scale_midpoint] With the lines at the middle of the scale,
   *[other] With the lines by another rule,
} { $changed ->
    [0] none
   *[other] { $changed }
} of { $total } indicators would change class; so agree on the rule beforehand and keep to it.

quadrant-importance = Importance
quadrant-performance = Satisfaction
quadrant-derived-importance = Derived importance
quadrant-axis = { $facet } (mean, scale { $low }–{ $high })
quadrant-indicator = Indicator
quadrant-dimension = Dimension
quadrant-class = Class
quadrant-probability = Probability
quadrant-with-interval = { $axis } [{ $level } interval]
quadrant-show-intervals = Show the intervals of all indicators
quadrant-near = Near a line
quadrant-overview = Overview
quadrant-diagonal = importance = satisfaction
quadrant-corner-short = { $name } · { $count }
quadrant-corner = { $name } – { $advice } · { $count }

quadrant-chart-matrix = Importance and satisfaction in four quadrants
quadrant-chart-matrix-describes = { $total } indicators by importance (up) and satisfaction (right); the lines cross at importance { $importance } and satisfaction { $performance }. Keep up { $keep_up }, concentrate { $concentrate }, low priority { $low_priority }, possible overkill { $overkill }, on a line { $boundary }.
quadrant-chart-matrix-note = The paler, the less certain the class; a dashed ring marks indicators near a line.
quadrant-chart-matrix-zoomed = { " " }The small picture shows the whole; the large one enlarges what is in its frame.
quadrant-chart-certainty = How certain the classes are
quadrant-chart-certainty-describes = Bootstrap probability of each class for every indicator, dimension by dimension.
quadrant-chart-certainty-note = One colour from end to end: the class is certain. Two halves: the sample can't tell. The lines are found anew in every resample.
quadrant-chart-gaps = Importance beside satisfaction
quadrant-chart-gaps-describes = Means of importance and satisfaction of every indicator with their intervals, the widest gap on top.
quadrant-chart-gaps-note = The bar runs from importance to satisfaction; thin lines are intervals.

# Reasons, as they are given
reason-no-ratio = a ratio means nothing on a scale that reaches zero or below
reason-no-ratings = there are no ratings of '{ $facet }'
reason-nothing-to-weigh = no indicator has an importance above nothing to weigh it by
reason-nothing-varies = no indicator varies together with the overall rating
reason-no-pair = no indicator was rated on both facets by the same respondent
reason-two-scales = importance and performance are not on one scale
reason-few-to-derive = { $n } respondents are too few to derive importance from
reason-few-overall = { $n } respondents are too few to derive importance from: '{ $question }' has { $answers } answers
reason-few-together = '{ $first }' and '{ $second }' were answered together by { $n }, too few for { $drivers } drivers: at least { $least } are needed
reason-few-for-drivers = { $n } respondents are too few for { $drivers } drivers: at least { $least } are needed
reason-all-alike = everybody answered { $questions } alike: no variance to relate
reason-no-pair-of-questions = nobody answered some pair of the questions together: no correlation to go by
reason-contradictory = the pairs of questions were answered by different respondents, and their correlations contradict each other
reason-singular = a driver is a combination of the others: their correlation matrix is singular
reason-inflated = { $question } is nearly a combination of the other drivers: variance inflation { $inflation }, above { $highest }
