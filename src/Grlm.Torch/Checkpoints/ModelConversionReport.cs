namespace Grlm.Torch;

/// <summary>Holds what a conversion has written.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Dtype">Type of the weights: <c>float32</c>.</param>
/// <param name="Parameters">How many numbers.</param>
/// <param name="Bytes">Bytes of the numbers.</param>
public sealed record ModelConversionReport(string Folder, string Dtype, long Parameters, long Bytes)
{
    /// <summary>Gets what about the source is not as its configuration says, or was not read: whole sentences, usually none.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
