namespace Grlm.Cli;

/// <summary>
/// The evaluation stage with a folder for each protocol, source, part and number of users drawn, <c>evaluation/filtered-ranker-test</c>: one evaluation doesn't replace
/// another, and each is skipped on its own.
/// </summary>
internal sealed class EvaluationVariant(IStage<EvaluateOptions, EvaluationReport> stage, EvaluateOptions options) : IStage<EvaluateOptions, EvaluationReport>
{
    /// <inheritdoc/>
    public string Name => stage.Name;

    /// <inheritdoc/>
    public string Folder { get; } = $"{stage.Folder}/{NameOf(options)}";

    /// <summary>The name of an evaluation: <c>filtered-ranker-test</c>.</summary>
    public static string NameOf(EvaluateOptions options)
        => $"{options.Protocol}-{options.Source}-{options.Part}".ToLowerInvariant() + (options.Domain is { } domain ? $"-{FileNameOf(domain)}" : "")
            + (options.Users > 0 ? $"-{options.Users}-users" : "");

    private static string FileNameOf(string domain) => string.Concat(domain.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));

    /// <inheritdoc/>
    public StageInputs InputsOf(EvaluateOptions options) => stage.InputsOf(options);

    /// <inheritdoc/>
    public Task<EvaluationReport> RunAsync(EvaluateOptions options, StageContext context, CancellationToken cancellationToken)
        => stage.RunAsync(options, context, cancellationToken);
}
