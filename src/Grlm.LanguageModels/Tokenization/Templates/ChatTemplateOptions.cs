namespace Grlm.LanguageModels;

/// <summary>Describes how a conversation is rendered. Immutable.</summary>
public sealed record ChatTemplateOptions
{
    /// <summary>Tells whether to end with the beginning of the assistant's turn, for it to be written (default: no).</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>
    /// Tells whether a model that can think before it answers is to do so; null (the default) leaves it to the template. Templates of other
    /// models ignore it.
    /// </summary>
    public bool? EnableThinking { get; init; }

    /// <summary>
    /// Gets further variables of the template (default: none). A value is null, a boolean, a number, a string, or a sequence or a
    /// string-keyed dictionary of such.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>();

    /// <summary>Gets where a template that puts the date in takes it from (default: the system's clock).</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
