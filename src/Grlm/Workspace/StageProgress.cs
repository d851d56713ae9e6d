namespace Grlm;

/// <summary>Describes how far a stage is. The command line draws it; a server can expose it.</summary>
/// <param name="Activity">What is being done, in a few words: <c>epoch 3 of 12</c>.</param>
/// <param name="Completed">Units done so far in this activity.</param>
/// <param name="Total">Units in this activity; 0 where it is not known.</param>
/// <param name="Unit">Name of a unit in the plural: <c>users</c>.</param>
/// <param name="Detail">A figure worth showing beside it, such as the loss; null for none.</param>
public readonly record struct StageProgress(string Activity, long Completed, long Total, string Unit, string? Detail = null)
{
    /// <summary>Holds the unit that is shown as kB, MB and GB.</summary>
    public const string Bytes = "bytes";
}
