namespace Grlm;

/// <summary>Says what ranks the items.</summary>
public enum RecommendationSource
{
    /// <summary>Generator's term IDs, grounded.</summary>
    Generator,

    /// <summary>Collaborative ranker.</summary>
    Ranker,

    /// <summary>Ranker and generator together, by the weight that validation users chose.</summary>
    Fused,

    /// <summary>Items with most training interactions, the same for everyone: see <see cref="Baselines"/>.</summary>
    Popular,

    /// <summary>Items that go together with those of the history in what others did.</summary>
    Cooccurrence,

    /// <summary>Items whose terms are those of the history, rare terms first.</summary>
    Bm25,
}
