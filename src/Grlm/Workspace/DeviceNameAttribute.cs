using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Grlm.Internal;

/// <summary>
/// Holds the name of a device to a form that a device can have: <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>. Whether there is one,
/// only its library tells.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeviceNameAttribute : ValidationAttribute
{
    private const string NumberedCuda = "cuda:";

    /// <summary>Returns the number of the CUDA device that a name stands for; null where it stands for none.</summary>
    public static int? CudaNumber(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name is "cuda" ? 0
            : name.StartsWith(NumberedCuda, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(NumberedCuda.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : null;
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is "auto" or "cpu" || (value is string name && CudaNumber(name) is not null);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name)
        => $"Option '{name}' takes auto, cpu, or cuda:N with the number of a CUDA device.";
}
