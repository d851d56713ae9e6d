using System.ComponentModel.DataAnnotations;
using Grlm.Serving;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm serve</c>.</summary>
internal sealed record ServeOptions
{
    /// <summary>Gets the address to listen on.</summary>
    [Option("The address to listen on; other machines reach any but this one.", Value = "IP")]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Gets the port to listen on.</summary>
    [Option("The port to listen on; 0 for one that is free.")]
    [Range(0, 65_535)]
    public int Port { get; init; } = GrlmServer.UsualPort;

    /// <summary>Gets the connection of the store; null for a file in the workspace.</summary>
    [Option("Where items and interactions are kept: a file of SQLite, or postgresql://…; store.db in the workspace by default.",
        Value = "CONNECTION")]
    public string? Store { get; init; }

    /// <summary>Gets what ranks; null for the best that the workspace has.</summary>
    [Option("What ranks: fused, generator, ranker, popular, cooccurrence or bm25; the best that is there by default.", Value = "SOURCE")]
    public RecommendationSource? Source { get; init; }

    /// <summary>Gets the number of beams of the generator.</summary>
    [Option("Beams of the generator.")]
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>Gets how many requests may wait for the models.</summary>
    [Option("Requests that may wait for the models; one more is told to come again.")]
    [Range(1, 100_000)]
    public int QueueLength { get; init; } = 256;

    /// <summary>Gets the requests that a key may make in a second.</summary>
    [Option("Requests that a key may make in a second; 0 for any number.")]
    [Range(0, 1_000_000)]
    public int RateLimit { get; init; }

    /// <summary>Gets the share of recommendations that are logged.</summary>
    [Option("Share of the recommendations that are logged, 0 to 1.")]
    [Range(0, 1)]
    public double LogShare { get; init; } = 1;
}

/// <summary>Options of <c>grlm keys</c> and its sub-commands.</summary>
internal record KeysOptions
{
    /// <summary>Gets the connection of the store; null for a file in the workspace.</summary>
    [Option("The store of the server: a file of SQLite, or postgresql://…; store.db in the workspace by default.", Value = "CONNECTION")]
    public string? Store { get; init; }
}

/// <summary>Options of <c>grlm keys add</c>.</summary>
internal sealed record KeysAddOptions : KeysOptions
{
    /// <summary>Gets what the key may do.</summary>
    [Option("What the key may do: read, write (and read), or admin.")]
    public ApiScope Scope { get; init; }
}
