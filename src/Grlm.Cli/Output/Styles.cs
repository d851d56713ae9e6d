using Spectre.Console;

namespace Grlm.Cli;

/// <summary>The few styles that output is drawn in: the terminal's own colours, so that light and dark ones both do.</summary>
internal static class Styles
{
    public static Style Muted { get; } = new(decoration: Decoration.Dim);

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Accent { get; } = new(foreground: Color.Teal);
}
