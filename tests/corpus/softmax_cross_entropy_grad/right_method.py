import torch


class LossLayer:
    def softmax(self, X):
        e = (X - X.max(dim=1, keepdim=True).values).exp()
        return e / e.sum(dim=1, keepdim=True)

    def softmax_cross_entropy_grad(self, logits, y):
        is_label = torch.arange(logits.shape[1])[None, :] == y[:, None]
        return self.softmax(logits) - is_label.to(logits.dtype)
