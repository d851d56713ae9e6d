using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>
/// Paths of one or several files as an option takes them: in JSON a text or a list of texts. Equal when the paths are equal in order.
/// Immutable.
/// </summary>
[CollectionBuilder(typeof(FileList), nameof(Of))]
[JsonConverter(typeof(Converter))]
public sealed class FileList : IReadOnlyList<string>, IEquatable<FileList>
{
    private readonly string[] _paths;

    private FileList(ReadOnlySpan<string> paths) => _paths = paths.ToArray();

    /// <inheritdoc/>
    public int Count => _paths.Length;

    /// <inheritdoc/>
    public string this[int index] => _paths[index];

    /// <summary>Returns a list of one file.</summary>
    public static implicit operator FileList(string path) => Of([path]);

    /// <summary>Returns a list of files.</summary>
    public static FileList Of(ReadOnlySpan<string> paths) => new(paths);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_paths).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(FileList? other) => other is not null && _paths.AsSpan().SequenceEqual(other._paths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileList);

    /// <inheritdoc/>
    public override int GetHashCode()
        => _paths.Aggregate(0, (hash, path) => HashCode.Combine(hash, path.GetHashCode(StringComparison.Ordinal)));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _paths);

    private sealed class Converter : JsonConverter<FileList>
    {
        public override FileList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : Of(JsonSerializer.Deserialize<string[]>(ref reader, options) is { Length: > 0 } paths && !paths.Contains(null)
                    ? paths : throw new JsonException("A path, or a list of paths, was expected."));

        public override void Write(Utf8JsonWriter writer, FileList value, JsonSerializerOptions options)
        {
            if (value.Count == 1)
            {
                writer.WriteStringValue(value[0]);
                return;
            }

            JsonSerializer.Serialize(writer, value._paths, options);
        }
    }
}
