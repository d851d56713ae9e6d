using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Renders samples in their order and writes them to a file for each form, a block at a time: memory does not grow with their number. How
/// far it is stands in a file beside them, so that an interrupted run goes on there, to the same bytes.
/// </summary>
/// <param name="directory">Where the files go.</param>
/// <param name="part">Which samples: <c>train</c> or <c>validation</c>.</param>
/// <param name="formats">In which forms.</param>
internal sealed class SampleWriter(string directory, string part, IReadOnlyList<InstructionFormat> formats)
{
    private const int Block = 4_096;

    private string ProgressPath => Path.Combine(directory, $"{part}.progress");

    /// <summary>Writes the samples that are not there yet.</summary>
    /// <param name="keys">All samples.</param>
    /// <param name="render">Renders one; called by several threads.</param>
    /// <param name="progress">Told of every block.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <returns>The files' sizes, by name.</returns>
    public IReadOnlyDictionary<string, long> Write(
        SampleKey[] keys, Func<SampleKey, InstructionSample> render, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var done = Resume();
        FileStream[] files = [.. formats.Select((format, index) => Open(format, done.Lengths[index]))];
        try
        {
            for (var start = done.Samples; start < keys.Length; start += Block)
            {
                var end = Math.Min(start + Block, keys.Length);
                foreach (var lines in keys[start..end].AsParallel().AsOrdered().WithCancellation(cancellationToken)
                    .Select(key => LinesOf(render(key))))
                {
                    for (var file = 0; file < files.Length; file++)
                    {
                        files[file].Write(lines[file]);
                    }
                }

                Array.ForEach(files, file => file.Flush());
                AtomicFile.WriteAllText(ProgressPath, JsonSerializer.Serialize(new Progress(end, [.. files.Select(file => file.Length)])));
                progress.Report(
                    new StageProgress($"writing samples to {(part == "train" ? "train" : "validate")} on", end, keys.Length, "samples"));
            }

            return formats.Select((format, index) => (format, index)).ToDictionary(
                file => SampleFiles.NameOf(file.format, part), file => files[file.index].Length, StringComparer.Ordinal);
        }
        catch (AggregateException error) when (error.InnerExceptions.OfType<GrlmException>().FirstOrDefault() is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        finally
        {
            Array.ForEach(files, file => file.Dispose());
        }
    }

    /// <summary>Takes away what tells how far the writing is.</summary>
    public void Finish() => File.Delete(ProgressPath);

    private byte[][] LinesOf(InstructionSample sample) => [.. formats.Select(format => SampleLine.Of(sample, format))];

    private Progress Resume()
        => File.Exists(ProgressPath) && JsonSerializer.Deserialize<Progress>(File.ReadAllText(ProgressPath)) is { } progress
            && IsThere(progress)
            ? progress
            : new Progress(0, new long[formats.Count]);

    // After a power cut a file may be shorter than it had been said to be.
    private bool IsThere(Progress progress) => formats.Zip(progress.Lengths).All(
        file => new FileInfo(PathOf(file.First)) is { Exists: true } info && info.Length >= file.Second);

    private string PathOf(InstructionFormat format) => Path.Combine(directory, SampleFiles.NameOf(format, part));

    private FileStream Open(InstructionFormat format, long length)
    {
        var file = new FileStream(PathOf(format), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(length); // what a kill left behind the last block is written again
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    private sealed record Progress(int Samples, long[] Lengths);
}

/// <summary>Samples as lines of JSON.</summary>
internal static class SampleLine
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns a sample in a form, with the line feed behind it.</summary>
    public static byte[] Of(InstructionSample sample, InstructionFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _options))
        {
            writer.WriteStartObject();
            Write(writer, sample, format);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, InstructionSample sample, InstructionFormat format)
    {
        switch (format)
        {
            case InstructionFormat.Grlm:
                writer.WriteString("task", JsonNamingPolicy.CamelCase.ConvertName(sample.Task.ToString()));
                WriteMessages(writer, sample);
                break;
            case InstructionFormat.Openai:
                WriteMessages(writer, sample);
                break;
            case InstructionFormat.Alpaca:
                writer.WriteString("instruction", sample.Prompt[^1].Text);
                writer.WriteString("input", string.Empty);
                writer.WriteString("output", sample.Completion);
                writer.WriteString("system", SystemOf(sample));
                break;
            case InstructionFormat.Sharegpt:
                writer.WriteStartArray("conversations");
                WriteTurn(writer, "from", "human", "value", sample.Prompt[^1].Text);
                WriteTurn(writer, "from", "gpt", "value", sample.Completion);
                writer.WriteEndArray();
                writer.WriteString("system", SystemOf(sample));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such form.");
        }
    }

    private static void WriteMessages(Utf8JsonWriter writer, InstructionSample sample)
    {
        writer.WriteStartArray("messages");
        foreach (var message in sample.Prompt)
        {
            WriteTurn(writer, "role", message.Role.Value, "content", message.Text);
        }

        WriteTurn(writer, "role", ChatRole.Assistant.Value, "content", sample.Completion);
        writer.WriteEndArray();
    }

    private static void WriteTurn(Utf8JsonWriter writer, string speakerName, string speaker, string textName, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(speakerName, speaker);
        writer.WriteString(textName, text);
        writer.WriteEndObject();
    }

    private static string SystemOf(InstructionSample sample)
        => sample.Prompt.FirstOrDefault(message => message.Role == ChatRole.System)?.Text ?? string.Empty;
}

/// <summary>Names of the files that samples are written to.</summary>
internal static class SampleFiles
{
    /// <summary>Returns the file of a form: <c>train.jsonl</c> for ours, <c>alpaca-train.jsonl</c>, …</summary>
    public static string NameOf(InstructionFormat format, string part)
        => format == InstructionFormat.Grlm ? $"{part}.jsonl" : $"{format.ToString().ToLowerInvariant()}-{part}.jsonl";

    /// <summary>Returns what LLaMA-Factory is told that the file is called: <c>grlm_train</c>, <c>grlm_alpaca_train</c>, …</summary>
    public static string DatasetOf(InstructionFormat format, string part)
        => format == InstructionFormat.Grlm ? $"grlm_{part}" : $"grlm_{format.ToString().ToLowerInvariant()}_{part}";
}
