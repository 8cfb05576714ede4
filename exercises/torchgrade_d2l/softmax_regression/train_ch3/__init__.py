"""Exercise `train_ch3`: train softmax regression over several epochs."""
