namespace Grlm.Internal;

/// <summary>Writes what sets the ids of several datasets apart in one: <c>beauty:132</c>.</summary>
public static class DomainPrefix
{
    /// <summary>Returns what stands before the ids of a domain.</summary>
    public static string Of(string domain) => $"{domain}:";
}
