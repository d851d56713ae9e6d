using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Keeps the answers of language models, a JSON line each, appended to and never changed: what has been answered once is not asked for
/// again. A line is handed to the system as soon as its answer is there, so that a kill loses no answer; half a line at the end is dropped.
/// Of two lines with one key the later counts. Safe for concurrent use.
/// </summary>
internal sealed class AnswerLog : IDisposable
{
    private const byte LineFeed = (byte)'\n';

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Dictionary<UInt128, (long Offset, int Length, bool IsUsed)> _places = [];
    private readonly Func<AnswerRecord, bool> _isStale;
    private long _end;

    /// <summary>Opens a log, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isStale">Answers that would be others now: they are not found, so that they are asked for again. None by
    /// default.</param>
    /// <exception cref="InvalidInputException">A line of it cannot be read.</exception>
    public AnswerLog(string path, Func<AnswerRecord, bool>? isStale = null)
    {
        _isStale = isStale ?? (_ => false);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            ReadPlaces();
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        _file.SetLength(_end);
    }

    /// <summary>Tells whether a run before has had answers, other than refusals.</summary>
    public bool HasAnswers { get; private set; }

    /// <summary>Returns the answer under a key; null where there is none yet.</summary>
    public AnswerRecord? Find(UInt128 key) => Find(key, out _);

    /// <summary>Returns the answer under a key; null where there is none yet.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isUsed">Whether it has been appended or found before since the log was opened: items that are alike share one
    /// answer.</param>
    public AnswerRecord? Find(UInt128 key, out bool isUsed)
    {
        (long Offset, int Length, bool IsUsed) place;
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out place))
            {
                isUsed = false;
                return null;
            }

            isUsed = place.IsUsed;
            _places[key] = place with { IsUsed = true };
        }

        var line = new byte[place.Length];
        for (var read = 0; read < line.Length;)
        {
            read += RandomAccess.Read(_file.SafeFileHandle, line.AsSpan(read), place.Offset + read);
        }

        return JsonSerializer.Deserialize<AnswerRecord>(line, _json);
    }

    /// <summary>Appends an answer; when the method returns, a kill no longer loses it.</summary>
    public void Append(AnswerRecord record)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, _json), LineFeed];
        lock (_gate)
        {
            RandomAccess.Write(_file.SafeFileHandle, line, _end);
            _places[KeyOf(record.Key)] = (_end, line.Length - 1, true);
            _end += line.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static UInt128 KeyOf(string text) => UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private void ReadPlaces()
    {
        const int bufferBytes = 1 << 20;
        using var stream = new BufferedStream(
            new FileStream(_file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0), bufferBytes);
        var line = new MemoryStream();
        for (var (number, value) = (1L, stream.ReadByte()); value >= 0; value = stream.ReadByte())
        {
            if (value != LineFeed)
            {
                line.WriteByte((byte)value);
                continue;
            }

            AddPlace(line.GetBuffer().AsSpan(0, (int)line.Length), number++);
            _end += line.Length + 1;
            line.SetLength(0);
        }
    }

    private void AddPlace(ReadOnlySpan<byte> line, long number)
    {
        try
        {
            var record = JsonSerializer.Deserialize<AnswerRecord>(line, _json) ?? throw new JsonException("The line holds null.");
            if (_isStale(record))
            {
                _places.Remove(KeyOf(record.Key));
            }
            else
            {
                _places[KeyOf(record.Key)] = (_end, line.Length, false);
                HasAnswers |= record.Answer is not null;
            }
        }
        catch (Exception error) when (error is JsonException or FormatException or OverflowException or ArgumentNullException)
        {
            throw new InvalidInputException(_file.Name, number, $"This is no answer that can be read ({error.Message}).",
                "Delete the line: its answer is asked for again.", error);
        }
    }
}

/// <summary>Describes a line of the log of answers.</summary>
/// <param name="Item">Id of the item that was asked about.</param>
/// <param name="Key">What the answer is found by: a hash of model and conversation, 32 hexadecimal digits.</param>
/// <param name="Model">Provider and model.</param>
/// <param name="Attempt">1 for the first answer about the item, 2 for the first that was asked for again, …</param>
/// <param name="Answer">What the model said, to the letter; null where it refused to answer.</param>
/// <param name="Terms">The terms found in it; null where they are no TID.</param>
/// <param name="Failure">What is wrong with it; null where it is a TID.</param>
/// <param name="InputTokens">Tokens that the model read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
internal sealed record AnswerRecord(
    string Item,
    string Key,
    string Model,
    int Attempt,
    string? Answer,
    IReadOnlyList<string>? Terms,
    string? Failure,
    long InputTokens,
    long OutputTokens)
{
    /// <summary>Gets the limit of tokens that cut the answer off; null where it ended by itself.</summary>
    public int? Limit { get; init; }

    /// <summary>Tells whether the server told thoughts apart from the answer; null for no.</summary>
    public bool? HasThoughts { get; init; }
}

/// <summary>Computes what answers are found by again: a hash of the model's identity and the conversation so far.</summary>
internal static class AnswerKey
{
    /// <summary>Returns the key, and its written form in 32 hexadecimal digits.</summary>
    public static (UInt128 Key, string Text) Of(string model, IEnumerable<ChatMessage> messages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, model);
        foreach (var message in messages)
        {
            Append(hash, message.Role.Value);
            Append(hash, message.Text);
        }

        var bytes = hash.GetHashAndReset().AsSpan(0, 16);
        return (BinaryPrimitives.ReadUInt128BigEndian(bytes), Convert.ToHexStringLower(bytes));
    }

    // The length in front: no two lists of texts run together to the same bytes.
    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
