import torch
from tqdm import tqdm


class Trainer:
    def __init__(self, device="cpu"):
        self.device = torch.device(device)
        self.history = []

    def train_one_batch(self, net, loss, trainer, X, y):
        X, y = X.to(self.device), y.to(self.device)
        trainer.zero_grad()
        l = loss(net(X), y)
        l.backward()
        trainer.step()
        return l.item()

    def train_concise(self, net, loss, trainer, data_iter, num_epochs):
        net = net.to(self.device)
        for epoch in range(num_epochs):
            net.train()
            running = 0.0
            for X, y in tqdm(data_iter):
                running += self.train_one_batch(net, loss, trainer, X, y)
            self.history.append(running / len(data_iter))
        return net
