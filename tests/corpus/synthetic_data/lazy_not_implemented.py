def synthetic_data(w, b, num_examples):
    """later"""
    raise NotImplementedError
