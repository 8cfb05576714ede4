from d2l import torch as d2l


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    animator = d2l.Animator(xlabel='epoch', xlim=[1, num_epochs], ylim=[0.3, 0.9],
                            legend=['train loss', 'train acc', 'test acc'])
    timer = d2l.Timer()
    for epoch in range(num_epochs):
        timer.start()
        metrics = d2l.train_epoch_ch3(net, train_iter, loss, updater)
        timer.stop()
        animator.add(epoch + 1, metrics + (d2l.evaluate_accuracy(net, test_iter),))
    print(f'{num_epochs / timer.sum():.1f} epochs/s')
