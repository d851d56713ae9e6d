using System.Globalization;

namespace Grlm.Samples;

/// <summary>
/// Histories as text: a line a shopper, <c>user item item …</c>, users numbered from 1, lines ended by a line feed on every system.
/// </summary>
internal static class SequencesFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "sequences.txt";

    /// <summary>The text of the file.</summary>
    /// <param name="histories">The item ids that each shopper bought, first purchase first.</param>
    public static string Text(IEnumerable<IReadOnlyList<string>> histories)
        => string.Concat(
            histories.Select((items, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1} {string.Join(' ', items)}\n")));

    /// <summary>Writes the file beside its final name and moves it in place, so that an interrupted run leaves the old one.</summary>
    /// <param name="path">Final path.</param>
    /// <param name="histories">The item ids that each shopper bought, first purchase first.</param>
    public static void Write(string path, IEnumerable<IReadOnlyList<string>> histories)
    {
        var partial = path + ".partial";
        File.WriteAllText(partial, Text(histories));
        File.Move(partial, path, overwrite: true);
    }
}
