import torch


class SoftmaxRegression:
    def softmax(self, X):
        X = X - X.max(dim=1, keepdim=True).values
        e = torch.exp(X)
        return e / e.sum(dim=1, keepdim=True)
model = SoftmaxRegression()


def softmax(X):
    return model.softmax(X)
