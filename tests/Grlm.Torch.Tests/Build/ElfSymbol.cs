namespace Grlm.Torch.Tests;

/// <summary>A dynamic symbol of a hand-made library.</summary>
/// <param name="Name">Its name.</param>
/// <param name="VersionIndex">0 local, 1 global, or the index of a required version.</param>
internal sealed record ElfSymbol(string Name, ushort VersionIndex)
{
    /// <summary>Whether the library itself holds the symbol's code.</summary>
    public bool Defined { get; init; }

    /// <summary>Whether code of the library refers to the symbol.</summary>
    public bool Relocated { get; init; }
}
