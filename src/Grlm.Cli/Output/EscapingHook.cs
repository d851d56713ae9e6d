using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>
/// Stands between everything that is drawn and the console: text is escaped whatever drew it, and only the console's own sequences, of colours and of moving
/// progress, reach the terminal.
/// </summary>
internal sealed class EscapingHook : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(inner => new Escaped(inner));

    private sealed class Escaped(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(segment =>
            segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(TextEscaper.Escape(segment.Text), segment.Style));
    }
}
