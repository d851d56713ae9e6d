namespace Grlm.Reports.Internal;

/// <summary>Describes how a model was trained.</summary>
/// <param name="Name">What it is: <c>Ranker</c>.</param>
/// <param name="Command">The command that trains it.</param>
/// <param name="Facts">What came of it; empty where it isn't trained yet.</param>
/// <param name="Charts">Its curves; empty where it isn't trained yet.</param>
public sealed record TrainingContent(string Name, string Command, IReadOnlyList<Tile> Facts, IReadOnlyList<Chart> Charts)
{
    /// <summary>Tells whether it is trained.</summary>
    public bool IsPresent => Facts.Count + Charts.Count > 0;
}
