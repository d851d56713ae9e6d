namespace Grlm;

/// <summary>Names of the artifact folders of a workspace and of the files in them. Every path and every column name is written here once.</summary>
public static class ArtifactNames
{
    /// <summary>Folder of the imported catalogue and interactions.</summary>
    public const string Dataset = "dataset";

    /// <summary>The items in catalogue order: <c>item_id, title, brand, categories (JSON), description</c>.</summary>
    public const string Items = "items.parquet";

    /// <summary>The interactions, user by user in time order: <c>user_id, item_id, timestamp</c> (null where unknown).</summary>
    public const string Interactions = "interactions.parquet";

    /// <summary>Folder of the term library.</summary>
    public const string Terms = "terms";

    /// <summary>The TID of each item in catalogue order: <c>item_id, slot, term</c> as one list column <c>terms</c> an item.</summary>
    public const string TermIds = "term-ids.parquet";

    /// <summary>Folder of the history encoder and the collaborative ranker.</summary>
    public const string Ranker = "ranker";

    /// <summary>Folder of the generator, in Hugging Face layout.</summary>
    public const string Model = "model";

    /// <summary>Folder of metrics and predictions.</summary>
    public const string Evaluation = "evaluation";

    /// <summary>What an artifact was made of and by what; in every artifact folder.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The command that makes an artifact, for messages that say what to run first.</summary>
    /// <param name="artifact">Folder name of the artifact, or of a folder inside it: <c>ranker</c>.</param>
    public static string CommandFor(string artifact) => artifact.Split('/', '\\')[0] switch
    {
        Dataset => "grlm import",
        Ranker => "grlm rank",
        Model => "grlm train",
        Evaluation => "grlm evaluate",
        var name => $"grlm {name}",
    };
}
