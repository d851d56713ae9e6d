using Microsoft.Extensions.AI;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Conversations as the tokens of a language model, the same for tuning and for generation: a prompt ends where the model's turn begins,
/// and a completion is what the model writes there, to the mark that ends its turn. A model that can think is asked not to. Safe for
/// concurrent use.
/// </summary>
public sealed class ConversationTokens : ITokenCounter
{
    private const string Assistant = "assistant";

    private readonly Tokenizer _tokenizer;
    private readonly ChatTemplate _template;
    private readonly string _end;

    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">The model's chat template.</param>
    /// <exception cref="InvalidInputException">The template renders no conversation that an assistant answers.</exception>
    public ConversationTokens(Tokenizer tokenizer, ChatTemplate template)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        (_tokenizer, _template) = (tokenizer, template);
        _end = EndOfTurn();
    }

    /// <inheritdoc/>
    public TokenizerIdentity? Identity { get; private init; }

    /// <summary>Loads tokenizer and template of a model.</summary>
    /// <param name="model">The model's folder, or its GGUF file.</param>
    /// <exception cref="MissingPrerequisiteException">There is no tokenizer.</exception>
    /// <exception cref="InvalidInputException">A file is damaged, or there is no chat template.</exception>
    public static ConversationTokens Load(string model) => new(Tokenizer.Load(model), ChatTemplate.Load(model))
    {
        Identity = ModelTexts.Of(model).IdentifyAsync(CancellationToken.None).GetAwaiter().GetResult(), // on a local file nothing waits
    };

    /// <summary>
    /// Returns the tokens of a conversation up to the place where the model's turn begins, and of what the model has said already where
    /// that comes last.
    /// </summary>
    /// <param name="prompt">The turns before the model's; perhaps whole lines with which it begins.</param>
    public int[] Prompt(IReadOnlyList<ChatMessage> prompt)
    {
        var turns = ChatTurns.Of(prompt, options: null);
        return turns is [.., { Role: Assistant } begun]
            ? [.. _tokenizer.Encode(Text([.. turns.SkipLast(1)], asks: true)), .. _tokenizer.EncodeLines(begun.Content)]
            : _tokenizer.Encode(Text(turns, asks: true));
    }

    /// <summary>
    /// Returns the tokens that the model writes to say something, the mark that ends its turn among them; whole lines, each with its line
    /// break, go on instead of ending it.
    /// </summary>
    /// <param name="completion">What it says.</param>
    public int[] Completion(string completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        return completion.EndsWith('\n') ? _tokenizer.EncodeLines(completion) : _tokenizer.Encode(completion + _end);
    }

    /// <inheritdoc/>
    public int CountPrompt(IReadOnlyList<ChatMessage> prompt) => Prompt(prompt).Length;

    /// <inheritdoc/>
    public int CountCompletion(string completion) => Completion(completion).Length;

    private string EndOfTurn()
    {
        const string said = "said";
        ChatTurn[] question = [new("user", "asked")];
        var (before, through) = (Text(question, asks: true), Text([.. question, new(Assistant, said)], asks: false));
        return through.StartsWith(before + said, StringComparison.Ordinal)
            ? through[(before.Length + said.Length)..].TrimEnd('\n') // what stands behind the mark is not the model's to write
            : throw new InvalidInputException(
                "The model's chat template renders an answer differently from the place that it asks for one at. " +
                    "Take a model whose template does not.");
    }

    private string Text(IReadOnlyList<ChatTurn> turns, bool asks)
        => _template.Render(turns, new ChatTemplateOptions { AddGenerationPrompt = asks, EnableThinking = false });
}
