import torch
def train_ch3(net, train_iter, test_iter, num_epochs, lr, device):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    loss = torch.nn.CrossEntropyLoss()
    for epoch in range(num_epochs):
        for X, y in train_iter:
            optimizer.zero_grad(); loss(net(X.to(device)), y).backward(); optimizer.step()
