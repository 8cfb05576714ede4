import torch


def squared_loss(pred, label):
    pred = pred.view(pred.size())
    return (pred - label) ** 2 * 0.5
