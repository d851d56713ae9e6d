using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// Represents a model's chat template: renders a conversation as the text that the model was trained on, byte for byte as transformers
/// does. The template in the model's own files is evaluated (the subset of Jinja that such templates use); a construct that is not known is
/// an error that names it. Immutable; safe to use from many threads.
/// </summary>
public sealed class ChatTemplate
{
    /// <summary>Holds a hundred times the longest known template, in characters.</summary>
    private const int LongestTemplate = 1 << 20;

    private readonly string _file;
    private readonly IReadOnlyList<TemplateStatement> _statements;
    private readonly IReadOnlyDictionary<string, string> _specialTokens;

    private ChatTemplate(string file, string source, IReadOnlyDictionary<string, string> specialTokens)
    {
        (_file, _specialTokens) = (file, specialTokens);
        if (source.Length > LongestTemplate)
        {
            throw new InvalidInputException(
                $"{file}: its chat template has {source.Length} characters, which no such template has. Fetch it again.");
        }

        try
        {
            _statements = TemplateParser.Parse(source);
        }
        catch (TemplateFault fault)
        {
            throw Invalid(fault);
        }
    }

    /// <summary>
    /// Loads the template of a model: <c>chat_template.jinja</c>, or <c>chat_template</c> in <c>tokenizer_config.json</c>.
    /// </summary>
    /// <param name="folder">The model's folder, or a GGUF file whose metadata stand in for the files that are not beside it.</param>
    /// <exception cref="InvalidInputException">There is no template, or it is damaged or uses something that is not known here.</exception>
    public static ChatTemplate Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var texts = ModelTexts.Of(folder);
        var config = TokenizerConfig.Load(texts);
        var file = Path.Combine(texts.Folder, CheckpointFiles.Template);
        if (File.Exists(file))
        {
            return new ChatTemplate(file, Encoding.UTF8.GetString(ModelTextFile.Read(file)), config.SpecialTokens);
        }

        return config.ChatTemplate is { } template
            ? new ChatTemplate(texts.ConfigPath, template, config.SpecialTokens)
            : throw new InvalidInputException(
                $"{folder} has no chat template, neither chat_template.jinja nor chat_template in tokenizer_config.json: " +
                    $"take a model that was tuned for conversations.");
    }

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">The turns, in order.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InvalidInputException">The template refuses the conversation (a role that it doesn't know, for one), or asks for
    /// something that is not known here.</exception>
    public string Render(IReadOnlyList<ChatTurn> messages, ChatTemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        options ??= new ChatTemplateOptions();
        try
        {
            return TemplateEvaluator.Render(_statements, Variables(messages, options), options.Clock);
        }
        catch (TemplateFault fault)
        {
            throw Invalid(fault);
        }
        catch (InsufficientExecutionStackException)
        {
            throw Invalid(new TemplateFault("a variable is nested too deeply"));
        }
    }

    private Dictionary<string, object?> Variables(IReadOnlyList<ChatTurn> messages, ChatTemplateOptions options)
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (role, token) in _specialTokens)
        {
            variables[role] = token;
        }

        variables["messages"] = messages.Select(Message).ToList<object?>();
        variables["add_generation_prompt"] = options.AddGenerationPrompt;

        // transformers passes these two as none when there are none; templates ask for both.
        variables["tools"] = null;
        variables["documents"] = null;
        if (options.EnableThinking is { } thinking)
        {
            variables["enable_thinking"] = thinking;
        }

        foreach (var (name, value) in options.Variables)
        {
            variables[name] = TemplateInput.From(value);
        }

        return variables;
    }

    private static OrderedDictionary<string, object?> Message(ChatTurn turn)
    {
        var message = TemplateInput.Map(turn.Fields);
        message["role"] = turn.Role;
        message["content"] = turn.Content;
        if (turn.ReasoningContent is { } reasoning)
        {
            message["reasoning_content"] = reasoning;
        }

        return message;
    }

    private InvalidInputException Invalid(TemplateFault fault) => new($"{_file}: chat template, {fault.Message}", fault);
}
