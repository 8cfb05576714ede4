import torch


class LinearRegressionScratch:
    """Own model with its parameters."""

    def __init__(self, num_inputs, lr, sigma=0.01):
        self.lr = lr
        self.w = torch.normal(0, sigma, (num_inputs, 1), requires_grad=True)
        self.b = torch.zeros(1, requires_grad=True)

    def linreg(self, X, w, b):
        return X @ w + b

    def forward(self, X):
        return self.linreg(X, self.w, self.b)


model = LinearRegressionScratch(2, lr=0.03)
print(model.forward(torch.ones(4, 2)))
