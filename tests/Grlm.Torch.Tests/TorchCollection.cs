namespace Grlm.Torch.Tests;

/// <summary>
/// Tests that use torch run one after another and beside no others: its seed, its threads and its count of tensors are the process's.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class TorchCollection;
