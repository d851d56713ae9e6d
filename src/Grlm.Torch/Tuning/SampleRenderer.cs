namespace Grlm.Torch;

/// <summary>
/// Makes samples of conversations and of completions, token for token what inference will see: the text before a turn that is learnt is
/// encoded apart from the turn, as a prompt is.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="template">The model's chat template, asked for where there is a conversation.</param>
internal sealed class SampleRenderer(Tokenizer tokenizer, Func<ChatTemplate> template)
{
    private const string Assistant = "assistant";

    /// <summary>
    /// Returns a sample of a conversation. The assistant's turns are learnt, to the mark that ends them; they are found by rendering the
    /// conversation up to each of them and comparing. A model that can think is asked not to, unless the conversation says what it thought.
    /// </summary>
    /// <param name="turns">The turns.</param>
    /// <exception cref="FormatException">No turn is the assistant's, or the template renders a turn differently once another
    /// follows.</exception>
    public TuningSample Render(IReadOnlyList<ChatTurn> turns)
    {
        if (turns is [_, .., { Role: Assistant } said] && said.Content.EndsWith('\n'))
        {
            return RenderLines([.. turns.SkipLast(1)], said.Content);
        }

        var thinking = turns.Any(turn => turn.ReasoningContent is not null);
        var whole = Text(turns.Count, prompt: false);
        var pieces = new SamplePieces(tokenizer);
        var end = 0;
        for (var turn = 0; turn < turns.Count; turn++)
        {
            if (turns[turn].Role == Assistant)
            {
                var (before, through) = (Text(turn, prompt: true), Text(turn + 1, prompt: false));
                if (!whole.StartsWith(before, StringComparison.Ordinal) || !whole.StartsWith(through, StringComparison.Ordinal))
                {
                    throw new FormatException(
                        $"The model's chat template renders turn {turn + 1} differently once another follows. " +
                            $"Give each answer a line of its own.");
                }

                pieces.Add(whole[end..before.Length], learnt: false);
                var answer = through[before.Length..]
                    .TrimEnd('\n'); // what stands behind the mark that ends a turn is not the model's to write
                pieces.Add(answer, learnt: true);
                end = before.Length + answer.Length;
            }
        }

        return end > 0 ? pieces.ToSample() : throw new FormatException("No turn is the assistant's, so there is nothing to learn.");

        string Text(int count, bool prompt) => template().Render(
            [.. turns.Take(count)], new ChatTemplateOptions { AddGenerationPrompt = prompt, EnableThinking = thinking ? null : false });
    }

    /// <summary>
    /// Renders a sample of a conversation whose answer goes on: whole lines, as <see cref="ConversationTokens.Completion"/> has them.
    /// </summary>
    private TuningSample RenderLines(IReadOnlyList<ChatTurn> asked, string lines)
    {
        var pieces = new SamplePieces(tokenizer);
        pieces.Add(template().Render(asked, new ChatTemplateOptions { AddGenerationPrompt = true, EnableThinking = false }), learnt: false);
        pieces.AddLines(lines);
        return pieces.ToSample();
    }

    /// <summary>
    /// Returns a sample of plain text and what goes on from it. The completion is learnt, and the token that ends a text.
    /// </summary>
    public TuningSample Render(string prompt, string completion)
    {
        var pieces = new SamplePieces(tokenizer);
        pieces.AddBeginning(prompt);
        pieces.Add(completion, learnt: true);
        pieces.AddEnd();
        return pieces.ToSample();
    }
}

/// <summary>Puts a sample together from texts of which some are learnt.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class SamplePieces(Tokenizer tokenizer)
{
    private readonly List<int> _ids = [];
    private readonly List<int> _labels = [];

    /// <summary>Adds the text that a sample begins with, with what the tokenizer puts in front of texts.</summary>
    public void AddBeginning(string text) => Add(tokenizer.Encode(text, addSpecialTokens: true), learnt: false);

    /// <summary>Adds a text.</summary>
    public void Add(string text, bool learnt) => Add(tokenizer.Encode(text), learnt);

    /// <summary>Adds whole lines, which are learnt.</summary>
    public void AddLines(string text) => Add(tokenizer.EncodeLines(text), learnt: true);

    /// <summary>Adds the token that ends a text, where there is one; it is learnt.</summary>
    public void AddEnd() => Add(tokenizer.EosTokenId is { } end ? [end] : [], learnt: true);

    /// <summary>Returns the sample.</summary>
    public TuningSample ToSample() => new([.. _ids], [.. _labels]);

    private void Add(int[] ids, bool learnt)
    {
        _ids.AddRange(ids);
        _labels.AddRange(learnt ? ids : Enumerable.Repeat(TuningSample.Ignored, ids.Length));
    }
}
