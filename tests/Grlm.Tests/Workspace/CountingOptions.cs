namespace Grlm.Tests;

internal sealed record CountingOptions
{
    public int Value { get; init; } = 1;

    public int Seed { get; init; } = 42;

    [NotInFingerprint]
    public int Threads { get; init; }
}
