import torch
import torch.nn as nn


class Regression:
    def init_weights(self, m):
        if type(m) == nn.Linear:
            nn.init.normal_(m.weight, std=0.01)
            nn.init.zeros_(m.bias)

    def build_linreg(self, num_features, lr, verbose=False):
        model = nn.Sequential(nn.Linear(num_features, 1))
        model.apply(self.init_weights)
        if verbose:
            print(model)
        criterion = nn.MSELoss()
        opt = torch.optim.SGD(model.parameters(), lr=lr)
        return model, criterion, opt
