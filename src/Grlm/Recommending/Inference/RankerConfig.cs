namespace Grlm.Internal;

/// <summary>Holds what has to be known to load a ranker's weights: <c>ranker/config.json</c>.</summary>
/// <param name="ModelType">Kind of model; <see cref="Type"/>.</param>
/// <param name="Shape">Shape of the members' history encoders.</param>
/// <param name="Members">The models whose mean score counts.</param>
/// <param name="LibraryVersion">Version of the term library that they were trained with.</param>
/// <param name="Refit">Whether they were trained on validation interactions as well, once everything was chosen.</param>
public sealed record RankerConfig(
    string ModelType, EncoderShape Shape, IReadOnlyList<MemberConfig> Members, string LibraryVersion, bool Refit = false)
{
    /// <summary>Holds the kind of model that this describes.</summary>
    public const string Type = "grlm-ranker";

    /// <summary>
    /// Holds the tensor of a member's item vectors, <c>[items, width]</c>: computed from the trained numbers once training has ended.
    /// </summary>
    public const string ItemVectors = "item_vectors";

    /// <summary>
    /// Holds what metadata alone contribute to a member's item vectors, <c>[items, width]</c>: for generators that learn to read them.
    /// </summary>
    public const string MetadataVectors = "metadata_vectors";

    /// <summary>Holds the tensor that a member's temperature was learnt as: <c>[1]</c>.</summary>
    public const string LogScale = "log_scale";

    /// <summary>Holds how the names of the numbers begin that <see cref="ItemVectors"/> were computed from.</summary>
    public const string ItemEncoder = "item_encoder.";

    /// <summary>Returns the name of a tensor of one member: <c>members.0.item_vectors</c>.</summary>
    public static string NameOf(int member, string tensor) => $"members.{member}.{tensor}";

    /// <summary>Tells whether a tensor is kept to train on, and recommending takes what was computed from it.</summary>
    public bool IsForTraining(string tensor)
        => Enumerable.Range(0, Members.Count).Any(member => tensor.StartsWith(NameOf(member, ItemEncoder), StringComparison.Ordinal)
            || tensor == NameOf(member, LogScale) || tensor == NameOf(member, MetadataVectors));

    /// <summary>Tells whether a tensor belongs to another of the members.</summary>
    public bool IsOfAnotherMember(int number, string tensor)
        => Enumerable.Range(0, Members.Count)
            .Any(member => member != number && tensor.StartsWith(NameOf(member, ""), StringComparison.Ordinal));

    /// <summary>Reads the configuration of a ranker.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="library">The term library of the workspace.</param>
    /// <exception cref="MissingPrerequisiteException">There is no ranker.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or was trained with another term library.</exception>
    public static RankerConfig Read(ModelFolder folder, TermLibrary library)
    {
        var config = folder.ReadConfig<RankerConfig>();
        folder.CheckLibrary(config.LibraryVersion, library);
        return config.Shape.IsPossible && config.Members.Count > 0 && config.Members.All(member => member.Temperature > 0)
            ? config
            : throw new InvalidInputException(
                $"{folder.Path}: there is no ranker of {config.Members.Count} members of the shape {config.Shape}. " +
                    $"Run stage '{folder.Stage}' again.");
    }
}

/// <summary>Describes one member of a ranker.</summary>
/// <param name="Temperature">What its cosines are divided by.</param>
/// <param name="Kind">What its item vectors are made of.</param>
public sealed record MemberConfig(double Temperature, MemberKind Kind = MemberKind.Full);

/// <summary>Says what a member of the ranker makes its item vectors of.</summary>
public enum MemberKind
{
    /// <summary>Vector of the item itself and its content: terms, other features, text vector.</summary>
    Full,

    /// <summary>Content alone, so that an item says as much of one nobody has met as of a best seller.</summary>
    Content,

    /// <summary>Vectors of the items themselves alone: plain SASRec.</summary>
    Items,
}
