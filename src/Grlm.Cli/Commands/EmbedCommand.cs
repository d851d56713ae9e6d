namespace Grlm.Cli;

/// <summary><c>grlm embed</c>: text vectors and the nearest items of each item.</summary>
internal sealed class EmbedCommand(Func<IStage<EmbedOptions, EmbedReport>>? stage = null)
    : StageCommand<EmbedOptions, EmbedReport>(
        new OptionSection<EmbedOptions>(Name),
        "Make text vectors of the items and find each item's neighbours.",
        stage ?? (() => new EmbedStage(ProductModels.Embeddings())))
{
    /// <summary>Name of the command.</summary>
    public const string Name = "embed";
}
