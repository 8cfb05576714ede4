import torch


class Loss:
    def log_sum_exp(self, X):
        m = X.max(dim=1).values
        return m + (X - m.reshape(-1, 1)).exp().sum(1).log()

    def cross_entropy_from_logits(self, o, y):
        return self.log_sum_exp(o) - o.gather(1, y[:, None])[:, 0]
