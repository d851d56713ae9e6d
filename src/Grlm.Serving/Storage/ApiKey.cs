namespace Grlm.Serving;

/// <summary>Holds a key that a client calls with; of the key itself, only the hash is known.</summary>
/// <param name="Id">What people call it by: it may be shown.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Hash">The SHA-256 of the key, in hexadecimal digits.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Revoked">Since when it is not valid any more; null while it is.</param>
public sealed record ApiKey(
    string Id, string Name, string Hash, IReadOnlyList<string> Scopes, DateTimeOffset Created, DateTimeOffset? Revoked = null);
