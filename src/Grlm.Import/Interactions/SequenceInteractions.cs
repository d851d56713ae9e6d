using System.Text;

namespace Grlm.Import;

/// <summary>Reads <c>sequences.txt</c>: a user and the user's items, oldest first, separated by white space.</summary>
internal static class SequenceInteractions
{
    /// <summary>The interactions of the file, one by one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="textUsers">Whether a user may be other than a whole number.</param>
    /// <param name="faults">Told of lines that cannot be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    public static IEnumerable<InteractionFields> Read(InputFile file, bool textUsers, RowFaults faults, ImportProgress progress)
    {
        using var lines = new LineReader(file, faults, progress);
        while (lines.Read())
        {
            var line = lines.Line;
            var user = TakeWord(ref line);
            if (user.Length == 0)
                continue;
            if (!textUsers && !user.All(char.IsAsciiDigit))
            {
                faults.Add(
                    file,
                    lines.LineNumber,
                    DropReasons.TextUser,
                    $"the user '{Shorten(user)}' is not a whole number.",
                    "Begin each line with the user's number. If users are named by text, allow them (--text-users), "
                        + "or give a TSV or CSV file with the columns user_id and item_id.");
                continue;
            }

            var item = TakeWord(ref line);
            if (item.Length == 0)
            {
                faults.Add(
                    file,
                    lines.LineNumber,
                    DropReasons.InteractionWithoutItem,
                    $"the user '{Shorten(user)}' has no items.",
                    "Write the items after the user, or take the line out.");
            }

            for (; item.Length > 0; item = TakeWord(ref line))
            {
                yield return new InteractionFields(lines.LineNumber, user, item, string.Empty);
            }
        }
    }

    private static string TakeWord(ref ReadOnlyMemory<byte> line)
    {
        var text = line.Span.TrimStart(" \t"u8);
        var length = text.IndexOfAny((byte)' ', (byte)'\t');
        var word = length < 0 ? text : text[..length];
        line = line[(line.Length - text.Length + word.Length)..];
        return Encoding.UTF8.GetString(word);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
