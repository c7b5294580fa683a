model-circle = Circles
circle-index = The index is { $index }, from { $n } answers.
circle-keep = Keep up { $name }, with probability { $p_keep_up }.
circle-improve = { $count ->
    [one] One indicator needs work: { $name }, gap { $gap }.
   *[other] { $count } indicators need work: { $name }, gap { $gap }.
}
