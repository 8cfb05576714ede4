"""Exercise softmax_cross_entropy_grad: the gradient of the loss with respect to the logits."""
