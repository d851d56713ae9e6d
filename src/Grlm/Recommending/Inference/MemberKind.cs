namespace Grlm;

/// <summary>What a member of the ranker makes its item vectors of.</summary>
internal enum MemberKind
{
    /// <summary>A vector of the item itself and its content: terms, other features, text vector.</summary>
    Full,

    /// <summary>Content alone, so that an item says as much of one nobody has met as of a best seller.</summary>
    Content,

    /// <summary>Vectors of the items themselves alone: plain SASRec.</summary>
    Items,
}
