using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace Grlm.Internal;

/// <summary>Checks an options record against the <see cref="ValidationAttribute"/>s of its properties (<c>[Range(1, 1000)]</c>).</summary>
public static class OptionsValidation
{
    /// <summary>Checks all properties, those of groups among them.</summary>
    /// <exception cref="InvalidOptionsException">A value is not one that the option takes.</exception>
    public static void Validate(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var property in options.GetType().GetProperties())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(options);
            if (property.IsDefined(typeof(OptionGroupAttribute)))
            {
                Validate(value!);
            }

            foreach (var rule in property.GetCustomAttributes(inherit: true).OfType<ValidationAttribute>()
                .Where(rule => !rule.IsValid(value)))
            {
                throw new InvalidOptionsException(rule is RangeAttribute range
                    ? $"Option '{name}' takes {range.Minimum} to {range.Maximum}, not {value}."
                    : rule.FormatErrorMessage(name));
            }
        }
    }
}
