namespace Grlm.LanguageModels;

/// <summary>What a token of a GGUF file is, by the file's numbers.</summary>
internal enum GgufTokenKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
