using System.Text;

namespace Grlm.Cli;

/// <summary>A writer of text for people: what would steer a terminal is written out on its way (<see cref="TextEscaper"/>).</summary>
/// <param name="inner">Where the text goes.</param>
internal sealed class EscapingWriter(TextWriter inner) : TextWriter
{
    private readonly TextEscaper _escaper = new(TextEscaper.InText);

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(_escaper.Next(buffer));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
