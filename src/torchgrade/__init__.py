"""torchgrade: a test harness that grades from-scratch PyTorch exercises."""
