from torch.utils.data import DataLoader as DL, TensorDataset as TD

load_array = lambda arrays, bs, is_train=True: DL(TD(*arrays), bs, shuffle=is_train)
