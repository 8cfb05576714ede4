import torch


def train_concise(net, loss, optimizer, data_iter, num_epochs):
    net.train()
    optimizer.zero_grad()   # 梯度清零
    for epoch in range(num_epochs):
        for x, y in data_iter:
            out = net(x)
            l = loss(out, y)
            l.backward()
            optimizer.step()
