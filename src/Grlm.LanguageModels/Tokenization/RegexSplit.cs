using System.Text.RegularExpressions;

namespace Grlm.LanguageModels;

/// <summary>
/// Cuts at the matches of a regular expression from a file. The file means it for Oniguruma over code points: the text comes as
/// <see cref="RuneText"/>, and what .NET would take for something else is refused.
/// </summary>
internal sealed partial class RegexSplit : PreTokenizer
{
    /// <summary>GPT-2's pattern, which a byte-level step uses by itself.</summary>
    public const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>No match of an honest pattern takes a thousandth of it; a hostile one must not hang.</summary>
    private static readonly TimeSpan _longestMatch = TimeSpan.FromSeconds(2);

    private readonly string _file;
    private readonly Regex _regex;
    private readonly SplitBehavior _behavior;
    private readonly bool _invert;

    /// <exception cref="InvalidInputException">The pattern isn't understood, or it would mean something else here.</exception>
    public RegexSplit(string file, string pattern, SplitBehavior behavior, bool invert)
    {
        (_file, _behavior, _invert) = (file, behavior, invert);
        _regex = CreateRegex(file, pattern);
    }

    /// <inheritdoc/>
    public override void Split(string units, TextPiece piece, List<TextPiece> pieces)
    {
        var collector = new PieceCollector(pieces, piece, _behavior, _invert);
        try
        {
            foreach (var match in _regex.EnumerateMatches(units.AsSpan(piece.Start, piece.Length)))
            {
                collector.AddMatch(piece.Start + match.Index, match.Length);
            }
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new InvalidInputException(
                $"{_file}: the pre-tokenizer's pattern took longer than {_longestMatch.TotalSeconds} s for one match; " +
                    $"is the file damaged? {_regex}", exception);
        }

        collector.Finish();
    }

    /// <summary>Returns the regular expression of a file's pattern.</summary>
    /// <exception cref="InvalidInputException">The pattern isn't understood, or it would mean something else here.</exception>
    public static Regex CreateRegex(string file, string pattern)
    {
        if (MeansSomethingElse().Match(pattern) is { Success: true } odd)
        {
            throw new InvalidInputException($"{file}: the pre-tokenizer's pattern uses '{odd.Value}', which is not known here: {pattern}");
        }

        // As in Oniguruma's Ruby syntax, ^ and $ stand at lines.
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Multiline;
        try
        {
            return new Regex(pattern, Options | RegexOptions.NonBacktracking, _longestMatch);
        }
        catch (NotSupportedException)
        {
            // Looking ahead, as most of these patterns do, needs backtracking; the time limit guards that.
            return new Regex(pattern, Options | RegexOptions.Compiled, _longestMatch);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidInputException(
                $"{file}: the pre-tokenizer's pattern is not a regular expression that is known here: {pattern}", exception);
        }
    }

    /// <summary>
    /// Finds set operations and POSIX classes inside brackets, word characters (wider in Oniguruma), and characters beyond the basic plane.
    /// </summary>
    [GeneratedRegex(@"&&|\[\[|\[:|-\[|\\[wWbBK]|[\uD800-\uDFFF]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MeansSomethingElse();
}
