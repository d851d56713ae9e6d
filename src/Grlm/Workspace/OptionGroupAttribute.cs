namespace Grlm.Internal;

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
