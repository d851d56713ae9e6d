using System.Data.Common;
using System.Text.RegularExpressions;

namespace Grlm.Cli;

/// <summary>
/// Explains what the system has against a command, where no stage has said it better: a full disk, missing rights, links that lead nowhere.
/// </summary>
internal static partial class SystemFault
{
    // .NET keeps the system's own numbers: errno (Linux and macOS differ in some), or on Windows an error code in the low half.
    private static readonly int[] _diskFull = [28, 122, 69, Windows(0x70), Windows(0x27)]; // ENOSPC, EDQUOT
    private static readonly int[] _readOnly = [30, Windows(0x13)]; // EROFS

    // DuckDB passes on what the system says of the file that it works in, and no number.
    private static readonly string[] _databaseFull = ["No space left on device", "Disk quota exceeded", "not enough space"];

    /// <summary>
    /// Returns the exception that tells it, with the path where the system names one, and the remedy; null for what is no fault of the
    /// system's.
    /// </summary>
    public static GrlmException? Of(Exception error)
    {
        var fault = Chain(error).FirstOrDefault(inner => inner is IOException or UnauthorizedAccessException || IsFullDatabase(inner));
        return fault switch
        {
            null => null,
            PathTooLongException => new InvalidOptionsException($"{WordsOf(fault)} Name a shorter path.", error),
            FileNotFoundException or DirectoryNotFoundException
                => new MissingPrerequisiteException($"{WordsOf(fault)} Check the path.", error),
            UnauthorizedAccessException
                => new MissingPrerequisiteException($"{WordsOf(fault)} Get the right to it, or name another place.", error),
            _ when _diskFull.Contains(fault.HResult) || IsFullDatabase(fault) => new MissingPrerequisiteException(
                $"{WordsOf(fault)} The disk is full: make room, and run the same command again; it goes on from what is there.", error),
            _ when _readOnly.Contains(fault.HResult)
                => new MissingPrerequisiteException($"{WordsOf(fault)} Name a place that can be written to.", error),
            _ => new MissingPrerequisiteException($"{WordsOf(fault)} Check the path, and the disk or the connection behind it.", error),
        };
    }

    /// <summary>Returns the system's words as a sentence, the path first: <c>'/data/x': no space left on device.</c></summary>
    public static string WordsOf(Exception error)
    {
        var message = error.Message.TrimEnd('.', ' ');
        return PathLast().Match(message) is { Success: true } match
            ? $"'{match.Groups["path"].Value}': {match.Groups["what"].Value}." : $"{message}.";
    }

    private static bool IsFullDatabase(Exception error)
        => error is DbException && _databaseFull.Any(words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }

    private static int Windows(int code) => unchecked((int)0x80070000) | code;

    [GeneratedRegex("^(?<what>.*?) : '(?<path>.*)'$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathLast();
}
