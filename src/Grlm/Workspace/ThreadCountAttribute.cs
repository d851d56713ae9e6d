using System.ComponentModel.DataAnnotations;

namespace Grlm.Internal;

/// <summary>
/// Bounds a number of threads by what helps on the machine: 0, which stands for one a processor, to four a processor. More would wait for
/// one another, and an epoch of seconds takes minutes.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ThreadCountAttribute : ValidationAttribute
{
    private const int PerProcessor = 4, AlwaysAllowed = 16;

    /// <summary>Gets the most threads that this machine allows.</summary>
    public static int Most => Math.Max(AlwaysAllowed, PerProcessor * Environment.ProcessorCount);

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is int threads && threads >= 0 && threads <= Most);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name)
        => $"Option '{name}' takes 0, for one a processor, to {Most} on this machine of {Environment.ProcessorCount} processors.";
}
