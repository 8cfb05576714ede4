import torch


class SoftmaxRegressionScratch:
    def __init__(self, num_inputs=784, num_outputs=10, lr=0.1, sigma=0.01):
        self.W = torch.normal(0, sigma, size=(num_inputs, num_outputs), requires_grad=True)
        self.b = torch.zeros(num_outputs, requires_grad=True)

    def softmax(self, O):
        O_exp = torch.exp(O)
        partition = O_exp.sum(1, keepdims=True)
        return O_exp / partition

    def softmax_regression(self, X, W, b):
        X = X.reshape((-1, W.shape[0]))
        return self.softmax(torch.matmul(X, W) + b)

    def forward(self, X):
        return self.softmax_regression(X, self.W, self.b)
