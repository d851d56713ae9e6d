namespace Grlm;

/// <summary>One file of an artifact as its stage left it.</summary>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
public sealed record OutputFile(string Sha256, long Bytes);
