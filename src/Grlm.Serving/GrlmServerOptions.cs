using System.ComponentModel.DataAnnotations;

namespace Grlm.Serving;

/// <summary>Says what is served, from where, and how much of it at a time.</summary>
public sealed record GrlmServerOptions
{
    /// <summary>Gets the folder of the workspace that recommends.</summary>
    public required string Workspace { get; init; }

    /// <summary>
    /// Gets the connection string of the store, or the path of its SQLite file; null for <c>store.db</c> in the workspace.
    /// </summary>
    public string? Store { get; init; }

    /// <summary>Gets what ranks; null for the best that the workspace has.</summary>
    public RecommendationSource? Source { get; init; }

    /// <summary>Gets the number of term IDs generated for each user, 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>Gets how many requests may wait for the models; one more is refused with 429.</summary>
    [Range(1, 100_000)]
    public int QueueLength { get; init; } = 256;

    /// <summary>Gets the requests that a key may make in a second; 0, the default, for any number.</summary>
    [Range(0, 1_000_000)]
    public int RateLimit { get; init; }

    /// <summary>Gets the share of the recommendations that are logged, 0 to 1; all by default.</summary>
    [Range(0, 1)]
    public double LogShare { get; init; } = 1;

    /// <summary>
    /// Tells whether the endpoints answer without a key while the store has none. Off by default: meant for loopback and for applications
    /// that ask who is calling by themselves.
    /// </summary>
    public bool OpenWithoutKeys { get; init; }

    /// <summary>Returns the connection of the store.</summary>
    internal string StoreConnection => Store ?? Path.Combine(Path.GetFullPath(Workspace), "store.db");
}
