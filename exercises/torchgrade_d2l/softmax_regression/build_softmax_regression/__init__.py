"""Exercise build_softmax_regression: the net of softmax regression from the library."""
