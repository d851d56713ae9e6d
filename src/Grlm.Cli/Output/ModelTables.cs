using Grlm.Torch;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>What is known of language models as tables.</summary>
internal static class ModelTables
{
    /// <summary>A model that was downloaded, or was there.</summary>
    public static IRenderable Of(PulledModel pulled)
        => ReportTables.Figures(
        pulled.Repository,
        [
            ("Commit", pulled.Commit),
            ("Files", Readable.Count(pulled.Files.Count)),
            ("… that were there before", Readable.Count(pulled.Files.Count(file => file.Cached))),
            ("Size", Readable.Bytes(pulled.Files.Sum(file => file.Bytes))),
            ("Downloaded", Readable.Bytes(pulled.DownloadedBytes)),
        ]);
}
