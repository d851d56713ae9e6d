using System.Text;

namespace Grlm.Internal;

/// <summary>
/// Takes secrets out of what is told: a server may repeat a key in an answer, whole or in part, in an address or in base64. It goes by
/// their values, so that it doesn't matter where a text comes from. Immutable and safe for concurrent use.
/// </summary>
public sealed class Redactor
{
    /// <summary>Holds the letters of what a server said that are told.</summary>
    public const int LongestQuotation = 300;

    // A part of this length is no coincidence, and what is shorter gives nothing away. Words such as "none" and "ollama" that stand for no
    // key are no secrets.
    private const int Part = 12, ShortestSecret = 8;
    private const string Mask = "***";

    private readonly string[] _parts;

    /// <summary>Makes a redactor.</summary>
    /// <param name="secrets">The values; those that are null, or too short to be secrets, are passed over.</param>
    public Redactor(params IEnumerable<string?> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _parts = [.. secrets.OfType<string>().Select(secret => secret.Trim()).Where(secret => secret.Length >= ShortestSecret)
            .SelectMany(FormsOf).SelectMany(PartsOf).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Knows no secrets.</summary>
    public static Redactor None { get; } = new();

    /// <summary>Returns the text, with asterisks in the place of secrets and of parts of them.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool[]? hidden = null;
        foreach (var part in _parts)
        {
            for (var place = text.IndexOf(part, StringComparison.OrdinalIgnoreCase); place >= 0;
                place = text.IndexOf(part, place + 1, StringComparison.OrdinalIgnoreCase))
            {
                (hidden ??= new bool[text.Length]).AsSpan(place, part.Length).Fill(true);
            }
        }

        return hidden is null ? text : Masked(text, hidden);
    }

    /// <summary>Returns what a server said, fit to be told: one line of bounded length, without secrets.</summary>
    public string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Cut twice: what the first cut leaves of a secret at its end is gone after the second.
        var beginning = Readable.Cut(text, LongestQuotation * 8);
        var line = string.Concat(Redact(beginning).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return Readable.Cut(string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)), LongestQuotation);
    }

    /// <summary>Returns the same error without secrets in it and in its causes, which are left out then.</summary>
    public GrlmException Redact(GrlmException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var message = Redact(error.Message);
        return Redact(error.ToString()) == error.ToString() ? error : error switch
        {
            InvalidInputException => new InvalidInputException(message) { KeepsWork = error.KeepsWork },
            InvalidOptionsException => new InvalidOptionsException(message) { KeepsWork = error.KeepsWork },
            _ => new MissingPrerequisiteException(message) { KeepsWork = error.KeepsWork },
        };
    }

    /// <summary>
    /// Returns the forms of a secret: as it is, as it stands in addresses, and in base64 at each of the three places that a byte may have
    /// in it.
    /// </summary>
    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var before = 0; before < 3; before++)
        {
            // The letters at both ends depend on what stands beside it.
            var base64 = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var core = base64[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
            yield return core;
            yield return core.Replace('+', '-').Replace('/', '_');
        }
    }

    private static IEnumerable<string> PartsOf(string form)
        => Enumerable.Range(0, Math.Max(form.Length - Part, 0) + 1).Select(start => form.Substring(start, Math.Min(Part, form.Length)));

    private static string Masked(string text, bool[] hidden)
    {
        var masked = new StringBuilder(text.Length);
        for (var place = 0; place < text.Length; place++)
        {
            if (!hidden[place])
            {
                masked.Append(text[place]);
            }
            else if (place == 0 || !hidden[place - 1])
            {
                masked.Append(Mask);
            }
        }

        return masked.ToString();
    }
}
