using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Grlm;

/// <summary>Reads term IDs from a JSON object of item id to list of terms, piece by piece: memory does not grow with the file.</summary>
internal static class TermIdJson
{
    private const int PieceSize = 64 * 1024;
    private const int LargestToken = 1024 * 1024;

    public static async IAsyncEnumerable<TermIdRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = UserFile.Open(path);
        var parser = new Parser(path);
        var rows = new List<TermIdRow>();
        var buffer = new byte[PieceSize];
        var filled = 0;
        bool isLast;
        do
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(filled), 1, throwOnEndOfStream: false, cancellationToken);
            filled += read;
            isLast = read == 0;
            var consumed = parser.Parse(buffer.AsSpan(0, filled), isLast, rows);
            foreach (var row in rows)
            {
                yield return row;
            }

            rows.Clear();
            buffer.AsSpan(consumed..filled).CopyTo(buffer);
            filled -= consumed;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, parser.LargerThan(buffer.Length));
            }
        }
        while (!isLast);
    }

    /// <summary>Holds what is known between two pieces of the file.</summary>
    private sealed class Parser(string path)
    {
        private JsonReaderState _state;
        private long _line = 1;
        private bool _isStart = true;
        private long _entryLine;
        private string? _itemId;
        private List<string>? _terms;
        private string? _problem;

        public int Parse(ReadOnlySpan<byte> piece, bool isLast, List<TermIdRow> rows)
        {
            var mark = _isStart && piece.StartsWith("\uFEFF"u8) ? 3 : 0;
            _isStart &= piece.IsEmpty;
            var reader = new Utf8JsonReader(piece[mark..], isLast, _state);
            var counted = 0;
            try
            {
                while (reader.Read())
                {
                    var start = (int)reader.TokenStartIndex;
                    _line += piece[mark..][counted..start].Count((byte)'\n');
                    counted = start;
                    Take(ref reader, rows);
                }
            }
            catch (JsonException exception)
            {
                throw Malformed((exception.LineNumber ?? (_line - 1)) + 1, "it is not valid JSON, or breaks off.", exception);
            }

            var consumed = (int)reader.BytesConsumed;
            _line += piece[mark..][counted..consumed].Count((byte)'\n');
            _state = reader.CurrentState;
            return mark + consumed;
        }

        public int LargerThan(int size)
            => size < LargestToken ? size * 2 : throw Malformed(_line, $"a single value is longer than {LargestToken / 1024:N0} KiB.");

        private void Take(ref Utf8JsonReader reader, List<TermIdRow> rows)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when reader.CurrentDepth == 0:
                case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                    break;
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    (_entryLine, _terms, _problem) = (_line, null, null);
                    _itemId = Text(ref reader);
                    break;
                case JsonTokenType.StartArray when reader.CurrentDepth == 1:
                    _terms = [];
                    break;
                case JsonTokenType.EndArray when reader.CurrentDepth == 1:
                    rows.Add(new TermIdRow(_entryLine, _itemId!, _terms!, _problem));
                    break;
                case JsonTokenType.String when reader.CurrentDepth == 2:
                    _terms!.Add(Text(ref reader));
                    break;
                case JsonTokenType.Number or JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False when reader.CurrentDepth == 2:
                    _problem = "a term is not a text.";
                    break;
                case var type when reader.CurrentDepth == 1 && type is not (JsonTokenType.StartObject or JsonTokenType.EndObject):
                    rows.Add(new TermIdRow(_entryLine, _itemId!, [], "its terms are not a list."));
                    break;
                default:
                    throw Malformed(_line, "it is not an object of item id to list of terms.");
            }
        }

        private string Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                _problem = "it holds bytes that are not UTF-8.";
                return string.Empty;
            }
        }

        private InvalidInputException Malformed(long line, string problem, Exception? cause = null)
            => new(path, line, problem,
                """Term IDs are one JSON object: {"12": ["hair-mask", "color-lock", "citrus", "protein", "unisex"], …}.""", cause);
    }
}
