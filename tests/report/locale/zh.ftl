model-circle = 圆圈模型
circle-index = 指数为 { $index }，依据 { $n } 份答卷。
circle-keep = { $name }值得保持，概率 { $p_keep_up }。
circle-improve = { $count } 个指标有待改进：{ $name }，差值 { $gap }。
