namespace Grlm.Cli;

/// <summary>
/// The evaluation stage with a folder for each protocol, source and part, <c>evaluation/filtered-ranker-test</c>, and for what else decides its figures:
/// free generation, another number of beams, a domain, users drawn. One evaluation doesn't replace another, and each is skipped on its own.
/// </summary>
internal sealed class EvaluationVariant(IStage<EvaluateOptions, EvaluationReport> stage, EvaluateOptions options) : IStage<EvaluateOptions, EvaluationReport>
{
    /// <inheritdoc/>
    public string Name => stage.Name;

    /// <inheritdoc/>
    public string Folder { get; } = $"{stage.Folder}/{NameOf(options)}";

    /// <summary>The name of an evaluation: <c>filtered-ranker-test</c>, <c>filtered-generator-free-50beams-test-toys</c>.</summary>
    public static string NameOf(EvaluateOptions options) => string.Join('-', (IEnumerable<string>)
    [
        NameOf(options.Protocol),
        NameOf(options.Source),
        .. options.Source.Generates() && options.Generation == GenerationMode.Free ? [NameOf(options.Generation)] : (string[])[],
        .. options.Source.Generates() && options.Beams != EvaluateOptions.UsualBeams ? [$"{options.Beams}beams"] : (string[])[],
        NameOf(options.Part),
        .. options.Domain is { } domain ? [FileNameOf(domain)] : (string[])[],
        .. options.Users > 0 ? [$"{options.Users}-users"] : (string[])[],
    ]);

    private static string NameOf<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();

    /// <summary>Domains that differ have names that differ: where letters had to go, a few digits of a hash tell them apart.</summary>
    private static string FileNameOf(string domain)
    {
        var name = string.Concat(domain.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        return name == domain ? name : $"{name}-{Hashing.OfText(domain)[..6]}";
    }

    /// <inheritdoc/>
    public StageInputs InputsOf(EvaluateOptions options) => stage.InputsOf(options);

    /// <inheritdoc/>
    public Task<EvaluationReport> RunAsync(EvaluateOptions options, StageContext context, CancellationToken cancellationToken)
        => stage.RunAsync(options, context, cancellationToken);
}
