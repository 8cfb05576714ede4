"""The exercise `train_ch3`: train softmax regression over several epochs."""
