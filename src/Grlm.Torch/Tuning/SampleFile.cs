using System.Text.Json;

namespace Grlm.Torch;

/// <summary>
/// Reads training samples from JSON lines: conversations <c>{"messages": [{"role", "content"}, …]}</c>, or plain text
/// <c>{"prompt", "completion"}</c>. Other properties are left alone; empty lines are skipped.
/// </summary>
/// <param name="renderer">Makes samples of them.</param>
/// <param name="vocabularySize">Tokens that the model has.</param>
/// <param name="maximumLength">Tokens of a sample at most.</param>
/// <param name="longSamples">What becomes of longer ones.</param>
/// <param name="answerRoom">Tokens of them that are kept free for what is learnt, even where that is shorter: prompts are then cut alike
/// whatever it is.</param>
internal sealed class SampleFile(
    SampleRenderer renderer, int vocabularySize, int maximumLength, LongSamples longSamples, int answerRoom = 0)
{
    private const int LinesBetweenReports = 100;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told of every hundredth line.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    /// <param name="tasks">Values of the property <c>task</c> to keep, others are passed over; null for all samples.</param>
    /// <returns>The samples in the order of their lines; one at least.</returns>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">A line is no sample, or a sample is too long; the message names the line.</exception>
    public IReadOnlyList<TuningSample> Read(
        string path, IProgress<StageProgress> progress, CancellationToken cancellationToken, IReadOnlyCollection<string>? tasks = null)
    {
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"There are no samples at {path}. Name a file of JSON lines.");
        }

        List<TuningSample> samples = [];
        var number = 0L;
        foreach (var line in UserFile.ReadLines(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (!string.IsNullOrWhiteSpace(line) && Read(path, number, line, tasks) is { } sample)
            {
                samples.Add(sample);
            }

            if (number % LinesBetweenReports == 0)
            {
                progress.Report(new StageProgress($"reading {Path.GetFileName(path)}", number, 0, "lines"));
            }
        }

        return samples.Count > 0 ? samples : throw new InvalidInputException($"{path} holds no samples. Put one on each line.");
    }

    private TuningSample? Read(string path, long number, string line, IReadOnlyCollection<string>? tasks)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var isWanted = tasks is null || Text(document.RootElement, "task") is not { } task || tasks.Contains(task);
            return isWanted ? Checked(Render(document.RootElement)) : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new InvalidInputException(path, number, exception.Message, "Mend the line or take it out.", exception);
        }
        catch (InvalidInputException exception)
        {
            throw new InvalidInputException($"{path}:{number}: {exception.Message}", exception); // what tokenizer or template say of it
        }
    }

    private TuningSample Render(JsonElement sample)
    {
        if (sample.ValueKind == JsonValueKind.Object && sample.TryGetProperty("messages", out var messages)
            && messages.ValueKind == JsonValueKind.Array)
        {
            return renderer.Render([.. messages.EnumerateArray().Select(Turn)]);
        }

        return Text(sample, "prompt") is { } prompt && Text(sample, "completion") is { } completion
            ? renderer.Render(prompt, completion)
            : throw new FormatException("It has neither \"messages\" nor \"prompt\" and \"completion\".");
    }

    private static ChatTurn Turn(JsonElement message)
        => Text(message, "role") is { } role && Text(message, "content") is { } content
            ? new ChatTurn(role, content) { ReasoningContent = Text(message, "reasoning_content") }
            : throw new FormatException("A message lacks \"role\" or \"content\", or they are no texts.");

    private static string? Text(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private TuningSample Checked(TuningSample sample)
    {
        var most = Math.Min(maximumLength, maximumLength - answerRoom + sample.TargetCount);
        if (sample.Length > most)
        {
            sample = longSamples == LongSamples.Cut
                ? new TuningSample(sample.Ids[^most..], sample.Labels[^most..])
                : throw new FormatException(
                    $"It has {sample.Length} tokens, and {maximumLength} are allowed. " +
                        $"Raise 'maximumLength', or have beginnings cut off with 'longSamples' = 'cut'.");
        }

        if (sample.Ids.FirstOrDefault(id => id >= vocabularySize, -1) is var strange and >= 0)
        {
            throw new FormatException($"The tokenizer makes token {strange} of it, and the model has {vocabularySize}.");
        }

        return sample.TargetCount > 0 ? sample : throw new FormatException("There is nothing to learn in it.");
    }
}
