namespace Grlm.Serving;

/// <summary>Lists the versions of the model.</summary>
internal sealed record ModelsAnswer
{
    /// <summary>Gets the versions, in the order they were published.</summary>
    public required IReadOnlyList<ModelAnswer> Models { get; init; }

    /// <summary>Gets the version that answers.</summary>
    public string? Active { get; init; }

    /// <summary>Gets the version that rolling back leads to; null where there is none.</summary>
    public string? Previous { get; init; }

    /// <summary>Gets the version that is tried on some of the users, and on whom; null where none is.</summary>
    public CanaryCall? Canary { get; init; }
}

/// <summary>Describes a version of the model.</summary>
internal sealed record ModelAnswer
{
    /// <summary>Gets its name.</summary>
    public required string Version { get; init; }

    /// <summary>Gets <c>published</c>, <c>active</c> or <c>retired</c>.</summary>
    public required string State { get; init; }

    /// <summary>Gets the hash of its content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Gets when it was published.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets when it was last made to answer.</summary>
    public DateTimeOffset? Activated { get; init; }

    /// <summary>Gets what ranks.</summary>
    public RecommendationSource? Source { get; init; }

    /// <summary>Gets the version of grlm that made it.</summary>
    public string? Library { get; init; }

    /// <summary>Gets the size of its files.</summary>
    public long? Bytes { get; init; }

    public static ModelAnswer Of(StoredModel model)
    {
        var contents = ModelVault.Read(model);
        return new ModelAnswer
        {
            Version = model.Version,
            State = model.State.ToString().ToLowerInvariant(),
            ContentHash = model.ContentHash,
            Created = model.Created,
            Activated = model.Activated,
            Source = contents?.Source,
            Library = contents?.Library,
            Bytes = contents?.Files?.Values.Sum(file => file.Bytes),
        };
    }
}

/// <summary>Answers what became of a version that was sent.</summary>
internal sealed record ModelPublished
{
    /// <summary>Gets its name.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the hashes of files that are still wanted: send them, and then the same again. With none it is there.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Tells whether it has become a version by this call.</summary>
    public bool IsNew { get; init; }
}

/// <summary>Activates a version.</summary>
internal sealed record ActivateCall
{
    /// <summary>Tells whether it may be worse than the one that answers.</summary>
    public bool? Force { get; init; }
}

/// <summary>Answers which version answers now.</summary>
internal sealed record ActivationAnswer
{
    /// <summary>Gets the version that answers.</summary>
    public required string Active { get; init; }

    /// <summary>Gets the one that did before; null where it is the same.</summary>
    public string? Before { get; init; }

    /// <summary>Gets how the two compare on users that the new one has not seen; null where nothing was compared.</summary>
    public ComparisonBody? Comparison { get; init; }
}

/// <summary>Compares a version with the one that answers, user by user.</summary>
internal sealed record ComparisonBody
{
    /// <summary>Gets the number of users.</summary>
    public required int Users { get; init; }

    /// <summary>Gets the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Gets its mean for the new version.</summary>
    public required double Value { get; init; }

    /// <summary>Gets its mean for the one that answers.</summary>
    public required double Other { get; init; }

    /// <summary>Gets the first less the second.</summary>
    public required double Difference { get; init; }

    /// <summary>Gets the low end of the 95 % interval of the difference.</summary>
    public required double Low { get; init; }

    /// <summary>Gets its high end: below 0 the new version is worse by more than chance explains.</summary>
    public required double High { get; init; }
}

/// <summary>Says on whom a version is tried.</summary>
internal sealed record CanaryCall
{
    /// <summary>Gets the version.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the share of the users, above 0 up to 1; all by default.</summary>
    public double? Share { get; init; }

    /// <summary>Gets the scenarios; all by default.</summary>
    public IReadOnlyList<string>? Scenarios { get; init; }
}
