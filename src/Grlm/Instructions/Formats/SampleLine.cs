using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Samples as lines of JSON.</summary>
internal static class SampleLine
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A sample in a form, with the line feed behind it.</summary>
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
