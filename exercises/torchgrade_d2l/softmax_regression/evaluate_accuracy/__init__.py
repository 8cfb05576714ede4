"""Exercise ``evaluate_accuracy``: the accuracy of a net on a data set."""
