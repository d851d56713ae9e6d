using System.Text;

namespace Grlm.Cli;

/// <summary>A standard stream of the process, which may be closed, or go where nothing more can be written.</summary>
/// <param name="inner">The stream.</param>
/// <param name="name">What it is called where it can't be written to; null for the stream of messages, after which there is no other to tell it on.</param>
internal sealed class StandardWriter(TextWriter inner, string? name) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Attempt(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Attempt(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Attempt(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Flush() => Attempt(inner.Flush);

    private void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (name is not null)
            {
                throw new MissingPrerequisiteException($"{name} can't be written to: {SystemFault.WordsOf(error)} Check where it goes.", error);
            }
        }
    }
}
