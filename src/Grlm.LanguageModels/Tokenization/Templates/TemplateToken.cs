namespace Grlm.LanguageModels;

/// <summary>A token of a chat template and the line that it begins on, from one.</summary>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, int Line);
