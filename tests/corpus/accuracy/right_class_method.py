import torch


class Metric:
    @staticmethod
    def accuracy(y_hat, y):
        if len(y_hat.shape) > 1:
            y_hat = y_hat.argmax(axis=1)
        return float((y_hat.type(y.dtype) == y).sum())


accuracy = Metric.accuracy
