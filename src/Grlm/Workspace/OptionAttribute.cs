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
