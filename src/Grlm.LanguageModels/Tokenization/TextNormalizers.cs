using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Applies the steps that bring a text into the form which the model was trained on.</summary>
internal static class TextNormalizers
{
    /// <summary>Reads the section <c>normalizer</c>: its steps in order.</summary>
    /// <exception cref="InvalidInputException">A step is not known here.</exception>
    public static IReadOnlyList<Func<string, string>> Read(string file, JsonElement normalizer)
        => [.. TokenizerSteps.Flatten(normalizer, "normalizers").Select(step => ReadStep(file, step))];

    private static Func<string, string> ReadStep(string file, JsonElement step)
    {
        switch (TokenizerSteps.TypeOf(step))
        {
            case "NFC":
                return Nfc.Normalize;
            case "NFD":
                return Nfd.Normalize;
            case "NFKC":
                return Nfkc.Normalize;
            case "Lowercase":
                return Lowered;
            case "StripAccents":
                return WithoutMarks;
            case "Strip":
                return Trimmed(step.GetProperty("strip_left").GetBoolean(), step.GetProperty("strip_right").GetBoolean());
            case "Prepend":
                var beginning = step.GetProperty("prepend").GetString();
                return text => text.Length > 0 ? beginning + text : text;
            case "Replace":
                return Replacing(file, step);
            case "Precompiled":
                return PrecompiledMap.Read(file, step.GetProperty("precompiled_charsmap").GetBytesFromBase64()).Normalize;
            case var kind:
                throw TokenizerSteps.Unknown(file, "normalizer", kind);
        }
    }

    private static Func<string, string> Trimmed(bool left, bool right) => (left, right) switch
    {
        (true, true) => text => text.Trim(),
        (true, false) => text => text.TrimStart(),
        (false, true) => text => text.TrimEnd(),
        _ => text => text,
    };

    private static Func<string, string> Replacing(string file, JsonElement step)
    {
        var (pattern, content) = (step.GetProperty("pattern"), step.GetProperty("content").GetString() ?? "");
        if (pattern.TryGetProperty("Regex", out var regex))
        {
            var expression = RegexSplit.CreateRegex(file, regex.GetString() ?? "");
            return text => expression.Replace(text, _ => content);
        }

        return pattern.GetProperty("String").GetString() is { Length: > 0 } written
            ? text => text.Replace(written, content, StringComparison.Ordinal)
            : throw new JsonException("A normalizer replaces nothing by something.");
    }

    /// <summary>Lowers each character by itself, without regard to its place in a word; İ is the only one that becomes two.</summary>
    private static string Lowered(string text) => text.Replace("İ", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();

    private static string WithoutMarks(string text) => string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
        .Select(rune => rune.ToString()));
}
