using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Marks an option with the address of a server: one that holds a password or a key is refused before it is written or told anywhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServerAddressAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || ServerAddress.TryParse(text, out _);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"Option '{name}' {ServerAddress.Form}";
}
