# The page
sweep-title = { $title }: what other choices would say
sweep-universes = Universes
sweep-universes-below = { $choices } { $choices ->
    [1] choice
   *[other] choices
  }, { $samples } { $samples ->
    [1] sample
   *[other] samples
  }
sweep-one-at-a-time = one choice at a time
sweep-range = { $index } over all universes
sweep-in-the-study = in the study { $value }
sweep-kept-classes = Indicators whose class never changes
sweep-of = of { $count }
sweep-section-choices = What was chosen, and what could have been
sweep-section-conclusions = What holds
sweep-section-universes = Every universe
sweep-section-method = How this was found
sweep-as-is = as the study says
sweep-base-mark = { $name } (study)
sweep-list-separator = { "; " }
sweep-none = nothing

# What holds, and what hangs on what
sweep-kind-index = Overall level
sweep-kind-same = Same class in every universe
sweep-kind-hangs = What hangs on a choice
sweep-kind-first = To act on first
sweep-kind-notes = To be read with this
sweep-index-steady = { $name } is { $value } in the study, and { $low } to { $high } over { $count } universes; none differs from the study by more than chance.
sweep-index-moves = { $name } is { $value } in the study, and { $low } to { $high } over { $count } universes; { $share } of them differ from the study by more than chance{ $choices ->
    [none] .
   *[other] , because of { $choices }.
  }
sweep-index-untold = { $name } is { $value } in the study, and { $low } to { $high } over { $count } universes; without replicates nobody can say what is chance.
sweep-index-same = { $name } is { $value } in all { $count } universes.
sweep-index-alone = { $name } is { $value }; no other universe tells it.
sweep-classes-all = Every one of { $total } indicators keeps its class in all { $count } universes.
sweep-classes-some = { $same } of { $total } indicators keep their class in all { $count } universes.
sweep-classes-none = None of { $total } indicators keeps its class in all { $count } universes.
sweep-class-names = { $class } in every universe: { $names }.
sweep-choice-changes = “{ $choice }” changes the class of { $count ->
    [1] one indicator
   *[other] { $count } indicators
  }: { $names }.
sweep-choice-idle = No class hangs on: { $choice }.
sweep-first-always = Among the first { $top } by priority in every universe: { $names }.
sweep-first-sometimes = Among the first { $top } in some universes only: { $names }.
sweep-first-never = No indicator is among the first { $top } in every universe.
sweep-named-share = { $name } ({ $share })
sweep-option-idle = “{ $option }” ({ $choice }) changes nothing: no class and no number.
sweep-failed = { $count ->
    [1] One universe says nothing
   *[other] { $count } universes say nothing
  } ({ $universes }): { $reason }
sweep-unshown = Numbers of { $count ->
    [1] one universe
   *[other] { $count } universes
  } are not shown ({ $universes }): beside those of others they would tell what fewer than { $smallest } clients answered. Classes and priorities of them count.
sweep-not-followed = A sweep follows nothing of what these models say: { $models }; the report of a run has it.
sweep-everybody = All is said of everybody who counts; groups of clients are in the report of a run.

# Pictures
sweep-chart-curve = { $quantity } in every universe
sweep-chart-curve-describes = { $quantity } of { $count } universes in order, from { $low } to { $high }; below each the options that lead to it.
sweep-chart-curve-note = Each column is one universe, in order of the estimate, with its { $level } interval; below it the options that lead to it. Red and dashed: the study as it is.
sweep-chart-curve-note-plain = Each column is one universe, in order of the estimate; below it the options that lead to it. Red and dashed: the study as it is.
sweep-chart-columns = Universes, from the lowest estimate to the highest
sweep-chart-classes = In how many universes each indicator has which class
sweep-chart-classes-describes = The classes of { $count } indicators over { $universes } universes; { $same } never change.
sweep-chart-classes-note = The class in the study stands first. On a wide screen the choices that change it stand behind the bar.
sweep-chart-share = Share of the universes
sweep-chart-influence = Which choice changes which class
sweep-chart-influence-describes = How often the class of { $count } indicators changes when one choice is switched.
sweep-chart-influence-note = Share of the pairs of universes that differ in this choice alone and put the indicator into two classes. Empty: never. Indicators whose class never changes are left out.
sweep-chart-variance = Which choice moves which number
sweep-chart-variance-describes = Shares of the variance of { $count } numbers over the universes.
sweep-chart-variance-note = Share of the variance over the universes that the choice causes by itself; what is missing to 100% is caused by choices together. Numbers that no choice moves are left out.
sweep-told-switches = differs in { $share } of { $count } switches
sweep-told-variance = alone { $main }, with others { $total }, at most { $change }

# Tables
column-choice = Choice
column-options = Options
column-universe = Universe
column-sample = Sample
column-pairing = Beside the study
column-numbers = Numbers shown
column-conclusion = Conclusion
column-subject = What about
column-base = In the study
column-held_share = Universes in which it holds
column-is_robust = Robust
column-changed_by = Changed by
column-universes = Universes
column-range = Range
pairing-base = the study
pairing-same_sample = same sample
pairing-same_draws = same clients, other design weights
pairing-same_rows = same respondents
pairing-same_run = same run
pairing-keyed = same clients, keyed
pairing-no_replicates = no replicates
pairing-other_draws = other draws
pairing-other_respondents = other respondents
pairing-other_answers = other answers
pairing-other_region = other region
conclusion-class = Class
conclusion-top = Among the first
conclusion-index = Index (0–100)
conclusion-dimension_score = Score of dimension
base-in_top = yes
base-not_in_top = no

# Method
sweep-method-full = Every combination of the options was evaluated as a study of its own: { $count } universes on { $samples } { $samples ->
    [1] sample
   *[other] samples
  }.
sweep-method-single = One choice at a time was switched: { $count } universes on { $samples } { $samples ->
    [1] sample
   *[other] samples
  }.
sweep-method-pairing = Universes of one sample are set against the study replicate by replicate, so that what they share cancels; others by keyed weights where the study has them, and otherwise as independent samples.
sweep-method-not = A conclusion that holds everywhere is robust to these choices, which says nothing of choices that nobody declared; and a share of universes is no probability.

# The terminal
sweep-written = Sweep written to { $path }
sweep-and-more = { $names } and { $count } more
sweep-section-influence = Influence of every choice
column-switches = Switches
column-changed_share = Changed
column-largest_change = Largest change
column-main_share = Alone
column-total_share = With others
