using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Holds what is used of a <c>tokenizer_config.json</c>.</summary>
internal sealed record TokenizerConfig
{
    /// <summary>Holds the names under which the file and its chat template have the special tokens.</summary>
    private static readonly string[] _roles = ["bos_token", "eos_token", "pad_token", "unk_token"];

    /// <summary>Role (<c>eos_token</c>) to token text; roles that the file leaves open are absent.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; private init; } = new Dictionary<string, string>();

    /// <summary>Gets the chat template in the file; null if there is none.</summary>
    public string? ChatTemplate { get; private init; }

    /// <summary>Reads a model's file; without it everything is open.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static TokenizerConfig Load(ModelTexts texts)
    {
        if (texts.ReadConfig() is not { } content)
        {
            return new TokenizerConfig();
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return new TokenizerConfig
            {
                SpecialTokens = _roles
                    .Select(role => (Role: role, Token: ReadToken(document.RootElement, role)))
                    .Where(pair => pair.Token is not null)
                    .ToDictionary(pair => pair.Role, pair => pair.Token!),
                ChatTemplate = ReadTemplate(document.RootElement),
            };
        }
        catch (Exception exception) when (ModelTextFile.IsMalformedJson(exception))
        {
            throw new InvalidInputException(
                $"{texts.ConfigPath} is not a tokenizer_config.json: {exception.Message} Fetch it again.", exception);
        }
    }

    private static string? ReadToken(JsonElement config, string role)
        => !config.TryGetProperty(role, out var token) ? null
            : token.ValueKind == JsonValueKind.Object ? token.GetProperty("content").GetString()
            : token.GetString();

    /// <summary>Reads one template, or several by name, of which the one called "default" is for plain conversations.</summary>
    private static string? ReadTemplate(JsonElement config)
        => !config.TryGetProperty("chat_template", out var template) ? null
            : template.ValueKind == JsonValueKind.Array
                ? template.EnumerateArray()
                    .Where(named => named.GetProperty("name").ValueEquals("default"))
                    .Select(named => named.GetProperty("template").GetString())
                    .FirstOrDefault()
            : template.GetString();
}
