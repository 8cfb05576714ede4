"""Exercise sgd: one step of minibatch stochastic gradient descent."""
