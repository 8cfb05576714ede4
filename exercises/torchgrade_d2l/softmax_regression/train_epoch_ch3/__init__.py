"""Exercise ``train_epoch_ch3``: one epoch of training, with its loss and accuracy."""
