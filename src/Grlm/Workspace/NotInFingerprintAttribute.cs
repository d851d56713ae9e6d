namespace Grlm.Internal;

/// <summary>
/// Marks an option whose value doesn't change what a stage produces: the number of threads, or the path of a file that is hashed by content
/// anyway. A change of it alone doesn't make the stage run again.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInFingerprintAttribute : Attribute
{
    /// <summary>
    /// Gets a value indicating whether that holds for the default alone: an option that a stage got later, so that what was made without it
    /// stays up to date.
    /// </summary>
    public bool AtDefault { get; init; }
}
