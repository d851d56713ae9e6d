namespace Grlm.LanguageModels;

/// <summary>What a name stands for that nothing defines: empty where it is printed, an error where it is asked for more.</summary>
internal sealed record TemplateUndefined(string Name);
