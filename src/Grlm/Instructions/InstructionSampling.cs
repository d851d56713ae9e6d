using Microsoft.Extensions.AI;

namespace Grlm.Internal;

/// <summary>Renders a few samples of a workspace to look at; nothing is written.</summary>
/// <param name="openTokenizer">Opens the tokenizer in a model's folder, to count tokens.</param>
public sealed class InstructionSampling(Func<string, ITokenCounter> openTokenizer)
{
    /// <summary>Returns the first samples of each task, in the order in which the stage writes them.</summary>
    /// <param name="options">The options of the instruct stage.</param>
    /// <param name="workspace">The workspace.</param>
    /// <param name="count">Samples of each task.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="GrlmException">As <see cref="InstructStage.RunAsync"/> has it.</exception>
    public async Task<IReadOnlyList<RenderedSample>> RunAsync(
        InstructOptions options, GrlmWorkspace workspace, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var (source, _) = await new InstructionPreparation(openTokenizer).ReadAsync(options, workspace, cancellationToken);
        var counter = options.Tokenizer is { } folder ? openTokenizer(folder) : null;
        return [.. InstructionPlan.Of(source, options).Training.GroupBy(key => key.Task).OrderBy(task => task.Key)
            .SelectMany(task => task.Take(count)).Select(key => Render(source.Render(key), counter))];
    }

    private static RenderedSample Render(InstructionSample sample, ITokenCounter? counter) => new(
        sample.Task,
        [
            .. sample.Prompt.Select(turn => new RenderedTurn(turn.Role.Value, turn.Text)),
            new RenderedTurn(ChatRole.Assistant.Value, sample.Completion),
        ],
        counter is null ? null : counter.CountPrompt(sample.Prompt) + counter.CountCompletion(sample.Completion));
}
