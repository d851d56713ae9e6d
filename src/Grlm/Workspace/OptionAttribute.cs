namespace Grlm.Internal;

/// <summary>Describes an option to those who set it: help texts are written once, beside the option.</summary>
/// <param name="description">What it is: a sentence or two.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string description) : Attribute
{
    /// <summary>Gets what it is: a sentence or two.</summary>
    public string Description => description;

    /// <summary>Gets what a value of it is called: <c>FILE</c>; null for a word for its type.</summary>
    public string? Value { get; init; }

    /// <summary>Tells that its texts are paths, which count from where they are written.</summary>
    public bool IsPath { get; init; }
}

/// <summary>
/// Marks a record of options inside another one: its options (what has an <see cref="OptionAttribute"/>) stand among those of the record
/// around it, in JSON, in fingerprints and on the command line. The record around it makes it anew (<c>= new()</c>).
/// </summary>
/// <param name="of">What the options are for, as help texts begin: <c>Language model</c>; null for what says it itself.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionGroupAttribute(string? of = null) : Attribute
{
    /// <summary>Returns the help text of an option of the group.</summary>
    /// <param name="description">Its own, a sentence.</param>
    public string Describe(string description)
        => of is null ? description : $"{of}: {char.ToLowerInvariant(description[0])}{description[1..]}";
}

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
