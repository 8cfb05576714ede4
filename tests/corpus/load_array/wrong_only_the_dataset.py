from torch.utils import data

def load_array(data_arrays, batch_size, is_train=True):
    """构造一个PyTorch数据迭代器"""
    dataset = data.TensorDataset(*data_arrays)
    loader = data.DataLoader(dataset, batch_size, shuffle=is_train)
    return dataset
