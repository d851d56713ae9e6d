namespace Grlm.LanguageModels;

/// <summary>Describes a file of a model in the cache.</summary>
/// <param name="Path">Relative to the model's folder, with <c>/</c> between folders.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Cached">Whether it was there before.</param>
public sealed record PulledFile(string Path, long Bytes, bool Cached);
