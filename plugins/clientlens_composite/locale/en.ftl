# Composite index

model-composite = Composite index

# Tables
table-indicators = The indicators
table-dimensions = The dimensions
table-overall = The index
table-grades = Grades of the whole
table-dimension_grades = Grades of the dimensions

# Quantities
quantity-index = Index (0–100)
quantity-index_indicator = Index (0–100)
quantity-index_dimension = Index (0–100)
quantity-performance = Mean rating
quantity-importance = Weight
quantity-priority = Index points to gain
quantity-weight_share = Weight
quantity-dimension_weight = Weight of a dimension
quantity-dimension_score = Score of a dimension
quantity-grade_share = Share of a grade
quantity-dimension_grade_share = Share of a grade in a dimension
quantity-share = Share
quantity-validity = Validity of the largest grade

# Columns
column-grade = Grade
column-index_low = Interval, low
column-index_high = Interval, high
column-index_gain = Index points to gain

# Findings
kind-index = The whole
kind-dimensions = The dimensions
kind-gains = What would raise the index most
kind-grade = The grades
composite-no-index = There is no index: too few indicators or dimensions have answers, or the weights couldn't be had.
composite-index-mean = The index is { $index } of 100 ({ $level } interval { $index_low } to { $index_high }), on { $n } respondents.
composite-index-mean-plain = The index is { $index } of 100, on { $n } respondents.
composite-index-fuzzy = By fuzzy comprehensive evaluation the service is worth { $index } of 100 ({ $level } interval { $index_low } to { $index_high }), on { $n } respondents.
composite-index-fuzzy-plain = By fuzzy comprehensive evaluation the service is worth { $index } of 100, on { $n } respondents.
composite-index-topsis = By TOPSIS the service has come { $index } of 100 parts of the way from the worst answers to the best ({ $level } interval { $index_low } to { $index_high }), on { $n } respondents.
composite-index-topsis-plain = By TOPSIS the service has come { $index } of 100 parts of the way from the worst answers to the best, on { $n } respondents.
composite-index-grey = The grey relation to the best answers is { $index } of 100 ({ $level } interval { $index_low } to { $index_high }), on { $n } respondents.
composite-index-grey-plain = The grey relation to the best answers is { $index } of 100, on { $n } respondents.
composite-weakest = The weakest dimension is { $name } ({ $index } of 100).
composite-weakest-near = The weakest dimension seems to be { $name } ({ $index } of 100), but the sample can't tell it from others.
composite-strongest = The strongest dimension is { $name } ({ $index } of 100).
composite-strongest-near = The strongest dimension seems to be { $name } ({ $index } of 100), but the sample can't tell it from others.
composite-gains = { $count ->
    [1] { $name } holds the index back: at best it would rise by { $index_gain } points.
   *[other] The index is held back most by { $name }: with the first at its best it would rise by { $index_gain } points.
  }
composite-grade = The largest share of grades has “{ $name }” ({ $share }).
composite-grade-weak = The largest share of grades has “{ $name }” ({ $share }), but it doesn't stand for the whole: look at the distribution.

# Pictures
composite-axis = Index (0–100)
composite-whole = The whole
composite-share = Share of answers
composite-chart-dimensions = Indices of the dimensions
composite-chart-dimensions-describes = Indices of { $count } dimensions with their intervals, the weakest on top.
composite-chart-indicators = Indices of the indicators
composite-chart-indicators-describes = Indices of { $count } indicators with their intervals, the weakest on top.
composite-chart-note = The dashed line is the index of the whole. Thin lines are intervals.
composite-chart-grades = Grades of the whole and of the dimensions
composite-chart-grades-describes = How the answers fall on the grades, of the whole and of { $count } dimensions.
composite-chart-grades-note = The darker, the better the grade. Two services with the same index may differ here.

# Reasons, as they are given
reason-no-ratings = there are no ratings of '{ $facet }'
