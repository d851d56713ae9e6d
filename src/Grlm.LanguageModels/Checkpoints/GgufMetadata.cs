using System.Globalization;

namespace Grlm.LanguageModels;

/// <summary>The key-value pairs of a GGUF file.</summary>
/// <param name="values">Numbers, truth values, texts, and arrays of them, by key.</param>
/// <param name="path">The file, for error messages.</param>
internal sealed class GgufMetadata(IReadOnlyDictionary<string, object> values, string path)
{
    /// <summary>Family of the model: <c>llama</c>; empty where the file does not say.</summary>
    public string Architecture => Text("general.architecture") ?? "";

    /// <summary>All pairs.</summary>
    public IReadOnlyDictionary<string, object> Values => values;

    /// <summary>A whole number; null where there is none, or it does not fit.</summary>
    public long? Integer(string key) => values.GetValueOrDefault(key) switch
    {
        byte value => value,
        sbyte value => value,
        ushort value => value,
        short value => value,
        uint value => value,
        int value => value,
        ulong value and <= long.MaxValue => (long)value,
        long value => value,
        _ => null,
    };

    /// <summary>A number. Single precision is taken for the shortest decimal fraction that it can stand for: 1e-5, not 9.99999975e-6.</summary>
    /// <exception cref="InvalidInputException">It is infinite or none.</exception>
    public double? Number(string key) => values.GetValueOrDefault(key) switch
    {
        float value when float.IsFinite(value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        double value when double.IsFinite(value) => value,
        float or double => throw new InvalidInputException($"{path}: '{key}' is {values[key]}. {CheckpointFiles.Remedy}"),
        _ => Integer(key),
    };

    /// <summary>A text.</summary>
    public string? Text(string key) => values.GetValueOrDefault(key) as string;
}
