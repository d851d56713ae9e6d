namespace Grlm.Torch.Tests;

/// <summary>Stands for a kill.</summary>
internal sealed class KilledException : Exception;
