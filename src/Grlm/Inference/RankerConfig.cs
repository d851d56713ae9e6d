namespace Grlm;

/// <summary>What has to be known to load a ranker's weights: <c>ranker/config.json</c>.</summary>
/// <param name="ModelType">Kind of model; <see cref="Type"/>.</param>
/// <param name="Shape">Shape of the members' history encoders.</param>
/// <param name="Members">The models whose mean score counts.</param>
/// <param name="LibraryVersion">Version of the term library that they were trained with.</param>
/// <param name="Refit">Whether they were trained on validation interactions as well, once everything was chosen.</param>
internal sealed record RankerConfig(string ModelType, EncoderShape Shape, IReadOnlyList<MemberConfig> Members, string LibraryVersion, bool Refit = false)
{
    /// <summary>The kind of model that this describes.</summary>
    public const string Type = "grlm-ranker";

    /// <summary>The tensor of a member's item vectors, <c>[items, width]</c>: computed from the trained numbers once training has ended.</summary>
    public const string ItemVectors = "item_vectors";

    /// <summary>Name of a tensor of one member: <c>members.0.item_vectors</c>.</summary>
    public static string NameOf(int member, string tensor) => $"members.{member}.{tensor}";

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
                $"{folder.Path}: there is no ranker of {config.Members.Count} members of the shape {config.Shape}. Run '{folder.Command}' again.");
    }
}
